//! The names of everything that the modules of a policy define.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Module, Rule, RuleHead};

use crate::calls::package;
use crate::names::path;
use crate::repair::head;

/// The rules of a policy.
pub(crate) struct Names {
    pub(crate) packages: BTreeSet<String>,
    /// How many arguments each function has.
    pub(crate) functions: BTreeMap<String, usize>,
    pub(crate) rules: BTreeSet<String>,
}

impl Names {
    /// The names of the rules in these modules, with their packages.
    pub(crate) fn new<'m>(modules: impl Iterator<Item = &'m Module>) -> Names {
        let mut names =
            Names { packages: BTreeSet::new(), functions: BTreeMap::new(), rules: BTreeSet::new() };
        for module in modules {
            let package = package(module);
            for rule in &module.policy {
                let name = format!("{package}.{}", path(head(rule)).join("."));
                if let Rule::Spec { head: RuleHead::Func { args, .. }, .. } = &**rule {
                    names.functions.insert(name.clone(), args.len());
                }
                names.rules.insert(name);
            }
            names.packages.insert(package);
        }
        names
    }
}
