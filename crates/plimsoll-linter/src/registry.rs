//! The rules that there are, how each is made, and all of them found by name.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::{Check, Rule, RuleMeta};

/// A function that creates a rule from its options.
pub type MakeRule = fn(toml::Table) -> Result<Box<dyn Check>, toml::de::Error>;

/// An entry of the registry: a rule's metadata, and a function that creates the rule from its options.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// The metadata from its page.
    pub meta: RuleMeta,
    /// Creates the rule; `None` for problems that the linter itself reports.
    pub make: Option<MakeRule>,
}

impl Registered {
    /// A rule without options.
    pub const fn new<R: Rule + Default + 'static>(meta: RuleMeta) -> Registered {
        Registered { meta, make: Some(make_plain::<R>) }
    }

    /// A rule whose fields are its options.
    pub const fn with_options<R: Rule + DeserializeOwned + 'static>(meta: RuleMeta) -> Registered {
        Registered { meta, make: Some(make_from_options::<R>) }
    }

    /// A page without a check, whose findings come from the shell linter.
    pub const fn shellcheck(meta: RuleMeta) -> Registered {
        Registered::new::<AsFound>(meta)
    }

    /// A page without a check, for problems that the linter itself reports.
    pub const fn page(meta: RuleMeta) -> Registered {
        Registered { meta, make: None }
    }
}

/// Reports what the shell linter finds.
#[derive(Default)]
struct AsFound;

impl Rule for AsFound {}

#[expect(clippy::needless_pass_by_value, reason = "the type is that of `MakeRule`")]
fn make_plain<R: Rule + Default + 'static>(options: toml::Table) -> Result<Box<dyn Check>, toml::de::Error> {
    match options.keys().next() {
        None => Ok(Box::new(R::default())),
        Some(option) => Err(serde::de::Error::custom(format_args!("this rule has no option `{option}`"))),
    }
}

fn make_from_options<R: Rule + DeserializeOwned + 'static>(
    options: toml::Table,
) -> Result<Box<dyn Check>, toml::de::Error> {
    options.try_into::<R>().map(|rule| Box::new(rule) as Box<dyn Check>)
}

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

    pub(crate) fn meta(&self, rule: &str) -> Option<&'static RuleMeta> {
        self.by_name.get(rule).copied()
    }
}
