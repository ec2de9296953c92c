//! What a project told hadolint, in `.hadolint.yaml` and `HADOLINT_…` variables: it holds where `plimsoll.toml` says
//! nothing.
//!
//! Source: hadolint 2.15. It drops a whole file for one slip without failing; here a slip costs itself, and is said.

use std::collections::{BTreeMap, HashMap};

use plimsoll_compose::yaml::{self, Kind, Node, Scalar, Yaml};
use plimsoll_diagnostics::{Diagnostic, Level, Span, Text, nearest};

use super::is_retired;
use crate::RuleMeta;
use crate::config::{
    FailOn, LABELS, Names, STRICT_LABELS, Shorthand, Switch, Switches, TRUSTED_REGISTRIES, alternatives,
    did_you_mean,
};
use crate::peers::RULE;

const KEYS: [&str; 12] = [
    "disable-ignore-pragma",
    "failure-threshold",
    "format",
    "formats",
    "ignored",
    "label-schema",
    "no-color",
    "no-fail",
    "override",
    "strict-labels",
    "trustedRegistries",
    "verbose",
];

/// hadolint's words for levels.
pub(crate) const SEVERITIES: [(&str, Level); 4] =
    [("error", Level::Error), ("warning", Level::Warning), ("info", Level::Note), ("style", Level::Style)];

/// The types of a label's value.
pub(crate) const LABEL_TYPES: [&str; 7] = ["text", "url", "semver", "hash", "rfc3339", "spdx", "email"];

/// What a project told hadolint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hadolint {
    /// Whether there is a file, so that hadolint's rules are what the project is used to.
    pub(crate) has_file: bool,
    /// Where it is.
    pub(crate) path: Option<String>,
    pub(crate) switches: Switches,
    /// Codes of ShellCheck that no rule answers to.
    pub(crate) unanswered: Vec<String>,
    /// Codes that hadolint had once.
    pub(crate) retired: Vec<String>,
    pub(crate) trusted: Vec<String>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) strict_labels: Option<bool>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) never_fails: Option<bool>,
    pub(crate) disables_pragmas: Option<bool>,
    /// How hadolint prints.
    pub(crate) formats: Vec<String>,
}

impl Hadolint {
    /// Takes in what a file says. Of labels, what is known already stays.
    pub(crate) fn read(&mut self, source: Text<'_>, names: &Names) -> Vec<Diagnostic> {
        self.has_file = true;
        let stream = yaml::read(source);
        let mut reader = Reader { names, problems: stream.problems };
        for problem in &mut reader.problems {
            problem.rule = RULE.into();
        }
        // A file of hadolint's is one document; what follows would be dropped without a word.
        for document in &stream.documents {
            reader.file(document, self);
        }
        reader.problems
    }

    /// What is said of a finding.
    pub(crate) fn switch_of<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> Option<Switch> {
        let is_off = || {
            let said = is_implied_root(meta, aliases).then(|| self.switches.of(meta, &[ROOT_USER]));
            said.flatten().filter(|said| *said == Switch::Off)
        };
        self.switches.of(meta, aliases).or_else(is_off)
    }

    /// How bad a finding is where a project uses hadolint and says nothing of it. hadolint speaks of `USER root` only, so
    /// that an image which starts as root without it is news to whoever comes from there.
    pub(crate) fn level<A: AsRef<str>>(&self, meta: &RuleMeta, aliases: &[A]) -> Option<Level> {
        (self.has_file && is_implied_root(meta, aliases)).then_some(Level::Note)
    }

    /// From which level on a run fails.
    pub(crate) fn fail_on(&self) -> Option<FailOn> {
        if self.never_fails == Some(true) { Some(FailOn::Never) } else { self.fail_on }
    }

