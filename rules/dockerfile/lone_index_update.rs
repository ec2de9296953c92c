//! The list of packages is fetched by a RUN that installs nothing.

use dockerfile::{Kind, Run};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb, Script};

#[derive(Default)]
pub(crate) struct LoneIndexUpdate;

impl Rule for LoneIndexUpdate {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let commands: Vec<_> = script.commands.iter().map(|command| cx.filled(command)).collect();
        let mut update = None;
        let mut updater = None;
        for command in &commands {
            let Some(action) = command.package_action().filter(|action| is_system(action.manager)) else {
                // It may install by itself: `./configure.sh`, `bash install.sh`, `add-apt-repository`.
                if update.is_some() && !Role::InstallsNothing.is_of(command.name()) {
                    return;
                }
                continue;
            };
            match action.verb {
                PackageVerb::UpdateIndex => {
                    update = update.or(Some(action));
                    updater = Some(command);
                }
                PackageVerb::Install | PackageVerb::Upgrade | PackageVerb::Remove => return,
                PackageVerb::Clean => {}
            }
        }
        let (Some(action), Some(updater)) = (update, updater) else { return };
        // In a cache the list is as fresh for the next RUN as for this one.
        let folders = action.manager.cache().map_or(&[][..], |cache| cache.folders);
        // `gone-package-server` reports that there is no index to fetch.
        let is_gone = cx.stage().is_some_and(|stage| stage.lacks_servers_at(updater.span));
        if is_gone || run.mounts.iter().any(|it| folders.iter().any(|folder| it.keeps_out(folder))) {
            return;
        }
        let refreshes = refreshes_itself(action.manager, cx);
        let is_unused = is_unused(script, updater, action.manager, cx);
        let is_last_use = cx.stage().is_some_and(|stage| {
            let is_next = |verb| stage.next_index_use(action.manager, cx.index()) == verb;
            !stage.is_base()
                && if action.manager.is_apt() {
                    !stage.uses_lists_from(cx.index() + 1)
                } else {
                    is_next(None)
                }
        });
        let has_installed =
            || cx.stage().is_some_and(|stage| stage.has_installed_with(action.manager, cx.index()));
        let here = match action.manager {
            _ if is_last_use && !is_unused && action.manager.is_apt() => {
                "no `apt-get install` follows in this stage"
            }
            _ if is_unused || is_last_use => "no later step in this stage uses this package index",
            _ if refreshes => {
                "this layer is unnecessary: the install step refreshes an outdated index itself"
            }
            _ => "this layer is cached, so later steps use an outdated package index",
        };
        let imports_keys = updater.has_option('\0', &["--gpg-auto-import-keys"]);
        let help = if is_unused || refreshes && !imports_keys {
            "remove this command"
        } else if is_last_use {
            "remove this command, or move it into the `RUN` that installs packages"
        } else {
            "move this command into the `RUN` that installs packages, followed by `&&`"
        };
        // Without any installation, what the update is for may be missing.
        let is_minor = cx.stage().is_some_and(|stage| stage.has_frozen_index(cx.today()))
            || is_unused
            || refreshes
            || is_last_use && (action.manager.is_apt() || has_installed());
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        let fix = if is_unused || refreshes { None } else { join(run, action.manager, cx) };
        let finding =
            cx.report(action.verb_word.span, format!("`{name}` is in a `RUN` that installs nothing"));
        finding.here(here).help(help).fixes.extend(fix);
        finding.is_minor = is_minor;
    }
}

/// Whether the index is gone when this RUN ends, or the next step that needs one fetches its own.
fn is_unused(script: &Script, updater: &Command, manager: PackageManager, cx: &Context) -> bool {
    let (Some(stage), Some(cache)) = (cx.stage().filter(|_| !cx.is_trigger()), manager.cache()) else {
        return false;
    };
    let outer = |name: &str| cx.variable(name).get().map(str::to_owned);
    script.cleans_up_after(updater, manager, &cache, &outer)
        || manager.is_apt() && stage.updates_before_install(cx.index() + 1)
}

/// Whether the package manager needs no update before it installs: all but APT fetch an index that is old. Where nothing
/// installs with it, something is probably missing; where the next step that does updates again, one of both is a mistake.
fn refreshes_itself(manager: PackageManager, cx: &Context) -> bool {
    let Some(stage) = cx.stage().filter(|_| !manager.is_apt() && !cx.is_trigger()) else { return false };
    match stage.next_index_use(manager, cx.index()) {
        Some(verb) => verb != PackageVerb::UpdateIndex,
        None => stage.is_base(),
    }
}

/// Joins the RUN with the one directly below it, where that one installs.
fn join(run: &Run, manager: PackageManager, cx: &Context) -> Option<Fix> {
    let instruction = cx.instruction().filter(|it| !cx.is_trigger() && it.flags.is_empty())?;
    let joint = run.command.joint(instruction, cx.text(instruction.span))?;
    let stage = cx.stage()?;
    let (at, next) = stage.indexed().nth(cx.index() + 1)?;
    let Kind::Run(below) = &next.kind else { return None };
    let script = below.command.script();
    let is_plain = !below.command.is_exec() && next.flags.is_empty() && next.heredocs.is_empty();
    let first = script.commands.first()?;
    let lists = |manager: PackageManager| manager.cache().map(|cache| cache.folders);
    let installs = |command: &Command| {
        let command = stage.filled(script, command, at);
        let action = command.package_action().filter(|action| action.verb == PackageVerb::Install);
        action.is_some_and(|action| lists(action.manager) == lists(manager))
    };
    let text = cx.text(next.span);
    // Where one of these stands, what follows it would not only depend on what comes before it any more.
    let is_chain = !["||", ";", "\n#"].iter().any(|other| text.contains(other));
    let between = cx.text(instruction.span.after().to(next.span.before()));
    let is_first = first.span.start == below.command.span.start && first.position.depth == 0;
    let installs = script.commands.iter().any(installs);
    let fits = is_plain && is_first && is_chain && installs && between.trim().is_empty();
    let gap = instruction.span.after().to(first.span.before());
    fits.then(|| Fix::risky("join this `RUN` with the next one").replace(gap, joint))
}

fn is_system(manager: PackageManager) -> bool {
    use PackageManager as M;
    matches!(manager, M::Apk | M::Apt | M::AptGet | M::Aptitude | M::Dnf | M::Microdnf | M::Yum | M::Zypper)
}
