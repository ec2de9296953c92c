//! The options of rules, with the places where they are written.

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Span};

use super::option_error::OptionError;

/// The options of rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Options(HashMap<&'static str, OfRule>);

#[derive(Clone, Debug)]
struct OfRule {
    table: toml::Table,
    /// Where the rule is named.
    place: Span,
    /// Where each option and its value stand.
    places: HashMap<String, [Span; 2]>,
}

impl Options {
    /// Sets an option, whose name and value are written at `places`.
    pub(super) fn set(
        &mut self,
        rule: &'static str,
        place: Span,
        option: &str,
        value: toml::Value,
        places: [Span; 2],
    ) {
        let (table, known) = (toml::Table::new(), HashMap::new());
        let of_rule = self.0.entry(rule).or_insert(OfRule { table, place, places: known });
        of_rule.table.insert(option.to_owned(), value);
        of_rule.places.insert(option.to_owned(), places);
    }

    /// The options of a rule.
    pub(super) fn of(&self, rule: &str) -> Option<&toml::Table> {
        self.0.get(rule).map(|of_rule| &of_rule.table)
    }

    /// What is wrong with the options of a rule, at the option that it is about. `None` when that is not here.
    pub(super) fn problem(&self, rule: &str, problem: &toml::de::Error) -> Option<Diagnostic> {
        let of_rule = self.0.get(rule)?;
        let error = OptionError::new(problem);
        let option =
            if error.is_unknown { error.path.first().or(error.named.as_ref()) } else { error.path.first() };
        let is_name = error.is_unknown && error.path.is_empty();
        let place = option.and_then(|option| of_rule.places.get(option));
        let place = place.map_or(of_rule.place, |[key, value]| if is_name { *key } else { *value });
        let mut finding = Diagnostic::new(super::read::RULE, place, error.message(&format!("rule `{rule}`")));
        match error.help {
            Some(help) => finding.help(help),
            None if error.is_unknown => finding.help("set only a level: this rule has no options"),
            None => &mut finding,
        };
        Some(finding)
    }
}
