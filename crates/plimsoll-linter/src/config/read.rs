//! `plimsoll.toml`, read so that every mistake is a problem at its place and costs nothing but itself.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, Level, LineIndex, Span, Text, nearest};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, ValueDeserializer};

use super::{Basis, Config, FailOn, Globs, Names, Section, Setting, Switch, did_you_mean};
use crate::{Preset, RuleMeta};

/// The page that speaks of these problems.
const RULE: &str = "config";

/// What may stand at the top of the file, and in an `[[override]]`.
const KEYS: [&str; 5] = ["exclude", "extends", "fail-on", "override", "rules"];
const OVERRIDE_KEYS: [&str; 2] = ["files", "rules"];

type Key<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;
type Entry<'v, 'i> = (&'v Key<'i>, &'v Value<'i>);
type Strings = Vec<(String, Range<usize>)>;

/// Reads the file into `config`.
pub(super) fn read(source: Text<'_>, names: &Names, config: &mut Config) -> Vec<Diagnostic> {
    let (document, errors) = DeTable::parse_recoverable(source.raw);
    let lines = LineIndex::new(source.raw);
    let mut reader = Reader { source, names, problems: Vec::new() };
    let mut broken = HashSet::new();
    for error in &errors {
        let range = error.span().unwrap_or_default();
        if broken.insert(lines.line(range.start as u32)) {
            reader.problem(range, format!("this is not TOML: {}", error.message()));
        }
    }
    let errors = reader.problems.len();
    reader.file(document.get_ref(), config);
    // What the parser made of a line that it could not read says nothing more.
    let start = source.span.start;
    let said =
        |problem: &Diagnostic| broken.contains(&lines.line(problem.primary.span.start.saturating_sub(start)));
    let meant = reader.problems.split_off(errors).into_iter().filter(|problem| !said(problem));
    reader.problems.into_iter().chain(meant).collect()
}

