//! From the files of a policy to what they ask for. Every mistake is a problem at its place and costs nothing but itself.

mod closing;
mod constraints;
mod declarations;
mod keys;
mod outer;
mod patterns;
mod pins;
mod rego;
mod texts;
mod waivers;

pub use keys::{policy_key_meaning, policy_keys_below};
pub(crate) use rego::List;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Span, Text, nearest};

use super::environment::Environment;
use super::tree::{self, Item, Node, Pair};
use super::{Policy, PolicyFile, PolicyNames, RULE, finding, gatekeeper};
use crate::FileKind;
use crate::config::{Names, alternatives, did_you_mean};
use crate::folders::{folder_of, join};
pub(super) use texts::digest;
use texts::{MOST_OPEN, Texts};

/// What may stand at the top of a policy.
const KEYS: [&str; 13] = [
    "attestations",
    "compliance",
    "contact",
    "data",
    "declare",
    "environments",
    "extends",
    "owner",
    "rego",
    "settings",
    "standards",
    "title",
    "version",
];
/// The same, whose names have a short form.
const WAIVERS: &str = "waivers";

/// The keys of lists of waivers.
pub(super) const WAIVER_LISTS: [&str; 2] = [WAIVERS, "waiver"];

/// The short forms.
const SHORT: [&str; 2] = ["attestation", "waiver"];

/// What is said of a file that is anything else.
pub(super) const NOT_A_POLICY: &str = "this file is not a policy";
pub(super) const NOT_A_POLICY_HELP: &str = "a policy has a section such as `compliance` or `declare`";

/// Longer waivers are refused, unless the policy says otherwise.
pub(super) const WAIVER_DAYS: i64 = 180;

/// What may stand at the top of a policy, with the short form.
pub(super) fn policy_sections() -> impl Iterator<Item = &'static str> {
    KEYS.into_iter().chain([WAIVERS])
}

/// Whether this is a key that may stand at the top of a policy.
pub(super) fn is_section(key: &str) -> bool {
    policy_sections().chain(SHORT).any(|section| section == key)
}

/// What surrounds a policy.
pub(crate) struct Surroundings<'a> {
    pub(crate) names: PolicyNames,
    pub(crate) rules: &'a Names,
    /// Reads a file that one extends: its text, or why there is none. `true`: whoever names it is trusted.
    pub(crate) load: &'a dyn Fn(&str, bool) -> Result<Text<'a>, String>,
    pub(crate) list: &'a List<'a>,
    /// How many bytes at the start of a file are UTF-8, if not all are.
    pub(crate) valid_up_to: &'a dyn Fn(FileId) -> Option<usize>,
    /// Whether there is an engine for Rego.
    pub(crate) has_rego: bool,
    pub(crate) here: &'a str,
    /// The roots of the repositories that are checked.
    pub(crate) roots: &'a BTreeSet<String>,
    /// The day of the run; empty when nobody knows.
    pub(crate) today: &'a str,
    /// Whether what is extended without a digest is to get one.
    pub(crate) pins: bool,
}

/// A file of a policy that was found.
pub(crate) struct Loaded<'a> {
    pub(crate) path: String,
    pub(crate) text: Text<'a>,
    /// Whether what is checked cannot change it.
    pub(crate) is_trusted: bool,
    /// Whether it is the configuration, with other settings beside it.
    pub(crate) is_inline: bool,
    /// Whether it holds; one that is only looked at does not.
    pub(crate) holds: bool,
}

/// Reads them all. What they ask holds together.
pub(crate) fn read<'a>(files: Vec<Loaded<'a>>, around: &Surroundings<'a>) -> (Policy, Vec<Diagnostic>) {
    let (mut policy, mut problems) = (Policy::default(), Vec::new());
    let mut looked_at = Policy::default();
    let outside = files.iter().any(|file| file.is_trusted);
    let (mut in_force, mut others, mut idle) = (Texts::default(), Texts::default(), Vec::new());
    for file in files {
        let (policy, texts) =
            if file.holds { (&mut policy, &mut in_force) } else { (&mut looked_at, &mut others) };
        if !texts.has_read(&file.path) {
            problems.extend(read_one(&file, around, policy, outside, texts));
        }
        if !file.holds && FileKind::of(&file.path).is_some() {
            idle.push(file);
        }
    }
    problems.extend(closing::idle_attestations(&policy));
    problems.extend(closing::undeclared(&policy, around.rules));
    let in_force: BTreeSet<String> = in_force.into_paths().collect();
    idle.retain(|file| !in_force.contains(&file.path));
    problems.extend(idle.iter().map(closing::not_in_force));
    // Of two files that extend a third, both say what is wrong with it.
    problems.sort_by(|a: &Diagnostic, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
    problems.dedup_by(|a, b| (a.primary.span, &a.message) == (b.primary.span, &b.message));
    (policy, problems)
}

