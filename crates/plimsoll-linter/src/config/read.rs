//! `plimsoll.toml`, read so that every mistake is a problem at its place and costs nothing but itself.

mod extends;
mod formats;
mod images;
mod tables;

use std::collections::HashSet;
use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, Level, LineIndex, MOST_COMPARED, Span, Text, nearest};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, ValueDeserializer};

use super::shorthand::{SHORTHANDS, Shorthand};
use super::{FailOn, Names, ParseContext, Section, Switch, Switches, Written, did_you_mean};
use crate::RuleMeta;
use crate::folders::folder_of;
use crate::limits::OVERRIDES;

/// The page that speaks of these problems.
pub(super) const RULE: &str = "config";

/// What may stand at the top of the file, besides the shorthands, and in an `[[override]]`.
const KEYS: [&str; 10] =
    ["exclude", "extends", "fail-on", "formats", "image", "override", "policy", "project", "root", "rules"];
/// The tables of a policy that may stand among the settings. Whoever reads policies reads them.
pub(crate) const POLICY_TABLES: [&str; 6] =
    ["attestation", "attestations", "compliance", "declare", "waiver", "waivers"];
const OVERRIDE_KEYS: [&str; 2] = ["files", "rules"];

type Key<'i> = Spanned<DeString<'i>>;
type Value<'i> = Spanned<DeValue<'i>>;
type Entry<'v, 'i> = (&'v Key<'i>, &'v Value<'i>);
type Strings = Vec<(String, Range<usize>)>;

/// Reads a file, which is called `path`, and those that it extends.
pub(super) fn read(
    source: Text<'_>,
    path: &str,
    names: &Names,
    around: &ParseContext<'_>,
    written: &mut Written,
) -> Vec<Diagnostic> {
    let (mut open, mut done) = (vec![path.to_owned()], HashSet::new());
    read_one(source, names, around, written, &mut open, &mut done)
}

/// Reads one of them. `open` are the files that lead to it, the last is itself; `done` those that were read whole.
fn read_one(
    source: Text<'_>,
    names: &Names,
    around: &ParseContext<'_>,
    written: &mut Written,
    open: &mut Vec<String>,
    done: &mut HashSet<String>,
) -> Vec<Diagnostic> {
    let (document, errors) = DeTable::parse_recoverable(source.raw);
    let lines = LineIndex::new(source.raw);
    let path = open.last().cloned().unwrap_or_default();
    let mut reader = Reader {
        source,
        path: &path,
        lines: &lines,
        folder: folder_of(&path),
        is_first: open.len() == 1,
        here: around.here,
        names,
        problems: Vec::new(),
    };
    let mut broken = HashSet::new();
    for error in &errors {
        let range = error.span().unwrap_or_default();
        if broken.insert(lines.line(range.start as u32)) {
            reader.problem(range, format!("not valid TOML: {}", error.message()));
        }
    }
    let errors = reader.problems.len();
    let mut elsewhere = Vec::new();
    if let Some(value) = document.get_ref().get("extends") {
        for (file, range) in reader.extends(value, written) {
            elsewhere.extend(reader.extended(&file, range, around, written, open, done));
        }
    }
    reader.file(document.get_ref(), written);
    // What the parser made of a line that it could not read says nothing more.
    let start = source.span.start;
    let said =
        |problem: &Diagnostic| broken.contains(&lines.line(problem.primary.span.start.saturating_sub(start)));
    let meant = reader.problems.split_off(errors).into_iter().filter(|problem| !said(problem));
    let mut meant: Vec<_> = meant.collect();
    meant.sort_by_cached_key(|problem| problem.primary.span.start);
    reader.problems.into_iter().chain(meant).chain(elsewhere).collect()
}

