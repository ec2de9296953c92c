//! What is said once files were read: what no file can show, and what applies to nothing.

use std::collections::HashSet;

use plimsoll_diagnostics::{Diagnostic, Level, Span};

use super::{Loaded, Reader};
use crate::config::Names;
use crate::folders::name_of;
use crate::policy::tree::Item;
use crate::policy::{Attestation, POLICY_NAMES, Policy, RULE, UNVERIFIED, finding};

/// Attestations for what no policy requires.
pub(super) fn idle_attestations(policy: &Policy) -> Vec<Diagnostic> {
    let keys: HashSet<&str> = policy.keys.iter().map(|one| &*one.key).collect();
    let idle = policy.attested.iter().filter(|one| !keys.contains(&*one.key));
    let idle = idle.map(|one| {
        let message = format!("the policy does not require `{}`", one.key);
        let mut warning = finding(RULE, Level::Warning, one.place, message);
        warning
            .here("this attestation has no effect")
            .help("add the key under `compliance`, or remove the attestation");
        warning
    });
    idle.collect()
}

/// Requirements that need a declaration, where there is none: nothing is asked for, and everything would pass. One with a rule
/// that reports something without options asks for something all the same.
pub(super) fn undeclared(policy: &Policy, rules: &Names) -> Vec<Diagnostic> {
    let checks = policy.checks.iter().filter(|check| check.written.is_some());
    let constraints =
        checks.flat_map(|check| &check.constraints).filter_map(|at| policy.constraints.get(*at));
    let declared: HashSet<&str> = constraints.map(|one| one.requirement.name).collect();
    let needs_options = |rule: &str| rules.find(rule).iter().all(|named| named.meta.needs_options);
    let open = policy.constraints.iter().filter(|one| {
        !declared.contains(one.requirement.name)
            && one.requirement.rules.iter().all(|(rule, _)| needs_options(rule))
    });
    let undeclared = open.filter_map(|one| {
        let what = one.requirement.declaration?;
        let message = format!("`{}` has no effect without `{what}` under `declare`", one.key);
        let mut warning = finding(RULE, Level::Warning, one.place, message);
        warning.here(format!("the policy does not declare `{what}`"));
        warning.help(format!("add `{what}` under `declare`, or remove this line"));
        Some(warning)
    });
    undeclared.collect()
}

/// A policy with the name of one that is found by itself, where nothing looks for it.
pub(super) fn not_in_force(file: &Loaded<'_>) -> Diagnostic {
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

impl Reader<'_, '_> {
    /// Says what no file can show, once for the file, and that nothing is asked for.
    pub(super) fn finish(mut self, top: &Item) -> Vec<Diagnostic> {
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
}
