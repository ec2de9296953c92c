//! Waivers and attestations, as a policy has them.

use std::collections::HashSet;

use plimsoll_diagnostics::{Level, Span, Waiver, nearest};
use plimsoll_facts::standards;
use plimsoll_project::secrets::concealed_in_text;

use super::Reader;
use crate::config::{Globs, alternatives, did_you_mean};
use crate::limits::WAIVERS;
use crate::policy::file::{Attestation, Meaning};
use crate::policy::removal;
use crate::policy::tree::{Item, Node, Pair};
use crate::policy::waiver::{SOON, What, Written, count_of_days, days_between};
use crate::policy::{RULE, UNVERIFIED, finding};

pub(super) const KEYS: [&str; 11] = [
    "control",
    "expires",
    "granted",
    "id",
    "owner",
    "reason",
    "rego",
    "requirement",
    "rule",
    "ticket",
    "where",
];
/// What a waiver can be about; each is about one.
const WHAT: [&str; 4] = ["requirement", "rule", "control", "rego"];
pub(super) const WHERE: [&str; 3] = ["files", "finding", "services"];
pub(super) const ATTESTATION: [&str; 6] = ["by", "evidence", "expires", "granted", "key", "statement"];

/// The files and services that are excused, and the one finding.
type Where = (Option<Vec<Globs>>, HashSet<String>, Option<String>);

impl Reader<'_, '_> {
    pub(super) fn waivers(&mut self, list: &Pair) {
        if !self.is_list_of_tables(&list.value, &KEYS) {
            return;
        }
        // Whoever wrote a policy outside the repository, or pinned it, changes it.
        let is_ours = !self.file.is_trusted && self.texts.open.len() == 1;
        for item in list.value.items() {
            if self.policy.waivers.all.len() == WAIVERS {
                let message = format!("only the first {WAIVERS} waivers are read");
                self.problem(item.span, message)
                    .help("combine waivers: `where` accepts several files and services");
                break;
            }
            let lines = is_ours.then(|| removal::lines(self.file.text, list, item)).flatten();
            self.waiver(item, lines);
        }
    }

