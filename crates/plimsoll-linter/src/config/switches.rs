//! What is said about rules, by what findings are compared with: a rule's name, or a code that it answers to.

use std::collections::HashMap;

use plimsoll_diagnostics::Level;

use crate::RuleMeta;

/// Whether a rule is on. What silences is the greatest, then the worst level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Switch {
    /// At a level, or at the one that its page gives it.
    On(Option<Level>),
    Off,
}

impl Switch {
    /// The same, at this level if it was set to a lower one.
    fn at_least(self, least: Level) -> Switch {
        match self {
            Switch::On(Some(level)) => Switch::On(Some(level.max(least))),
            other => other,
        }
    }
}

/// Switches of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Switches(HashMap<&'static str, Switch>);

impl Switches {
    /// Says it of a rule, or of the findings that answer to an alias. What was said before is forgotten.
    pub(crate) fn set(&mut self, key: &'static str, switch: Switch) {
        self.0.insert(key, switch);
    }

    /// Says it besides what was said before: the greater counts.
    pub(crate) fn add(&mut self, key: &'static str, switch: Switch) {
        let said = self.0.entry(key).or_insert(switch);
        *said = switch.max(*said);
    }

    /// Everything that is said, in the order of the keys.
    pub(crate) fn in_order(&self) -> Vec<(&'static str, Switch)> {
        let mut said: Vec<_> = self.0.iter().map(|(key, switch)| (*key, *switch)).collect();
        said.sort_unstable_by_key(|(key, _)| *key);
        said
    }

    /// What is said of a finding: of the codes that it answers to, else of its rule. A level that is set for a code
    /// does not lower a finding that the code's linter cannot make.
    pub(crate) fn of<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> Option<Switch> {
        if self.0.is_empty() {
            return None;
        }
        let of_code = |code: &str| {
            let switch = *self.0.get(code)?;
            Some(if meta.exceeds.contains(&code) { switch.at_least(meta.level) } else { switch })
        };
        let of_codes = aliases.iter().filter_map(|alias| of_code(alias.as_ref())).max();
        of_codes.or_else(|| self.0.get(meta.name).copied())
    }
}
