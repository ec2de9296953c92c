//! From the files of a policy to what they ask for. Every mistake is a problem at its place and costs nothing but itself.

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

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Level, Span, Text, nearest};

use super::environment::Environment;
use super::tree::{self, Item, Node, Pair};
use super::{
    Attestation, POLICY_NAMES, Policy, PolicyFile, PolicyNames, RULE, UNVERIFIED, finding, gatekeeper,
};
use crate::FileKind;
use crate::config::{Names, alternatives, did_you_mean};
use crate::folders::{folder_of, join, name_of};
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

/// The short forms.
const SHORT: [&str; 2] = ["attestation", "waiver"];

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
    let (mut in_force, mut idle) = (BTreeSet::new(), Vec::new());
    for file in files {
        let policy = if file.holds { &mut policy } else { &mut looked_at };
        let mut texts = Texts::default();
        let found = read_one(&file, around, policy, outside, &mut texts);
        problems.extend(found);
        if let Some(last) = policy.files.last_mut() {
            last.digest = texts.digest(&file.path);
        }
        if file.holds {
            in_force.extend(texts.into_paths());
        } else if FileKind::of(&file.path).is_some() {
            idle.push(file);
        }
    }
    idle.retain(|file| !in_force.contains(&file.path));
    problems.extend(idle.iter().map(not_in_force));
    // Of two files that extend a third, both say what is wrong with it.
    problems.sort_by(|a: &Diagnostic, b| (a.primary.span, &a.message).cmp(&(b.primary.span, &b.message)));
    problems.dedup_by(|a, b| (a.primary.span, &a.message) == (b.primary.span, &b.message));
    (policy, problems)
}

/// A policy with the name of one that is found by itself, where nothing looks for it.
fn not_in_force(file: &Loaded<'_>) -> Diagnostic {
    let place = Span { end: file.text.span.start, ..file.text.span };
    let mut note = finding(UNVERIFIED, Level::Note, place, "this policy does not apply");
    if POLICY_NAMES.contains(&name_of(&file.path)) {
        note.here("policies are found only at the root of the repository");
        note.help(
            "move it to the root of the repository, or list it under `[policy] files` in `plimsoll.toml`",
        );
    } else {
        note.here("policies are found only by the name `plimsoll-policy.yaml`, `.yml` or `.toml`");
        note.help(
            "rename it to `plimsoll-policy.yaml`, or list it under `[policy] files` in `plimsoll.toml`",
        );
    }
    note
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
        let Some(pairs) = top.table() else {
            if !matches!(top.node, Node::Null) {
                self.wrong_type(top, "a table");
            }
            return;
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
            title: None,
            owner: None,
            standards: Vec::new(),
            is_trusted: self.file.is_trusted,
        };
        for pair in pairs {
            match &*pair.key {
                "version" | "data" if self.file.is_inline => {}
                "version" => self.version(&pair.value),
                "title" => about.title = self.words(&pair.value),
                "owner" => about.owner = self.words(&pair.value),
                "standards" => about.standards = self.standards(&pair.value),
                "compliance" => self.compliance(&pair.value),
                "declare" => self.declarations(&pair.value),
                "waivers" | "waiver" => self.waivers(&pair.value),
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
                    let near = nearest(unknown, policy_sections());
                    let help = did_you_mean(near, || format!("use {}", alternatives(&KEYS)));
                    self.problem(pair.place, format!("unknown key `{unknown}` in a policy")).help(help);
                }
            }
        }
        self.policy.files.push(about);
    }

    /// Says what no file can show, once for the file, and that nothing is asked for.
    fn finish(mut self, top: &Item) -> Vec<Diagnostic> {
        // Who vouches for a key has said enough about it.
        let today = self.around.today;
        let counts = |one: &&Attestation| today.is_empty() || *one.expires >= *today;
        let attested = self.policy.attested.iter().filter(counts);
        let attested: HashSet<&str> = attested.map(|one| &*one.key).collect();
        let open: Vec<_> = self.unverified.iter().filter(|(.., key)| !attested.contains(&**key)).collect();
        if let Some(((first, why, _), others)) = open.split_first() {
            let level = if self.unverified_fails { Level::Error } else { Level::Note };
            let (count, noun) = (open.len(), if others.is_empty() { "requirement" } else { "requirements" });
            let message = format!("{count} {noun} in this policy cannot be checked in files");
            let mut note = finding(UNVERIFIED, level, *first, message);
            note.here(*why).help("record who is accountable for these requirements under `attestations`");
            for (place, why, _) in others {
                note.label(*place, *why);
            }
            self.problems.push(note);
        }
        let own = self.policy.constraints.len() > self.first_constraint || !self.policy.rego.is_empty();
        let requires_any = own || !self.required_below().is_empty();
        if !requires_any && self.unverified.is_empty() && self.problems.is_empty() && !self.file.is_inline {
            let place = top.table().and_then(|pairs| pairs.first()).map_or(top.span, |pair| pair.place);
            let mut empty = finding(RULE, Level::Warning, place, "this policy has no requirements");
            empty.help("list requirements under `compliance` or `declare`");
            self.problems.push(empty);
        }
        for problem in &mut self.problems {
            if problem.policy.is_none() {
                let mut marked = finding(RULE, Level::Error, problem.primary.span, "");
                problem.level = Level::Error;
                problem.policy = marked.policy.take();
            }
        }
        self.problems
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

    /// A path that this file names, as seen from where the run was started.
    fn path(&self, path: &str) -> String {
        join(folder_of(&self.file.path), path)
    }
}