struct Reader<'a> {
    source: Text<'a>,
    names: &'a Names,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>, config: &mut Config) {
        for (key, value) in in_order(table) {
            match &**key.get_ref() {
                "extends" => config.basis = self.extends(value),
                "fail-on" => {
                    let names: Vec<_> =
                        Level::ALL.iter().map(|level| level.name()).chain(["never"]).collect();
                    if let Some(fail_on) = self.one_of(value, &names).and_then(FailOn::from_name) {
                        config.fail_on = fail_on;
                    }
                }
                "exclude" => config.exclude = Some(self.globs(value)),
                "rules" => config.rules = self.settings(value),
                "override" => config.sections = self.sections(value),
                unknown => self.unknown(key.span(), "there is no setting", unknown, &KEYS),
            }
        }
    }

    fn extends(&mut self, value: &Value<'_>) -> Vec<Basis> {
        let names: Vec<_> = Basis::all().map(Basis::name).collect();
        let Some(written) = self.strings(value) else { return vec![Basis::Preset(Preset::Recommended)] };
        let mut basis = Vec::new();
        for (name, range) in written {
            // A name with a slip in it must not turn everything off.
            basis.push(Basis::from_name(&name).unwrap_or_else(|| {
                self.unknown(range, "there is no preset", &name, &names);
                Basis::Preset(Preset::Recommended)
            }));
        }
        basis
    }

    fn settings(&mut self, value: &Value<'_>) -> HashMap<&'static str, Setting> {
        let mut settings = HashMap::new();
        for (key, value) in self.table(value) {
            let rules = self.rules(key);
            let Some(switch) = self.switch(value) else { continue };
            let mut setting = Setting {
                switch,
                options: toml::Table::new(),
                place: self.span(key.span()),
                option_places: HashMap::new(),
            };
            for (option, value) in value.get_ref().as_table().into_iter().flatten() {
                if option.get_ref() != "level" {
                    self.option(option, value, &mut setting);
                }
            }
            settings.extend(rules.into_iter().map(|rule| (rule.name, setting.clone())));
        }
        settings
    }

    fn option(&mut self, key: &Key<'_>, value: &Value<'_>, setting: &mut Setting) {
        let name = key.get_ref().clone().into_owned();
        match toml::Value::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => {
                let places = [self.span(key.span()), self.span(value.span())];
                setting.option_places.insert(name.clone(), places);
                setting.options.insert(name, read);
            }
            Err(error) => {
                self.problem(error.span().unwrap_or(value.span()), error.message().to_owned());
            }
        }
    }

    fn sections(&mut self, value: &Value<'_>) -> Vec<Section> {
        let Some(tables) = value.get_ref().as_array() else {
            self.wrong_type(value, "tables").help("write `[[override]]`");
            return Vec::new();
        };
        tables.iter().filter_map(|table| self.section(table)).collect()
    }

    fn section(&mut self, value: &Value<'_>) -> Option<Section> {
        let (mut files, mut rules) = (None, HashMap::new());
        let entries = self.table(value);
        let first = entries.first().map_or(value.span(), |(key, _)| key.span());
        for (key, value) in entries {
            match &**key.get_ref() {
                "files" => files = Some(self.globs(value)),
                "rules" => rules = self.switches(value),
                unknown => self.unknown(key.span(), "an override has no", unknown, &OVERRIDE_KEYS),
            }
        }
        if files.is_none() {
            self.problem(first, "an override has to name the files that it holds for")
                .help("add `files = [\"test/**\"]`");
        }
        files.map(|files| Section { files, rules })
    }

    fn switches(&mut self, value: &Value<'_>) -> HashMap<&'static str, Switch> {
        let mut switches = HashMap::new();
        for (key, value) in self.table(value) {
            let rules = self.rules(key);
            let options = value.get_ref().as_table().into_iter().flatten();
            for (option, _) in options.filter(|(option, _)| option.get_ref() != "level") {
                self.problem(option.span(), "an override sets levels only")
                    .help("options hold for every file: set them under `[rules]`");
            }
            if let Some(switch) = self.switch(value) {
                switches.extend(rules.into_iter().map(|rule| (rule.name, switch)));
            }
        }
        switches
    }

    /// `"off"`, a level, or a table that may hold one of them under `level`.
    fn switch(&mut self, value: &Value<'_>) -> Option<Switch> {
        let written = match value.get_ref() {
            DeValue::Table(table) => match table.get("level") {
                Some(level) => level,
                None => return Some(Switch::On(None)),
            },
            _ => value,
        };
        let names: Vec<_> = ["off"].into_iter().chain(Level::ALL.iter().map(|level| level.name())).collect();
        let name = self.one_of(written, &names)?;
        Some(Level::from_name(name).map_or(Switch::Off, |level| Switch::On(Some(level))))
    }

    /// The rules that a key names, by their name or by the code of a peer.
    fn rules(&mut self, key: &Key<'_>) -> Vec<&'static RuleMeta> {
        let name = &**key.get_ref();
        let found: Vec<_> = self.names.find(name).iter().map(|named| named.meta).collect();
        if found.is_empty() {
            let near = self.names.nearest(name);
            let help = did_you_mean(near, || "`plimsoll rules` lists all of them".to_owned());
            self.problem(key.span(), format!("there is no rule `{name}`")).help(help);
        }
        found
    }

    fn globs(&mut self, value: &Value<'_>) -> Globs {
        let patterns = self.strings(value).unwrap_or_default();
        Globs::new(&patterns, |range, problem| {
            self.problem(range.clone(), format!("this is no pattern for paths: {problem}"));
        })
    }

    fn table<'v, 'i>(&mut self, value: &'v Value<'i>) -> Vec<Entry<'v, 'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table");
        }
        table.map(in_order).unwrap_or_default()
    }

    fn strings(&mut self, value: &Value<'_>) -> Option<Strings> {
        let Some(items) = value.get_ref().as_array() else {
            let written = self.source.slice(value.span().start, value.span().end).raw.to_owned();
            let problem = self.wrong_type(value, "a list of strings");
            if value.get_ref().is_str() {
                problem.help(format!("write `[{written}]`"));
            }
            return None;
        };
        let mut strings = Strings::new();
        for item in items {
            match item.get_ref().as_str() {
                Some(string) => strings.push((string.to_owned(), item.span())),
                None => {
                    self.wrong_type(item, "a string");
                }
            }
        }
        Some(strings)
    }

    /// The name that is written, if it is one of these.
    fn one_of<'n>(&mut self, value: &Value<'_>, names: &[&'n str]) -> Option<&'n str> {
        let choice = || format!("write {}", alternatives(names));
        let Some(written) = value.get_ref().as_str() else {
            self.wrong_type(value, "a string").help(choice());
            return None;
        };
        let known = names.iter().find(|name| **name == written).copied();
        if known.is_none() {
            let help = did_you_mean(nearest(written, names.iter().copied()), choice);
            self.problem(value.span(), format!("there is no level `{written}`")).help(help);
        }
        known
    }

    fn unknown(&mut self, range: Range<usize>, what: &str, name: &str, known: &[&str]) {
        let near = nearest(name, known.iter().copied());
        let help = did_you_mean(near, || format!("there is {}", alternatives(known)));
        self.problem(range, format!("{what} `{name}`")).help(help);
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) -> &mut Diagnostic {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a truth value",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.problem(value.span(), format!("expected {expected}, found {found}"))
    }

    #[expect(clippy::expect_used, reason = "it was pushed one line above")]
    fn problem(&mut self, range: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.problems.push(Diagnostic::new(RULE, self.span(range), message));
        self.problems.last_mut().expect("just pushed")
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.source.slice(range.start, range.end).span
    }
}

/// The entries of a table as they stand in the file; the parser sorts them by name.
fn in_order<'v, 'i>(table: &'v DeTable<'i>) -> Vec<Entry<'v, 'i>> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// `a`, `b` or `c`, in backquotes.
fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}

/// What serde says about the options of a rule, at the option that it is about.
pub(super) fn option_problem(rule: &str, setting: &Setting, problem: &toml::de::Error) -> Diagnostic {
    let said = problem.message();
    let quoted: Vec<&str> = said.split('`').skip(1).step_by(2).collect();
    let unknown = quoted.first().filter(|_| said.contains("unknown field") || said.contains("has no option"));
    if let Some(unknown) = unknown {
        let place = setting.option_places.get(*unknown).map_or(setting.place, |[key, _]| *key);
        let mut finding =
            Diagnostic::new(RULE, place, format!("the rule `{rule}` has no option `{unknown}`"));
        let known = quoted.get(1..).unwrap_or_default();
        finding.help(match nearest(unknown, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "it takes a level only".to_owned(),
            None => format!("it has {}", alternatives(known)),
        });
        return finding;
    }
    // The keys that lead to the value are told by `Display` only: "…\nin `allow`".
    let shown = problem.to_string();
    let path = shown.rsplit_once("\nin `").map_or("", |(_, path)| path.trim_end().trim_end_matches('`'));
    let option = path.split('.').next().unwrap_or_default();
    let place = setting.option_places.get(option).map_or(setting.place, |[_, value]| *value);
    Diagnostic::new(RULE, place, format!("the rule `{rule}` cannot take this: {said}"))
}