fn read_one<'a>(
    file: &Loaded<'a>,
    around: &Surroundings<'a>,
    policy: &mut Policy,
    outside: bool,
    texts: &mut Texts<'a>,
) -> Vec<Diagnostic> {
    texts.open.push(file.path.clone());
    texts.add(&file.path, file.text);
    let mut problems = Vec::new();
    if let Some(at) = (around.valid_up_to)(file.text.span.file) {
        let place = Span::at(file.text.span.file, at);
        let mut problem = finding(RULE, Level::Error, place, "the policy is not valid UTF-8");
        problem.help("save the file as UTF-8");
        problems.push(problem);
    }
    let top = tree::read(file.text, &file.path, &mut problems);
    let mut top = gatekeeper::as_policy(top, &mut problems);
    let holds_names = |path: &[&str]| match path {
        [] => file.is_inline,
        ["environments"] | ["rego", "levels"] => true,
        [first, ..] => file.is_inline && !is_section(first),
    };
    policy.extensions.extend(top.take_extensions(&holds_names));
    let mut reader = Reader {
        file,
        around,
        first_constraint: policy.constraints.len(),
        policy,
        problems,
        environments: Vec::new(),
        default: None,
        contact: None,
        max_waiver_days: WAIVER_DAYS,
        waivers_count: file.is_trusted || !outside,
        unverified_fails: false,
        allows_baseline: false,
        extended: None,
        unverified: Vec::new(),
        texts,
    };
    let extended = reader.extends(&top);
    for Extended { path, text, place, item, pin } in extended {
        if reader.texts.open.contains(&path) {
            let message = format!("`extends` forms a loop: `{path}` also extends this file");
            reader.problem(place, message).help("remove one of the two `extends`");
            continue;
        }
        if reader.texts.open.len() > MOST_OPEN {
            let message = format!("more than {MOST_OPEN} policies extend each other");
            reader.problem(place, message).help("extend the last of these policies directly");
            continue;
        }
        if !reader.texts.has_read(&path) {
            let below = Loaded { path: path.clone(), text, is_inline: false, ..*file };
            let found = read_one(&below, around, reader.policy, outside, reader.texts);
            reader.problems.extend(found);
        }
        reader.pinned(&path, item, pin);
    }
    reader.top(&top);
    reader.texts.close();
    let digest = reader.texts.digest(&file.path, around.here);
    if let Some(read) = reader.policy.files.last_mut() {
        read.digest = digest;
    }
    reader.finish(&top)
}

/// A file that is extended.
struct Extended<'a> {
    path: String,
    text: Text<'a>,
    /// Where it is named.
    place: Span,
    /// What is written of it, and where, if no digest is.
    item: Option<(String, Span)>,
    /// The digest that it must have, and where that is written.
    pin: Option<(String, Span)>,
}

struct Reader<'a, 'r> {
    file: &'r Loaded<'a>,
    around: &'r Surroundings<'a>,
    policy: &'r mut Policy,
    problems: Vec<Diagnostic>,
    environments: Vec<Arc<Environment>>,
    /// The one that holds what belongs to none of them, once it is needed.
    default: Option<Arc<Environment>>,
    contact: Option<String>,
    max_waiver_days: i64,
    waivers_count: bool,
    unverified_fails: bool,
    /// Whether a baseline may hide what is required.
    allows_baseline: bool,
    /// The first of what this file and those that it extends ask.
    first_constraint: usize,
    /// What the files that it extends ask, by the names of requirements: the word and where it stands. Made when it is needed.
    extended: Option<HashMap<&'static str, (&'static str, Span)>>,
    /// The keys that no file can show, and why.
    unverified: Vec<(Span, &'static str, String)>,
    /// The files that were read.
    texts: &'r mut Texts<'a>,
}

