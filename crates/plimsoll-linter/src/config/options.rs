//! The options of rules, with the places where they are written.

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Span, nearest};

use super::read::alternatives;

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

    /// What serde says about the options of a rule, at the option that it is about. `None` when that is not here.
    pub(super) fn problem(&self, rule: &str, problem: &toml::de::Error) -> Option<Diagnostic> {
        let of_rule = self.0.get(rule)?;
        let said = problem.message();
        let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
        let unknown =
            quoted.first().filter(|_| said.contains("unknown field") || said.contains("has no option"));
        if let Some(unknown) = unknown {
            let place = of_rule.places.get(*unknown).map_or(of_rule.place, |[key, _]| *key);
            let message = format!("rule `{rule}` has no option `{unknown}`");
            let mut finding = Diagnostic::new(super::read::RULE, place, message);
            let known = quoted.get(1..).unwrap_or_default();
            finding.help(match nearest(unknown, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "set only a level: this rule has no options".to_owned(),
                None => format!("use {}", alternatives(known)),
            });
            return Some(finding);
        }
        // The keys that lead to the value are told by `Display` only: "…\nin `allow`".
        let shown = problem.to_string();
        let path = shown.rsplit_once("\nin `").map_or("", |(_, path)| path.trim_end().trim_end_matches('`'));
        let option = path.split('.').next().unwrap_or_default();
        let place = of_rule.places.get(option).map_or(of_rule.place, |[_, value]| *value);
        let message = format!("invalid option for rule `{rule}`: {said}");
        Some(Diagnostic::new(super::read::RULE, place, message))
    }
}
