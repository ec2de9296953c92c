//! Seccomp profiles: which files are some, and what is wrong with them.

use plimsoll_compose::json;
use plimsoll_compose::yaml::{Entry, Scalar, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Span, nearest};
use plimsoll_facts::seccomp_calls;

use crate::Document;

/// The kind of their documents.
pub const KIND: &str = "seccomp profile";

const ACTIONS: [&str; 9] = [
    "SCMP_ACT_ALLOW",
    "SCMP_ACT_ERRNO",
    "SCMP_ACT_KILL",
    "SCMP_ACT_KILL_PROCESS",
    "SCMP_ACT_KILL_THREAD",
    "SCMP_ACT_TRAP",
    "SCMP_ACT_TRACE",
    "SCMP_ACT_LOG",
    "SCMP_ACT_NOTIFY",
];
const OPERATORS: [&str; 7] = [
    "SCMP_CMP_NE",
    "SCMP_CMP_LT",
    "SCMP_CMP_LE",
    "SCMP_CMP_EQ",
    "SCMP_CMP_GE",
    "SCMP_CMP_GT",
    "SCMP_CMP_MASKED_EQ",
];

/// Reads a file as one.
pub fn read<'s>(sources: &'s Sources, file: FileId) -> Document<'s> {
    Document::new(sources, file, KIND, json::read)
}

/// A mistake in a profile: where, what, and what to do.
pub type Mistake = (Span, String, String);

/// What the client, or the runtime when a container starts, rejects.
pub fn mistakes(document: &Document<'_>) -> Vec<Mistake> {
    let mut found = Vec::new();
    let Some(profile) = document.data.documents.first().filter(|profile| profile.as_mapping().is_some())
    else {
        return found;
    };
    let is_whole = document.data.problems.is_empty();
    let calls = rules(profile);
    if profile.get("defaultAction").is_none() && !calls.is_empty() && is_whole {
        let span = entry(profile, "syscalls").map_or(profile.span, |entry| entry.key.span);
        let help = "add `\"defaultAction\": \"SCMP_ACT_ERRNO\"`".to_owned();
        found.push((span, "the profile has no `defaultAction`".to_owned(), help));
    }
    let is_filled = |key| profile.get(key).and_then(Yaml::as_sequence).is_some_and(|items| !items.is_empty());
    if let Some(second) =
        entry(profile, "archMap").filter(|_| is_filled("architectures") && is_filled("archMap"))
    {
        let message = "`architectures` and `archMap` cannot be used together".to_owned();
        found.push((second.key.span, message, "remove `architectures`".to_owned()));
    }
    let mut word = |value: Option<&Yaml<'_>>, known: &[&'static str], what: &str| {
        let Some(scalar) = value.and_then(Yaml::as_scalar) else { return };
        if !known.contains(&&*scalar.value) {
            let help = match nearest(&scalar.value, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use one of {}", known.join(", ")),
            };
            found.push((scalar.span, format!("`{}` is not a valid seccomp {what}", scalar.value), help));
        }
    };
    word(profile.get("defaultAction"), &ACTIONS, "action");
    for rule in calls {
        word(rule.get("action"), &ACTIONS, "action");
        let args = rule.get("args").and_then(Yaml::as_sequence).unwrap_or_default();
        for arg in args {
            word(arg.get("op"), &OPERATORS, "operator");
        }
    }
    for rule in calls {
        let names = rule.get("names").and_then(Yaml::as_sequence).is_some_and(|names| !names.is_empty());
        if let Some(name) = entry(rule, "name").filter(|_| names) {
            let message = "`name` and `names` cannot be used together".to_owned();
            found.push((name.key.span, message, "move the name into `names`".to_owned()));
        }
    }
    found
}

/// What a profile lets through.
#[derive(Debug, PartialEq, Eq)]
pub enum Allowed {
    /// It does not filter: there is neither a default action nor a rule.
    Unfiltered(Span),
    /// Every call, but for as many.
    AllBut(Span, usize),
    /// Among those that it names, some that the built-in profile ties to a capability or does not allow.
    Dangerous(Vec<(String, Span)>),
}

/// What a profile lets through that the built-in one does not.
pub fn allowed(document: &Document<'_>) -> Option<Allowed> {
    let profile = document.data.documents.first().filter(|profile| profile.as_mapping().is_some())?;
    if !document.data.problems.is_empty() {
        return None;
    }
    let calls = rules(profile);
    let Some(default) = profile.get("defaultAction").and_then(Yaml::as_scalar) else {
        return calls.is_empty().then_some(Allowed::Unfiltered(profile.span));
    };
    let lets_through = |action: &str| matches!(action, "SCMP_ACT_ALLOW" | "SCMP_ACT_LOG" | "SCMP_ACT_TRACE");
    if lets_through(&default.value) {
        let denied = calls.iter().filter(|rule| !action(rule).is_some_and(lets_through));
        return Some(Allowed::AllBut(default.span, denied.map(|rule| names(rule).count()).sum()));
    }
    let is_tied = |rule: &&Yaml<'_>| {
        let caps = rule.get("includes").and_then(|includes| includes.get("caps"));
        let is_filled =
            |list: Option<&Yaml<'_>>| list.and_then(Yaml::as_sequence).is_some_and(|it| !it.is_empty());
        is_filled(caps) || is_filled(rule.get("args"))
    };
    let free = calls.iter().filter(|rule| action(rule).is_some_and(lets_through) && !is_tied(rule));
    let dangerous = free.flat_map(names).filter(|name| seccomp_calls::is_restricted(&name.value));
    let dangerous: Vec<_> = dangerous.map(|name| (name.value.to_string(), name.span)).collect();
    (!dangerous.is_empty()).then_some(Allowed::Dangerous(dangerous))
}

fn entry<'y, 's>(yaml: &'y Yaml<'s>, key: &str) -> Option<&'y Entry<'s>> {
    yaml.as_mapping()?.entry(key)
}

fn rules<'y, 's>(profile: &'y Yaml<'s>) -> &'y [Yaml<'s>] {
    profile.get("syscalls").and_then(Yaml::as_sequence).unwrap_or_default()
}

fn action<'y>(rule: &'y Yaml<'_>) -> Option<&'y str> {
    rule.get("action").and_then(Yaml::as_scalar).map(|action| &*action.value)
}

fn names<'y, 's>(rule: &'y Yaml<'s>) -> impl Iterator<Item = &'y Scalar<'s>> {
    let list = rule.get("names").and_then(Yaml::as_sequence).unwrap_or_default();
    list.iter().filter_map(Yaml::as_scalar).chain(rule.get("name").and_then(Yaml::as_scalar))
}