impl<'a> Reader<'a, '_> {
    fn top(&mut self, top: &Item) {
        let pairs = match (&top.node, top.table()) {
            (_, Some(pairs)) => pairs,
            (Node::Null, None) => &[],
            (_, None) => {
                self.not_a_policy(top);
                &[]
            }
        };
        // What others refer to comes first.
        for pair in pairs {
            match &*pair.key {
                "environments" => self.environments(&pair.value),
                "settings" => self.settings(&pair.value),
                "contact" => self.contact = self.words(&pair.value),
                _ => {}
            }
        }
        let mut about = PolicyFile {
            path: self.file.path.clone(),
            digest: String::new(),
            is_extended: self.texts.open.len() > 1,
            title: None,
            owner: None,
            standards: Vec::new(),
            is_trusted: self.file.is_trusted,
        };
        self.policy.allows_baseline =
            Some(self.policy.allows_baseline.unwrap_or(true) && self.allows_baseline);
        for pair in pairs {
            match &*pair.key {
                "version" | "data" if self.file.is_inline => {}
                "version" => self.version(&pair.value),
                "title" => about.title = self.words(&pair.value),
                "owner" => about.owner = self.words(&pair.value),
                "standards" => about.standards = self.standards(&pair.value),
                "compliance" => self.compliance(&pair.value),
                "declare" => self.declarations(&pair.value),
                "waivers" | "waiver" => self.waivers(pair),
                "attestations" | "attestation" => self.attestations(&pair.value),
                "rego" if self.around.has_rego => self.rego(&pair.value),
                "rego" => {
                    self.problem(
                        pair.place,
                        "this build does not include Rego, so these rules are not checked",
                    )
                    .help("use a build with the feature `rego`, or run these rules with conftest");
                }
                "data" => self.rego_data(&pair.value),
                "contact" | "environments" | "extends" | "settings" => {}
                _ if self.file.is_inline => {}
                unknown => {
                    let sections: Vec<&str> = policy_sections().collect();
                    let near = nearest(unknown, policy_sections());
                    let help = match self.around.names.find(None, unknown) {
                        Some(_) => format!(
                            "move it into a section: `compliance: {{ baseline: {{ {unknown}: … }} }}`"
                        ),
                        None => did_you_mean(near, || format!("use {}", alternatives(&sections))),
                    };
                    self.problem(pair.place, format!("unknown key `{unknown}` in a policy")).help(help);
                }
            }
        }
        self.policy.files.push(about);
    }

    fn not_a_policy(&mut self, top: &Item) {
        let is_rego = self.file.text.raw.lines().any(|line| line.starts_with("package "));
        let help =
            if is_rego { "rename it: the names of Rego files end in `.rego`" } else { NOT_A_POLICY_HELP };
        self.problem(top.span, NOT_A_POLICY).help(help);
    }

    fn table<'i>(&mut self, item: &'i Item) -> &'i [Pair] {
        if let Some(pairs) = item.table() {
            return pairs;
        }
        if !matches!(item.node, Node::Null) {
            self.wrong_type(item, "a table");
        }
        &[]
    }

    fn string(&mut self, item: &Item) -> Option<String> {
        let text = item.text();
        if text.is_none() {
            self.wrong_type(item, "a string");
        }
        text
    }

    /// A string for people.
    fn words(&mut self, item: &Item) -> Option<String> {
        self.string(item).and_then(|_| item.words())
    }

    /// A list of strings, or one string, with their places.
    fn strings(&mut self, item: &Item) -> Vec<(String, Span)> {
        let mut strings = Vec::new();
        for item in item.items() {
            strings.extend(self.string(item).map(|text| (text, item.span)));
        }
        strings
    }

    /// A day, as `2027-02-01`.
    fn date(&mut self, item: &Item) -> Option<String> {
        let text = self.string(item)?;
        if super::waiver::day_number(&text).is_none() {
            self.problem(item.span, format!("`{text}` is not a date"))
                .help("write a date such as `2027-02-01`");
            return None;
        }
        Some(text)
    }

    fn wrong_type(&mut self, item: &Item, expected: &str) -> &mut Diagnostic {
        self.problem(item.span, format!("expected {expected}, found {}", item.noun()))
    }

    #[expect(clippy::expect_used, reason = "it was pushed one line above")]
    fn problem(&mut self, place: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.problems.push(Diagnostic::new(RULE, place, message));
        self.problems.last_mut().expect("just pushed")
    }

    /// Whether a path is an address; nothing is downloaded.
    fn is_remote(&mut self, written: &str, place: Span) -> bool {
        let is_remote = written.contains("://");
        if is_remote {
            self.problem(place, format!("`{written}` is not a local path, and Plimsoll downloads nothing"))
                .help("download or check out these files first, and specify where they are");
        }
        is_remote
    }

    /// A path that this file names, as seen from where the run was started.
    fn path(&self, path: &str) -> String {
        join(folder_of(&self.file.path), path)
    }
}