    /// The options that it gives to rules.
    pub(crate) fn options(&self, names: &Names) -> HashMap<&'static str, toml::Table> {
        let mut options: HashMap<&'static str, toml::Table> = HashMap::new();
        let mut set = |shorthand: &Shorthand, value: toml::Value| {
            for named in names.find(shorthand.code) {
                options
                    .entry(named.meta.name)
                    .or_default()
                    .insert(shorthand.option.to_owned(), value.clone());
            }
        };
        if !self.trusted.is_empty() {
            set(&TRUSTED_REGISTRIES, self.trusted.clone().into());
        }
        if !self.labels.is_empty() {
            let labels = self.labels.iter().map(|(label, kind)| (label.clone(), kind.clone().into()));
            set(&LABELS, toml::Value::Table(labels.collect()));
        }
        if let Some(strict) = self.strict_labels {
            set(&STRICT_LABELS, strict.into());
        }
        options
    }

    /// Says it of the findings that answer to a code. What names no rule is told to `unknown`.
    pub(crate) fn switch(
        &mut self,
        code: &str,
        switch: Switch,
        names: &Names,
        unknown: impl FnOnce(String, &'static str),
    ) {
        let code = code.trim().to_ascii_uppercase();
        let found = names.find(&code);
        for named in found {
            self.switches.add(named.key, switch);
        }
        if !found.is_empty() {
        } else if is_retired(&code) {
            self.retired.push(code);
        } else if is_code(&code, "SC") {
            self.unanswered.push(code);
        } else if is_code(&code, "DL") {
            unknown(format!("hadolint has no rule `{code}`"), "correct this code, or remove it");
        } else {
            let help = "use `DL` or `SC` followed by four digits";
            unknown(format!("`{code}` is not a hadolint or ShellCheck code"), help);
        }
    }
}

/// hadolint's code for `USER root`, and a peer's for an image that starts as root by itself. One rule has both.
pub(crate) const ROOT_USER: &str = "hadolint:DL3002";
pub(crate) const IMPLIED_ROOT: &str = "checkov:CKV_DOCKER_3";

fn is_implied_root<A: AsRef<str>>(meta: &RuleMeta, aliases: &[A]) -> bool {
    meta.aliases.contains(&ROOT_USER)
        && aliases.iter().any(|alias| alias.as_ref() == IMPLIED_ROOT)
        && aliases.iter().all(|alias| alias.as_ref() != ROOT_USER)
}

