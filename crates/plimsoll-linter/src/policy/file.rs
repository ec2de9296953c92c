//! What is known of a policy besides what it asks for.

use std::collections::HashMap;

use plimsoll_diagnostics::{SourceFile, Sources, Span, nearest};
use plimsoll_facts::unverifiable::{self, Unverifiable};

use super::Requirement;
use super::tree::{self, Item, Pair};
use crate::config::POLICY_TABLES;

/// A file of a policy.
pub struct PolicyFile {
    /// Its path.
    pub path: String,
    /// The digest of its text, its name and what it extends.
    pub digest: String,
    /// Whether it holds because another one extends it.
    pub is_extended: bool,
    /// What it calls itself.
    pub title: Option<String>,
    /// The team that answers for it.
    pub owner: Option<String>,
    /// The standards whose tables it wants in a report.
    pub standards: Vec<String>,
    /// Whether what is checked cannot change it.
    pub is_trusted: bool,
}

/// What policies are read for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyUse {
    /// They hold for what is checked. One that the user names may extend whatever it likes.
    #[default]
    Hold,
    /// Somebody looks at them. Nobody trusts them yet, so they extend only what lies in their repository.
    Read,
    /// The same, and what they extend is pinned.
    Pin,
}

/// A key of a policy that asks nothing of any file.
pub struct Key {
    /// The section and the key, as they are written.
    pub section: String,
    /// The key, with its group.
    pub key: String,
    /// What is demanded.
    pub value: String,
    /// Where the value stands, in the policy's files.
    pub place: Span,
    /// Why no file can show it, and where evidence usually comes from; `None`: the policy allows it.
    pub unverifiable: Option<Unverifiable>,
    /// What is wrong with it, so that nobody knows what it asks for.
    pub mistake: Option<String>,
}

/// Somebody vouches for what no file can show.
pub struct Attestation {
    /// The key that it is about.
    pub key: String,
    /// Who says so.
    pub by: String,
    /// What is said.
    pub statement: String,
    /// The last day on which it counts.
    pub expires: String,
    /// Where it stands, in the policy's files.
    pub place: Span,
}

/// What a key of `compliance` means, for whoever writes a policy.
#[derive(Clone, Copy)]
pub enum PolicyKey {
    /// It asks for this.
    Asks(&'static Requirement),
    /// No file can show it: why, and where evidence usually comes from.
    Unverifiable(&'static str, &'static str),
}

/// The files that a `plimsoll.toml` names as policies, and whether a policy is among its settings.
pub(crate) fn in_config(text: &str) -> (Vec<String>, bool) {
    let sources = Sources::new();
    let file = sources.add(SourceFile::new("plimsoll.toml", text));
    let top = tree::read(sources.text(file), "plimsoll.toml", &mut Vec::new());
    let files = top.get("policy").and_then(|table| table.value.get("files"));
    let named = files.map(|files| files.value.items()).unwrap_or_default().iter().filter_map(Item::text);
    let is_table = |pair: &Pair| POLICY_TABLES.contains(&&*pair.key);
    let is_policy = top.table().unwrap_or_default().iter().any(is_table);
    (named.collect(), is_policy)
}

/// The meaning of a key.
pub fn policy_key(all: &'static [Requirement], key: &str) -> Option<PolicyKey> {
    Some(match PolicyNames::new(all).find(None, key)? {
        Meaning::Requirement(one) => PolicyKey::Asks(one),
        Meaning::Unverifiable(fact) => PolicyKey::Unverifiable(fact.reason, fact.evidence),
    })
}

/// Every key that stands in no group.
pub fn policy_keys(all: &'static [Requirement]) -> impl Iterator<Item = &'static str> {
    let own = all.iter().flat_map(|one| one.keys).copied();
    own.chain(unverifiable::keys()).filter(|key| !key.contains('.'))
}

/// Finds what keys mean.
pub(crate) struct PolicyNames {
    by_key: HashMap<&'static str, &'static Requirement>,
    pub(crate) all: &'static [Requirement],
}

/// What a key means.
pub(crate) enum Meaning {
    Requirement(&'static Requirement),
    Unverifiable(Unverifiable),
}

impl PolicyNames {
    pub(crate) fn new(all: &'static [Requirement]) -> PolicyNames {
        let keys = |one: &'static Requirement| one.keys.iter().chain([&one.name]).map(move |key| (*key, one));
        PolicyNames { by_key: all.iter().flat_map(keys).collect(), all }
    }

    /// What a key of a group means, or one that stands in no group.
    pub(crate) fn find(&self, group: Option<&str>, key: &str) -> Option<Meaning> {
        let whole = group.map(|group| format!("{group}.{key}"));
        let requirement =
            |key: &str| self.by_key.get(key).or_else(|| self.by_key.get(&*key.replace('_', "-")));
        let found = |key: &str| {
            let fact = || unverifiable::find(key).map(Meaning::Unverifiable);
            requirement(key).map(|one| Meaning::Requirement(one)).or_else(fact)
        };
        whole.as_deref().and_then(found).or_else(|| found(key))
    }

    /// The requirement behind a table of `declare`.
    pub(crate) fn declared(&self, name: &str) -> Option<&'static Requirement> {
        self.all.iter().find(|one| one.declaration == Some(name))
    }

    /// The tables that `declare` may hold.
    pub(crate) fn declarations(&self) -> impl Iterator<Item = &'static str> {
        self.all.iter().filter_map(|one| one.declaration)
    }

    /// The requirement that a word names: its name or one of its keys.
    pub(crate) fn requirement(&self, name: &str) -> Option<&'static Requirement> {
        let found = self.by_key.get(name).or_else(|| self.by_key.get(&*name.replace('_', "-")));
        found.copied().or_else(|| self.declared(name))
    }

    /// The only group that has a key of this name.
    pub(crate) fn group_of(&self, key: &str) -> Option<&'static str> {
        let own = self.all.iter().flat_map(|one| one.keys).copied().chain(unverifiable::keys());
        let mut groups = own.filter_map(|one| one.split_once('.').filter(|(_, name)| *name == key));
        let (group, _) = groups.next()?;
        groups.all(|(other, _)| other == group).then_some(group)
    }

    /// The key that was perhaps meant.
    pub(crate) fn nearest(&self, group: Option<&str>, key: &str) -> Option<String> {
        let own = self.all.iter().flat_map(|one| one.keys).copied().chain(unverifiable::keys());
        if let Some(group) = group {
            let start = format!("{group}.");
            let in_group = own.clone().filter_map(|one| one.strip_prefix(&*start));
            if let Some(near) = nearest(key, in_group) {
                return Some(near.to_owned());
            }
        }
        let whole = || own.clone().filter(|key| !key.contains('.'));
        let near = nearest(key, whole()).or_else(|| {
            // `non_root` is `non_root_user`, if nothing else starts like it.
            let extends = |long: &str, short: &str| {
                long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_')) && short.contains('_')
            };
            let mut alike = whole().filter(|own| extends(own, key) || extends(key, own));
            alike.next().filter(|one| alike.all(|other| other == *one))
        });
        near.map(str::to_owned)
    }
}
