//! A `plimsoll.toml` that is being written.

use std::collections::BTreeMap;
use std::fmt::Write;

use toml::Value;

use super::fail_on_line;
use crate::config::switches::Switch;
use crate::config::{FailOn, Names};

/// Rules, each with what is said of it.
type Switched = Vec<(&'static str, Switch)>;

/// What it will say.
pub(super) struct Draft<'n> {
    pub(super) names: &'n Names,
    from: String,
    pub(super) extends: Vec<&'static str>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) exclude: Vec<String>,
    pub(super) trusted: Vec<String>,
    pub(super) strict_labels: Option<bool>,
    pub(super) labels: BTreeMap<String, String>,
    /// The rules in the order in which they were named, each once.
    rules: Vec<Line>,
    /// Patterns of files, and the rules for them.
    overrides: Vec<(Vec<String>, Switched)>,
    /// Comments beside the setting of a name.
    remarks: Vec<(&'static str, String)>,
}

/// A line below `[rules]`.
enum Line {
    Heading(String),
    Rule { key: &'static str, switch: Switch, why: String },
}

impl<'n> Draft<'n> {
    pub(super) fn new(paths: &[&str], names: &'n Names) -> Draft<'n> {
        Draft {
            names,
            from: paths.join(", "),
            extends: vec!["recommended"],
            fail_on: None,
            exclude: Vec::new(),
            trusted: Vec::new(),
            strict_labels: None,
            labels: BTreeMap::new(),
            rules: Vec::new(),
            overrides: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// What follows comes from this file.
    pub(super) fn heading(&mut self, path: &str) {
        self.rules.push(Line::Heading(path.to_owned()));
    }

    /// Sets a rule. Of two files that speak of it, the one counts that asks for less noise.
    pub(super) fn rule(&mut self, key: &'static str, switch: Switch, why: &str) {
        for line in &mut self.rules {
            if let Line::Rule { key: known, switch: said, .. } = line
                && *known == key
            {
                *said = if switch == Switch::Off { Switch::Off } else { *said };
                return;
            }
        }
        self.rules.push(Line::Rule { key, switch, why: why.to_owned() });
    }

    /// Sets a rule for some files.
    pub(super) fn in_files(&mut self, files: &[String], key: &'static str, switch: Switch) {
        match self.overrides.iter_mut().find(|(known, _)| known == files) {
            Some((_, rules)) => rules.push((key, switch)),
            None => self.overrides.push((files.to_vec(), vec![(key, switch)])),
        }
    }

    /// Says something beside a setting, as a comment.
    pub(super) fn remark(&mut self, setting: &'static str, text: &str) {
        self.remarks.push((setting, text.to_owned()));
    }

    /// All of it.
    pub(super) fn text(&self) -> String {
        let mut out = format!("# Converted by `plimsoll migrate` from {}.\n\n", self.from);
        let _ = writeln!(out, "extends = {}", Value::from(self.extends.clone()));
        out += &self.remarks_at("fail-on");
        out += &self.fail_on.map(fail_on_line).unwrap_or_default();
        out += &self.remarks_at("exclude");
        if !self.exclude.is_empty() {
            let _ = writeln!(out, "exclude = {}", Value::from(self.exclude.clone()));
        }
        if !self.trusted.is_empty() {
            let _ = writeln!(out, "trusted-registries = {}", Value::from(self.trusted.clone()));
        }
        if let Some(strict) = self.strict_labels {
            let _ = writeln!(out, "strict-labels = {strict}");
        }
        if !self.labels.is_empty() {
            out.push_str("\n[labels]\n");
            for (label, kind) in &self.labels {
                let _ = writeln!(out, "{} = \"{kind}\"", Value::from(label.as_str()));
            }
        }
        if self.rules.iter().any(|line| matches!(line, Line::Rule { .. })) {
            out.push_str("\n[rules]\n");
        }
        let headings = self.rules.iter().filter(|line| matches!(line, Line::Heading(_))).count();
        for (at, line) in self.rules.iter().enumerate() {
            match line {
                Line::Heading(path) => {
                    let has_rules = matches!(self.rules.get(at + 1), Some(Line::Rule { .. }));
                    if headings > 1 && has_rules {
                        let _ = writeln!(out, "# {path}");
                    }
                }
                Line::Rule { key, switch, why } => self.write_rule(key, *switch, why, &mut out),
            }
        }
        out += &self.remarks_at("rules");
        for (files, rules) in &self.overrides {
            let _ = writeln!(out, "\n[[override]]\nfiles = {}", Value::from(files.clone()));
            for (key, switch) in rules {
                out.push_str("rules.");
                self.write_rule(key, *switch, "", &mut out);
            }
        }
        out
    }

    fn write_rule(&self, key: &str, switch: Switch, why: &str, out: &mut String) {
        let level = match switch {
            Switch::On(level) => level.map_or("warning", plimsoll_diagnostics::Level::name),
            Switch::Off => "off",
        };
        let code = key.split_once(':').map_or(key, |(_, code)| code);
        let rules: Vec<_> = self.names.find(key).iter().map(|named| named.meta.name).collect();
        // A code that others have as well, or that is a word, is named with its linter.
        let is_clear = code.starts_with(|first: char| first.is_ascii_uppercase())
            && self.names.find(code).len() == rules.len();
        let name = if is_clear { code.to_owned() } else { format!("\"{key}\"") };
        let why = if why.is_empty() { String::new() } else { format!(", {why}") };
        let _ = writeln!(out, "{name} = \"{level}\" # {}{why}", rules.join(", "));
    }

    fn remarks_at(&self, setting: &str) -> String {
        let lines = self.remarks.iter().filter(|(at, _)| *at == setting).flat_map(|(_, text)| text.lines());
        lines.map(|line| format!("# {line}\n")).collect::<Vec<_>>().concat()
    }
}