struct Reader<'a> {
    source: Text<'a>,
    path: &'a str,
    lines: &'a LineIndex,
    /// Where the file lies: its patterns hold from there on.
    folder: &'a str,
    /// Whether it is the configuration itself, and not a file that it extends.
    is_first: bool,
    here: &'a str,
    names: &'a Names,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>, written: &mut Written) {
        let entries = in_order(table);
        for shorthand in &SHORTHANDS {
            if let Some((key, value)) = entries.iter().find(|(key, _)| key.get_ref() == shorthand.setting) {
                self.shorthand(shorthand, key, value, written);
            }
        }
        for (key, value) in entries {
            match &**key.get_ref() {
                "extends" => {}
                "fail-on" => {
                    let names: Vec<_> =
                        Level::ALL.iter().map(|level| level.name()).chain(["never"]).collect();
                    if let Some(fail_on) = self.one_of(value, "level", &names).and_then(FailOn::from_name) {
                        written.fail_on = Some(fail_on);
                    }
                }
                "exclude" => {
                    let globs = self.globs(value, &mut written.patterns);
                    written.exclude.push(globs);
                }
                // A file that is extended speaks for itself.
                "root" => {
                    written.is_root |= self.truth(value).is_some_and(|is_root| is_root && self.is_first);
                }
                "rules" => self.settings(value, written),
                "formats" => self.kinds(value, written),
                "override" => {
                    let most = OVERRIDES.saturating_sub(written.sections.len());
                    let sections = self.sections(value, most, &mut written.patterns);
                    written.sections.extend(sections);
                }
                "image" => {
                    // They count more than those of a file that this one extends.
                    let images = self.images(value);
                    written.images.splice(..0, images);
                }
                "project" => written.projects.extend(self.projects(value)),
                "policy" => self.policy(value, written),
                // A file that is extended is no part of what the policy says.
                table if POLICY_TABLES.contains(&table) => written.has_policy |= self.is_first,
                known if SHORTHANDS.iter().any(|shorthand| shorthand.setting == known) => {}
                unknown => {
                    let mut known = KEYS.to_vec();
                    known.extend(SHORTHANDS.map(|shorthand| shorthand.setting));
                    known.sort_unstable();
                    self.unknown(key.span(), "unknown setting", unknown, &known);
                }
            }
        }
    }

    /// A setting at the top that stands for an option of a rule.
    fn shorthand(&mut self, shorthand: &Shorthand, key: &Key<'_>, value: &Value<'_>, written: &mut Written) {
        for named in self.names.find(shorthand.code) {
            let rule = named.meta.name;
            if written.rules.of::<&str>(named.meta, &[]).is_none() {
                written.rules.set(rule, Switch::On(None));
            }
            let place = self.span(key.span());
            self.option(rule, place, shorthand.option, key, value, written);
        }
    }

    fn settings(&mut self, value: &Value<'_>, written: &mut Written) {
        for (key, value) in self.table(value) {
            let keys = self.keys(key);
            let Some(switch) = self.switch(value) else { continue };
            let place = self.span(key.span());
            for (meta, rule) in keys {
                written.rules.set(rule, switch);
                for (option, value) in value.get_ref().as_table().into_iter().flatten() {
                    if option.get_ref() != "level" {
                        self.option(meta.name, place, option.get_ref(), option, value, written);
                    }
                }
            }
        }
    }

    fn option(
        &mut self,
        rule: &'static str,
        place: Span,
        name: &str,
        key: &Key<'_>,
        value: &Value<'_>,
        written: &mut Written,
    ) {
        match toml::Value::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(read) => {
                let places = [self.span(key.span()), self.span(value.span())];
                written.options.set(rule, place, name, read, places);
            }
            Err(error) => {
                self.problem(error.span().unwrap_or(value.span()), error.message().to_owned());
            }
        }
    }

    fn sections(&mut self, value: &Value<'_>, most: usize, patterns: &mut usize) -> Vec<Section> {
        let Some(tables) = value.get_ref().as_array() else {
            self.wrong_type(value, "tables").help("write `[[override]]`");
            return Vec::new();
        };
        if let Some(late) = tables.get(most) {
            self.problem(late.span(), format!("only the first {OVERRIDES} overrides are read")).help(
                "combine files with the same rules into one override: `files` accepts several patterns",
            );
        }
        tables.iter().take(most).filter_map(|table| self.section(table, patterns)).collect()
    }

    fn section(&mut self, value: &Value<'_>, patterns: &mut usize) -> Option<Section> {
        let (mut files, mut rules, mut is_misspelled) = (None, Switches::default(), false);
        let entries = self.table(value);
        let first = entries.first().map_or(value.span(), |(key, _)| key.span());
        for (key, value) in entries {
            match &**key.get_ref() {
                "files" => files = Some(self.globs(value, patterns)),
                "rules" => rules = self.switches(value),
                unknown => {
                    self.unknown(key.span(), "an override has no", unknown, &OVERRIDE_KEYS);
                    is_misspelled |= nearest(unknown, ["files"]).is_some();
                }
            }
        }
        if files.is_none() && !is_misspelled {
            self.problem(first, "an override must set `files`").help("add `files = [\"test/**\"]`");
        }
        files.map(|files| Section { files, rules })
    }

    fn switches(&mut self, value: &Value<'_>) -> Switches {
        let mut switches = Switches::default();
        for (key, value) in self.table(value) {
            let keys = self.keys(key);
            let options = value.get_ref().as_table().into_iter().flatten();
            for (option, _) in options.filter(|(option, _)| option.get_ref() != "level") {
                self.problem(option.span(), "an override can set only levels")
                    .help("move options to `[rules]`, where they apply to every file");
            }
            if let Some(switch) = self.switch(value) {
                for (_, key) in keys {
                    switches.set(key, switch);
                }
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
        let name = self.one_of(written, "level", &names)?;
        Some(Level::from_name(name).map_or(Switch::Off, |level| Switch::On(Some(level))))
    }

    /// The rules that a key names, with what findings are compared with: the rule's name, or the code of a peer.
    fn keys(&mut self, key: &Key<'_>) -> Vec<(&'static RuleMeta, &'static str)> {
        let name = &**key.get_ref();
        let found: Vec<_> = self.names.find(name).iter().map(|named| (named.meta, named.key)).collect();
        if found.is_empty() && !self.names.is_foreign(name) {
            // Of so many, not all are shown.
            let is_shown = self.problems.len() < MOST_COMPARED;
            let near = if is_shown { self.names.nearest(name) } else { None };
            let help = did_you_mean(near, || "run `plimsoll rules` to list all rules".to_owned());
            self.problem(key.span(), format!("unknown rule `{name}`")).help(help);
        }
        found
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

    fn truth(&mut self, value: &Value<'_>) -> Option<bool> {
        let read = value.get_ref().as_bool();
        if read.is_none() {
            self.wrong_type(value, "`true` or `false`");
        }
        read
    }

    /// The name that is written, if it is one of these.
    fn one_of<'n>(&mut self, value: &Value<'_>, what: &str, names: &[&'n str]) -> Option<&'n str> {
        let choice = || format!("write {}", alternatives(names));
        let Some(written) = value.get_ref().as_str() else {
            self.wrong_type(value, "a string").help(choice());
            return None;
        };
        let known = names.iter().find(|name| **name == written).copied();
        if known.is_none() {
            let help = did_you_mean(nearest(written, names.iter().copied()), choice);
            self.problem(value.span(), format!("unknown {what} `{written}`")).help(help);
        }
        known
    }

    fn unknown(&mut self, range: Range<usize>, what: &str, name: &str, known: &[&str]) {
        let near = nearest(name, known.iter().copied());
        let help = did_you_mean(near, || format!("use {}", alternatives(known)));
        self.problem(range, format!("{what} `{name}`")).help(help);
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) -> &mut Diagnostic {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
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
    entries.sort_by_cached_key(|(key, _)| key.span().start);
    entries
}

/// `a`, `b` or `c`, in backquotes.
pub(crate) fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}
