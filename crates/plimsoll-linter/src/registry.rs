//! The rules that there are, how each is made, and all of them found by name.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, MapAccess, Visitor};

use crate::{Check, Rule, RuleMeta};

/// How a rule is created. Most have no options, and their functions are the shortest that there are.
#[derive(Clone, Copy, Debug)]
pub enum MakeRule {
    /// Without options.
    Plain(fn() -> Box<dyn Check>),
    /// From its options.
    FromOptions(fn(toml::Table) -> Result<Box<dyn Check>, toml::de::Error>),
}

impl MakeRule {
    /// Creates the rule.
    ///
    /// # Errors
    ///
    /// It has no such option, or the option cannot have this value.
    pub fn make(self, options: toml::Table) -> Result<Box<dyn Check>, toml::de::Error> {
        match (self, options.keys().next()) {
            (MakeRule::Plain(make), None) => Ok(make()),
            (MakeRule::Plain(_), Some(option)) => {
                Err(serde::de::Error::custom(format_args!("this rule has no option `{option}`")))
            }
            (MakeRule::FromOptions(make), _) => make(options),
        }
    }
}

/// An entry of the registry: a rule's metadata, and how the rule is created.
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
        Registered { meta, make: Some(MakeRule::Plain(make_plain::<R>)) }
    }

    /// A rule whose fields are its options.
    pub const fn with_options<R: Rule + DeserializeOwned + 'static>(meta: RuleMeta) -> Registered {
        Registered { meta, make: Some(MakeRule::FromOptions(make_from_options::<R>)) }
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

fn make_plain<R: Rule + Default + 'static>() -> Box<dyn Check> {
    Box::new(R::default())
}

fn make_from_options<R: Rule + DeserializeOwned + 'static>(
    options: toml::Table,
) -> Result<Box<dyn Check>, toml::de::Error> {
    let rule = options.deserialize_map(FromTable(PhantomData::<R>))?;
    Ok(Box::new(rule))
}

/// Options are a table. `toml::Table::try_into` would also read them from a list, and each rule would have code for that.
struct FromTable<R>(PhantomData<R>);

impl<'de, R: DeserializeOwned> Visitor<'de> for FromTable<R> {
    type Value = R;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, options: A) -> Result<R, A::Error> {
        R::deserialize(MapAccessDeserializer::new(options))
    }
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
