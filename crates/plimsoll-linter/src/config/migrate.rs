//! A `plimsoll.toml` that says what a `.hadolint.yaml` says.

use std::fmt::Write;

use plimsoll_diagnostics::{Diagnostic, Text};
use toml::Value;

use super::hadolint::Hadolint;
use super::switches::Switch;
use super::{FailOn, Names};
use crate::Registered;

/// The text of a `plimsoll.toml` that says what hadolint's configuration in `source` says, and what is wrong with that.
pub fn migrate(source: Text<'_>, registry: &'static [Registered]) -> (String, Vec<Diagnostic>) {
    let names = Names::new(registry);
    let mut told = Hadolint::default();
    let problems = told.read(source, &names);
    (told.to_toml(&names), problems)
}

impl Hadolint {
    fn to_toml(&self, names: &Names) -> String {
        let mut out = String::from("# Converted from the configuration of hadolint.\n\n");
        // Without it, what hadolint checks and `recommended` does not would be off.
        out.push_str("extends = [\"recommended\", \"hadolint\"]\n");
        if let Some(fail_on) = self.fail_on() {
            let name = match fail_on {
                FailOn::Level(level) => level.name(),
                FailOn::Never => "never",
            };
            let _ = writeln!(out, "fail-on = \"{name}\"");
        }
        if !self.trusted.is_empty() {
            let _ = writeln!(out, "trusted-registries = {}", Value::from(self.trusted.clone()));
        }
        if let Some(strict) = self.strict_labels {
            let _ = writeln!(out, "strict-labels = {strict}");
        }
        if self.disables_pragmas == Some(true) {
            out.push_str(
                "\n# `disable-ignore-pragma` has no counterpart: comments for hadolint count again.\n",
            );
        }
        if !self.labels.is_empty() {
            out.push_str("\n[labels]\n");
            for (label, kind) in &self.labels {
                let _ = writeln!(out, "{} = \"{kind}\"", Value::from(label.as_str()));
            }
        }
        let switches = self.switches.in_order();
        if !switches.is_empty() || !self.unanswered.is_empty() {
            out.push_str("\n[rules]\n");
        }
        for (key, switch) in switches {
            let level = match switch {
                Switch::On(level) => level.map_or("warning", plimsoll_diagnostics::Level::name),
                Switch::Off => "off",
            };
            let code = key.split_once(':').map_or(key, |(_, code)| code);
            let rules: Vec<_> = names.find(key).iter().map(|named| named.meta.name).collect();
            let _ = writeln!(out, "{code} = \"{level}\" # {}", rules.join(", "));
        }
        for code in &self.unanswered {
            let _ = writeln!(out, "# {code}: no rule answers to it");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::super::{Around, Config, Overrides, RULES};
    use super::*;

    #[test]
    fn what_hadolint_was_told_is_said_again() {
        let yaml = "ignored: [DL3007, SC9999]\noverride:\n  error: [DL3000]\ntrustedRegistries: ['*.a.com']\n\
                    label-schema:\n  org.a: url\nno-fail: true\n";
        let (toml, problems) = migrate(Text::new(yaml, FileId::FIRST, 0), RULES);
        assert_eq!(problems.len(), 0, "{problems:?}");
        let expected = "\
# Converted from the configuration of hadolint.

extends = [\"recommended\", \"hadolint\"]
fail-on = \"never\"
trusted-registries = [\"*.a.com\"]

[labels]
\"org.a\" = \"url\"

[rules]
DL3000 = \"error\" # relative-workdir
DL3007 = \"off\" # latest-tag
# SC9999: no rule answers to it
";
        assert_eq!(toml, expected);
        let around = Around { here: "", load: &|_| Err(String::new()) };
        let (_, problems) = Config::parse(
            Text::new(&toml, FileId::FIRST, 0),
            "plimsoll.toml",
            &Overrides::default(),
            &Hadolint::default(),
            &Names::new(RULES),
            &around,
        );
        assert_eq!(problems.len(), 0, "{problems:?}");
    }
}
