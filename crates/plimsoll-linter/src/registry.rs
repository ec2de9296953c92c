//! The rules that there are, found by name.

use std::collections::HashMap;

use plimsoll_diagnostics::{Category, Diagnostic};

use crate::{Registered, RuleMeta};

/// Every rule, found by name.
pub(crate) struct Registry {
    all: &'static [Registered],
    by_name: HashMap<&'static str, &'static RuleMeta>,
}

impl Registry {
    pub(crate) fn new(all: &'static [Registered]) -> Registry {
        Registry { all, by_name: all.iter().map(|rule| (rule.meta.name, &rule.meta)).collect() }
    }

    pub(crate) fn all(&self) -> &'static [Registered] {
        self.all
    }

    /// Whether a finding is about text that cannot be parsed.
    pub(crate) fn is_syntax(&self, finding: &Diagnostic) -> bool {
        self.meta(&finding.rule).is_some_and(|meta| meta.category == Category::Syntax)
    }

    pub(crate) fn meta(&self, rule: &str) -> Option<&'static RuleMeta> {
        self.by_name.get(rule).copied()
    }
}
