//! Which rules a name means: its own name, or the code of a peer that it answers to.

use std::collections::HashMap;

use plimsoll_diagnostics::nearest;

use crate::peers::{canonical, is_retired};
use crate::{Registered, RuleMeta};

/// Every name by which a rule can be called: `latest-tag`, a name that it had before, `hadolint:DL3007`, `DL3007`.
pub(crate) struct Names {
    rules: &'static [Registered],
    by_name: HashMap<&'static str, Vec<Named>>,
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    /// The rule.
    pub(crate) meta: &'static RuleMeta,
    /// What findings are compared with: the rule's name, or the alias (`hadolint:DL3007`) behind a peer's code,
    /// because not every finding of a rule answers to each of its aliases.
    pub(crate) key: &'static str,
}

impl Names {
    pub(crate) fn new(rules: &'static [Registered]) -> Names {
        let mut by_name: HashMap<&'static str, Vec<Named>> = HashMap::with_capacity(rules.len() * 3);
        for meta in rules.iter().map(|registered| &registered.meta) {
            for name in meta.replaces.iter().copied().chain([meta.name]) {
                by_name.entry(name).or_default().push(Named { meta, key: meta.name });
            }
            for alias in meta.aliases {
                let code = alias.split_once(':').map(|(_, code)| code);
                for name in [Some(*alias), code].into_iter().flatten() {
                    by_name.entry(name).or_default().push(Named { meta, key: alias });
                }
            }
        }
        Names { rules, by_name }
    }

    /// The rules that a name means: several when a peer has one code for what are several rules here. A code may be
    /// written in any form that its peer takes.
    pub(crate) fn find(&self, name: &str) -> &[Named] {
        let in_other_form = || self.by_name.get(&*canonical(name)?);
        self.by_name.get(name).or_else(in_other_form).map(Vec::as_slice).unwrap_or_default()
    }

    /// Everything that answers to a peer.
    pub(crate) fn of_peer(&self, peer: &str) -> impl Iterator<Item = Named> {
        let is_of_peer = move |key: &str| key.strip_prefix(peer).is_some_and(|rest| rest.starts_with(':'));
        let aliases =
            |rule: &'static Registered| rule.meta.aliases.iter().map(|key| Named { meta: &rule.meta, key });
        self.rules.iter().flat_map(aliases).filter(move |named| is_of_peer(named.key))
    }

    /// Every code of a peer that a rule answers to.
    pub(super) fn codes(&self) -> Vec<Named> {
        let aliases =
            |rule: &'static Registered| rule.meta.aliases.iter().map(|key| Named { meta: &rule.meta, key });
        self.rules.iter().flat_map(aliases).collect()
    }

    /// What a code of a peer means, which may end with `*`.
    pub(super) fn matching_code(&self, written: &str) -> Vec<Named> {
        match written.strip_suffix('*') {
            Some(start) => self.codes().into_iter().filter(|named| named.key.starts_with(start)).collect(),
            None => self.find(written).to_vec(),
        }
    }

    /// Whether a name is a code of a peer for what is not checked here. It may be written, and does nothing. A slip is no
    /// such code: hadolint's are all known, and of the names that are words the nearest was meant.
    pub(crate) fn is_foreign(&self, written: &str) -> bool {
        let Some(code) = canonical(written) else { return false };
        match code.split_once(':') {
            Some(("hadolint", code)) => is_retired(code),
            Some((peer @ ("buildkit" | "dclint" | "tally"), code)) => {
                let known = self.of_peer(peer).filter_map(|named| named.key.split_once(':'));
                !code.is_empty() && nearest(code, known.map(|(_, code)| code)).is_none()
            }
            Some((_, code)) => !code.is_empty(),
            None => false,
        }
    }

    /// The rules that a condition holds for.
    pub(super) fn rules_where(&self, wanted: impl Fn(&Registered) -> bool) -> Vec<Named> {
        let rules = self.rules.iter().filter(|rule| wanted(rule));
        rules.map(|rule| Named { meta: &rule.meta, key: rule.meta.name }).collect()
    }

    /// The directories that rules lie in, some of them several times.
    pub(super) fn families(&self) -> impl Iterator<Item = &'static str> {
        self.rules.iter().map(|rule| rule.meta.family)
    }

    /// The rule that was perhaps meant.
    pub(crate) fn nearest(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.rules.iter().map(|registered| registered.meta.name))
    }
}

/// The help for a word that nobody knows.
pub(crate) fn did_you_mean(near: Option<&str>, otherwise: impl FnOnce() -> String) -> String {
    near.map_or_else(otherwise, |near| format!("did you mean `{near}`?"))
}

/// Rules for tests of this crate.
#[cfg(test)]
pub(crate) mod tests {
    use plimsoll_diagnostics::{Category, Level};
    use plimsoll_packed::PackedText;

    use crate::{Node, Preset, Registered, RuleMeta, Status};

    const fn rule(name: &'static str, aliases: &'static [&'static str], preset: Preset) -> Registered {
        Registered::page(RuleMeta {
            name,
            family: "",
            summary: "",
            category: Category::Security,
            level: Level::Warning,
            preset,
            minor: preset,
            on: &[Node::Run],
            aliases,
            exceeds: &[],
            since: "0.1.0",
            status: Status::Stable,
            replaces: &[],
            tag: None,
            selectable: false,
            named_only: false,
            blocks_fixes: false,
            fixable: false,
            fixable_unsafely: false,
            needs_options: false,
            page: PackedText::plain(""),
        })
    }

    const fn page(name: &'static str, category: Category) -> Registered {
        let rule = rule(name, &["hadolint:DL1000"], Preset::Recommended);
        Registered::page(RuleMeta { category, on: &[], level: Level::Error, ..rule.meta })
    }

    const fn baked_secret() -> Registered {
        const CODE: &[&str] = &["hadolint:DL3064"];
        let rule = rule("baked-secret", CODE, Preset::Recommended);
        Registered::page(RuleMeta { level: Level::Error, exceeds: CODE, ..rule.meta })
    }

    pub(crate) static RULES: &[Registered] = &[
        rule("apt-get-yes", &["hadolint:DL3014"], Preset::Recommended),
        rule("latest-tag", &["hadolint:DL3007", "kics:f45ea400"], Preset::Recommended),
        rule("untagged-image", &["hadolint:DL3006", "kics:f45ea400"], Preset::Recommended),
        rule("relative-workdir", &["hadolint:DL3000", "buildkit:WorkdirRelativePath"], Preset::Strict),
        rule("privileged", &[], Preset::Security),
        baked_secret(),
        page("dockerfile-syntax", Category::Syntax),
        page("unused-suppression", Category::Maintainability),
    ];
}
