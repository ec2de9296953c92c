//! Whether later steps install packages from the lists that an earlier one fetched.

use std::collections::BTreeSet;

use plimsoll_dockerfile::{Instruction, Kind};
use plimsoll_shell::{Command, PackageCache, PackageManager, PackageVerb, Script};

use crate::{Base, Stage};

/// How many later stages are looked at: this is asked for each instruction that fetches lists.
const MOST_STAGES: usize = 200;

/// How many earlier or later steps are looked at.
const MOST_STEPS: usize = 200;

/// Where APT keeps its package lists: it installs nothing without them. Other package managers fetch theirs.
const APT_LISTS: &str = "/var/lib/apt/lists";

impl Stage<'_> {
    /// Whether instruction `at`, a later one, or one of a stage that starts from this one installs from package lists
    /// that are in a cache already.
    pub fn installs_from(&self, cache: &PackageCache, at: usize) -> bool {
        if cache.folders != [APT_LISTS] {
            return false;
        }
        if installs_from(*self, at) {
            return true;
        }
        // A stage comes after those it starts from.
        let mut derived = BTreeSet::from([self.index()]);
        let later = (self.index() + 1..).map_while(|index| self.file().stage(index));
        for stage in later.take(MOST_STAGES) {
            let is_derived = matches!(stage.base(), Base::Stage(base) if derived.contains(&base.index()));
            if is_derived && installs_from(stage, 0) {
                return true;
            }
            derived.extend(is_derived.then(|| stage.index()));
        }
        false
    }
}

impl Stage<'_> {
    /// Whether a command from instruction `at` on installs with APT's lists, or fetches them again.
    pub fn uses_lists_from(&self, at: usize) -> bool {
        next_use(*self, at).is_some()
    }

    /// Whether APT fetches new lists, from instruction `at` on, before it installs.
    pub fn updates_before_install(&self, at: usize) -> bool {
        next_use(*self, at) == Some(PackageVerb::UpdateIndex)
    }
}

impl Stage<'_> {
    /// What a step after instruction `at` does first with the index of a package manager: installs with it, or fetches it
    /// again.
    pub fn next_index_use(&self, manager: PackageManager, at: usize) -> Option<PackageVerb> {
        next_use_of(*self, at + 1, |other| other == manager)
    }

    /// Whether a step before instruction `at` installs with a package manager.
    pub fn has_installed_with(&self, manager: PackageManager, at: usize) -> bool {
        let before = self.instructions().iter().take(at).filter_map(script_of);
        before.take(MOST_STEPS).flat_map(|script| &script.commands).any(|command| {
            let action = command.package_action().filter(|action| action.manager == manager);
            action.is_some_and(|action| action.verb == PackageVerb::Install)
        })
    }
}

/// Whether APT installs, from instruction `from` on, before it fetches new lists.
fn installs_from(stage: Stage<'_>, from: usize) -> bool {
    next_use(stage, from).is_some_and(|verb| verb != PackageVerb::UpdateIndex)
}

/// What APT does first with its lists, from instruction `from` on.
fn next_use(stage: Stage<'_>, from: usize) -> Option<PackageVerb> {
    next_use_of(stage, from, PackageManager::is_apt)
}

fn next_use_of(
    stage: Stage<'_>,
    from: usize,
    is_meant: impl Fn(PackageManager) -> bool,
) -> Option<PackageVerb> {
    let scripts = stage.indexed().skip(from).filter_map(|(at, it)| Some((at, script_of(it)?)));
    let verb = |at: usize, script: &Script, command: &Command| {
        let command = stage.filled(script, command, at);
        command.package_action().filter(|action| is_meant(action.manager)).map(|action| action.verb)
    };
    let mut verbs = scripts
        .take(MOST_STEPS)
        .flat_map(|(at, script)| script.commands.iter().filter_map(move |command| verb(at, script, command)));
    verbs.find(|verb| !matches!(verb, PackageVerb::Clean | PackageVerb::Remove))
}

fn script_of<'i>(instruction: &'i Instruction<'_>) -> Option<&'i Script> {
    match instruction.kind.triggered() {
        Kind::Run(run) => Some(run.command.script()),
        _ => None,
    }
}