fn is_code(code: &str, prefix: &str) -> bool {
    code.strip_prefix(prefix)
        .is_some_and(|digits| digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

struct Reader<'n> {
    names: &'n Names,
    problems: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn file(&mut self, document: &Yaml<'_>, settings: &mut Hadolint) {
        if document.is_null() {
            return;
        }
        for (key, value) in self.entries(document) {
            match &*key.value {
                "ignored" => self.codes(value, Switch::Off, settings),
                "override" => self.overrides(value, settings),
                "trustedRegistries" => {
                    settings.trusted.extend(self.words(value).iter().map(|word| word.value.to_string()));
                }
                "label-schema" => self.labels(value, settings),
                "strict-labels" => settings.strict_labels = self.truth(value).or(settings.strict_labels),
                "no-fail" => settings.never_fails = self.truth(value).or(settings.never_fails),
                "disable-ignore-pragma" => {
                    settings.disables_pragmas = self.truth(value).or(settings.disables_pragmas);
                }
                "failure-threshold" => settings.fail_on = self.threshold(value).or(settings.fail_on),
                "format" | "formats" => {
                    settings.formats.extend(self.words(value).iter().map(|word| word.value.to_string()));
                }
                // How hadolint prints is no matter of what it finds.
                "no-color" | "verbose" => {}
                unknown => self.unknown(key.span, "hadolint has no setting", unknown, &KEYS),
            }
        }
    }

    fn overrides(&mut self, value: &Yaml<'_>, settings: &mut Hadolint) {
        let severities = SEVERITIES.map(|(name, _)| name);
        for (key, value) in self.entries(value) {
            match SEVERITIES.into_iter().find(|(name, _)| *name == key.value) {
                Some((_, level)) => self.codes(value, Switch::On(Some(level)), settings),
                None => self.unknown(key.span, "hadolint has no level", &key.value, &severities),
            }
        }
    }

    fn codes(&mut self, value: &Yaml<'_>, switch: Switch, settings: &mut Hadolint) {
        for word in self.words(value) {
            let names = self.names;
            settings.switch(&word.value, switch, names, |message, help| {
                self.problem(word.span, message).help(help);
            });
        }
    }

    fn labels(&mut self, value: &Yaml<'_>, settings: &mut Hadolint) {
        for (key, value) in self.entries(value) {
            let written = value.as_scalar().map(|kind| kind.value.trim().to_ascii_lowercase());
            let kind = match written.as_deref() {
                None => {
                    self.wrong_type(value, "a type");
                    "text"
                }
                Some("" | "rawtext") => "text",
                Some(written) => LABEL_TYPES.into_iter().find(|kind| *kind == written).unwrap_or_else(|| {
                    self.unknown(value.span, "unknown label type", written, &LABEL_TYPES);
                    "text"
                }),
            };
            settings.labels.entry(key.value.to_string()).or_insert(kind.to_owned());
        }
    }

    fn threshold(&mut self, value: &Yaml<'_>) -> Option<FailOn> {
        let Some(word) = value.as_scalar() else {
            self.wrong_type(value, "a level");
            return None;
        };
        let found = threshold(&word.value);
        if found.is_none() {
            self.unknown(word.span, "hadolint has no level", &word.value, &SEVERITIES.map(|(name, _)| name));
        }
        found
    }

    fn truth(&mut self, value: &Yaml<'_>) -> Option<bool> {
        let word = value.as_scalar().map(|word| word.value.to_ascii_lowercase());
        let truth = word.and_then(|word| word.parse().ok());
        if truth.is_none() {
            self.wrong_type(value, "`true` or `false`");
        }
        truth
    }

    fn entries<'y, 's>(&mut self, value: &'y Yaml<'s>) -> Vec<(&'y Scalar<'s>, &'y Yaml<'s>)> {
        match &value.node {
            Node::Mapping(mapping) => {
                mapping.entries.iter().map(|entry| (&entry.key, &entry.value)).collect()
            }
            _ if value.is_null() => Vec::new(),
            _ => {
                self.wrong_type(value, "a mapping");
                Vec::new()
            }
        }
    }

    /// The words of a list; a single word is a list of one.
    fn words<'y, 's>(&mut self, value: &'y Yaml<'s>) -> Vec<&'y Scalar<'s>> {
        let items: &[Yaml<'_>] = match &value.node {
            Node::Sequence(items) => items,
            _ if value.is_null() => &[],
            _ => std::slice::from_ref(value),
        };
        let mut words = Vec::new();
        for item in items {
            match item.as_scalar().filter(|word| word.kind == Kind::String) {
                Some(word) => words.push(word),
                None => self.wrong_type(item, "a word"),
            }
        }
        words
    }

    fn wrong_type(&mut self, value: &Yaml<'_>, expected: &str) {
        let message = format!("hadolint expects {expected}, not {}", value.noun());
        self.problem(value.span, message);
    }

    fn unknown(&mut self, span: Span, what: &str, name: &str, known: &[&str]) {
        let near = nearest(name, known.iter().copied());
        let help = did_you_mean(near, || format!("use {}", alternatives(known)));
        self.problem(span, format!("{what} `{name}`")).help(help);
    }

    #[expect(clippy::expect_used, reason = "it was pushed one line above")]
    fn problem(&mut self, span: Span, message: String) -> &mut Diagnostic {
        self.problems.push(Diagnostic::new(RULE, span, message));
        self.problems.last_mut().expect("just pushed")
    }
}

/// `failure-threshold`: `none` and `ignore` fail for anything that is found.
pub(crate) fn threshold(written: &str) -> Option<FailOn> {
    match written {
        "none" | "ignore" => Some(FailOn::Level(Level::Style)),
        _ => {
            let known = SEVERITIES.into_iter().find(|(name, _)| *name == written);
            known.map(|(_, level)| FailOn::Level(level))
        }
    }
}