    /// Whether each item is a table, or a single one is.
    fn is_list_of_tables(&mut self, item: &Item, keys: &[&'static str]) -> bool {
        let is_one = |pairs: &[Pair]| pairs.iter().any(|pair| keys.contains(&&*pair.key));
        let is_wrong = match item.table() {
            Some(pairs) => !pairs.is_empty() && !is_one(pairs),
            None => matches!(item.node, Node::Text(_) | Node::Bool(_) | Node::Number(_)),
        };
        if is_wrong {
            self.wrong_type(item, "a list").help("start each entry with `-`, on a line of its own");
        }
        !is_wrong
    }

    /// Reads a waiver. `lines` are those that can be removed with it.
    fn waiver(&mut self, item: &Item, lines: Option<Span>) {
        let pairs = self.table(item);
        let Some(first) = pairs.first() else { return };
        self.unknown_keys(pairs, &KEYS, "a waiver");
        let text = |key: &str| {
            item.get(key).and_then(|pair| pair.value.words()).filter(|text| !text.trim().is_empty())
        };
        for (key, example) in [
            ("id", "id: W-1"),
            ("owner", "owner: team-platform"),
            ("reason", "reason: why the requirement cannot be met yet"),
            ("expires", "expires: 2027-02-01"),
        ] {
            if text(key).is_none() {
                self.problem(first.place, format!("a waiver must set `{key}`"))
                    .help(format!("add `{example}`"));
            }
        }
        // All of its mistakes are said at once.
        let what = self.what(item, first.place);
        let place_of = self.place_of(item, first.place);
        let expires = item.get("expires").filter(|_| text("expires").is_some());
        let end = expires.and_then(|pair| self.date(&pair.value));
        let begin = item.get("granted");
        let granted = begin.map(|pair| self.date(&pair.value));
        let (Some(id), Some(owner), Some(reason)) = (text("id"), text("owner"), text("reason")) else {
            return;
        };
        let (Some(expires), Some(end)) = (expires, end) else { return };
        if granted == Some(None) {
            return;
        }
        let granted = granted.flatten();
        // One that nobody dates lasts at least from today on.
        let start = granted.as_deref().unwrap_or(self.around.today);
        if !start.is_empty() && !self.is_short(start, &end, expires.value.span, granted.is_some()) {
            return;
        }
        let place = item.get("id").map_or(first.place, |pair| pair.value.span);
        if granted.is_none() {
            let most = self.max_waiver_days;
            let message = format!("waiver `{id}` has no start date");
            let mut note = finding(UNVERIFIED, Level::Note, place, message);
            note.help(format!("add `granted`: the policy allows at most {most} days from then"));
            self.problems.push(note);
        }
        if let Some(other) = self.policy.waivers.ids.get(&id).copied() {
            self.problem(place, format!("two waivers have the id `{id}`")).label(other, "first used here");
            return;
        }
        let (Some(what), Some((files, services, finding))) = (what, place_of) else { return };
        let waiver = Waiver { id, owner, reason, expires: end };
        let counts = self.waivers_count;
        let end = expires.value.span;
        let begin = begin.map(|pair| pair.value.span).zip(granted);
        let written = Written { waiver, place, end, lines, begin, what, files, services, finding, counts };
        self.policy.waivers.ids.insert(written.waiver.id.clone(), place);
        self.policy.waivers.all.push(written);
    }

    /// Whether a waiver lasts as long as the policy allows, and not a negative time.
    fn is_short(&mut self, start: &str, end: &str, place: Span, is_dated: bool) -> bool {
        let days = days_between(start, end).unwrap_or(0);
        let most = self.max_waiver_days;
        if is_dated && days < 0 {
            self.problem(place, "this waiver expires before it is granted")
                .help("set `expires` to a date after `granted`");
            return false;
        }
        if days > most {
            let least = if is_dated { "" } else { "at least " };
            let message = format!("this waiver lasts {least}{days} days, but the policy allows only {most}");
            self.problem(place, message).help(format!(
                "set `expires` to at most {most} days after `granted`, or change `max-waiver-days`"
            ));
        }
        days <= most
    }

    /// What is waived: a requirement, a rule, or what answers to a control of a standard.
    fn what(&mut self, item: &Item, first: Span) -> Option<What> {
        let named: Vec<&Pair> = WHAT.iter().filter_map(|key| item.get(key)).collect();
        if let [one, other, ..] = &*named {
            let message = format!("a waiver covers either a {} or a {}", one.key, other.key);
            self.problem(other.place, message)
                .label(one.place, "also set here")
                .help("write a waiver for each of them");
            return None;
        }
        if let Some(pair) = item.get("requirement") {
            let name = self.string(&pair.value)?;
            let found = self.around.names.requirement(&name);
            if found.is_none() {
                let near = self.around.names.nearest(None, &name);
                let help = did_you_mean(near.as_deref(), || "use a key under `compliance`".to_owned());
                self.problem(pair.value.span, format!("unknown requirement `{name}`")).help(help);
            }
            return found.map(|one| What::Requirement(one.name));
        }
        if let Some(pair) = item.get("rule") {
            let name = self.string(&pair.value)?;
            // A rule that was split off another one answers to that name too.
            let named = self.around.rules.find(&name);
            let own = named.iter().find(|it| it.meta.name == name).or_else(|| named.first());
            let found = own.map(|named| named.meta.name);
            if found.is_none() {
                let near = self.around.rules.nearest(&name);
                let help = did_you_mean(near, || "run `plimsoll rules` to list all rules".to_owned());
                self.problem(pair.value.span, format!("unknown rule `{name}`")).help(help);
            }
            return found.map(What::Rule);
        }
        if let Some(pair) = item.get("control") {
            let name = self.string(&pair.value)?;
            let rows = standards::rows_of(&name);
            if rows.is_empty() {
                self.problem(pair.value.span, format!("no rule checks the control `{name}`"))
                    .help("write a control such as `cis-docker:5.13`");
                return None;
            }
            return Some(What::Control(rows));
        }
        if let Some(pair) = item.get("rego") {
            return self.string(&pair.value).map(|name| What::Rego(format!("rego/{name}")));
        }
        self.problem(first, "a waiver must specify what it covers")
            .help("add `requirement`, `rule`, `control` or `rego`");
        None
    }

    /// The files and services that are excused. A waiver for everything is none.
    fn place_of(&mut self, item: &Item, first: Span) -> Option<Where> {
        let pairs = item.get("where").map(|pair| self.table(&pair.value)).unwrap_or_default();
        if self.unknown_keys(pairs, &WHERE, "`where`") {
            return None;
        }
        let get = |key: &str| pairs.iter().find(|pair| pair.key == key);
        let files = get("files").map(|pair| self.strings(&pair.value)).unwrap_or_default();
        let services = get("services").map(|pair| self.strings(&pair.value)).unwrap_or_default();
        let finding = get("finding").and_then(|pair| self.string(&pair.value));
        if files.is_empty() && services.is_empty() {
            self.problem(first, "a waiver must specify where it applies")
                .help("add `where: { files: [legacy/compose.yaml] }`, or `services`");
            return None;
        }
        let globs = self.globs(&files);
        let services = services.into_iter().map(|(name, _)| name).collect();
        Some(((!files.is_empty()).then_some(globs), services, finding))
    }

    pub(super) fn attestations(&mut self, item: &Item) {
        if !self.is_list_of_tables(item, &ATTESTATION) {
            return;
        }
        for item in item.items() {
            let pairs = self.table(item);
            let Some(first) = pairs.first() else { continue };
            self.unknown_keys(pairs, &ATTESTATION, "an attestation");
            let text = |key: &str| item.get(key).and_then(|pair| pair.value.text());
            let (Some(key), Some(by), Some(end)) = (text("key"), text("by"), item.get("expires")) else {
                self.problem(first.place, "an attestation must set `key`, `by` and `expires`")
                    .help("add `by: team-storage` and `expires: 2027-05-01`");
                continue;
            };
            let Some(expires) = self.date(&end.value) else { continue };
            let place = item.get("key").map_or(first.place, |pair| pair.value.span);
            let (group, name) = match key.split_once('.') {
                Some((group, name)) => (Some(group), name),
                None => (None, &*key),
            };
            match self.around.names.find(group, name) {
                Some(Meaning::Unverifiable(_)) => {}
                Some(Meaning::Requirement(_)) => {
                    self.problem(
                        place,
                        format!("`{key}` is checked in files, so it does not need an attestation"),
                    )
                    .help("remove this attestation and add a waiver if the requirement cannot be met yet");
                    continue;
                }
                None => {
                    let near = self.around.names.nearest(group, name);
                    let help = did_you_mean(near.as_deref(), || "use a key under `compliance`".to_owned());
                    self.problem(place, format!("unknown key `{key}`")).help(help);
                    continue;
                }
            }
            let statement = item.get("statement").and_then(|pair| pair.value.words()).unwrap_or_default();
            let by = concealed_in_text(&by);
            self.ends(&key, &by, &expires, end.value.span);
            self.policy.attested.push(Attestation { key, by, statement, expires, place });
        }
    }

    /// Says that an attestation has ended, or soon will.
    fn ends(&mut self, key: &str, by: &str, expires: &str, place: Span) {
        let (level, message) = match days_between(self.around.today, expires) {
            Some(days) if days < 0 => {
                (Level::Warning, format!("the attestation for `{key}` ended on {expires}"))
            }
            Some(days) if days <= SOON => {
                (Level::Note, format!("the attestation for `{key}` ends in {}", count_of_days(days)))
            }
            _ => return,
        };
        let mut found = finding(RULE, level, place, message);
        found.help(format!("ask {by} whether to renew it"));
        self.problems.push(found);
    }

    /// Says which keys nobody knows; `true` when there are any.
    fn unknown_keys(&mut self, pairs: &[Pair], known: &[&'static str], what: &str) -> bool {
        let before = self.problems.len();
        for pair in pairs.iter().filter(|pair| !known.contains(&&*pair.key)) {
            let help = did_you_mean(nearest(&pair.key, known.iter().copied()), || {
                format!("use {}", alternatives(known))
            });
            self.problem(pair.place, format!("unknown key `{}` in {what}", pair.key)).help(help);
        }
        self.problems.len() > before
    }
}
