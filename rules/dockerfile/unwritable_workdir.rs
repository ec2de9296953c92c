//! A package manager that may not write to the working directory, because it is root's.

use dockerfile::{Instruction, Kind};
use facts::paths::{Role, with_role};
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct UnwritableWorkdir;

/// Programs that leave the owner of a directory as it is.
const HARMLESS: [&str; 8] = ["apk", "apt-get", "corepack", "echo", "groupadd", "npm", "rm", "yarn"];

impl Rule for UnwritableWorkdir {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(_)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let Some(action) = command.package_action().filter(|action| writes_here(command, action)) else {
            return;
        };
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let (Value::Known { value: user, set_at: by }, Value::Known { value: path, set_at: workdir }) =
            (stage.user_at(cx.index()), stage.workdir_at(cx.index()))
        else {
            return;
        };
        let Some((at, _)) = stage.indexed().find(|(_, it)| it.span.contains(workdir)) else { return };
        let is_roots = stage.user_at(at).get().is_some_and(project::is_root) && !project::is_root(user);
        let is_elsewhere = with_role(&[Role::Users]).any(|known| known.covers(path)) || path == "/";
        let is_official = stage.root_image().is_some_and(|image| image.official().is_some());
        let mut before = stage.instructions_before(cx.index());
        if !is_roots
            || is_elsewhere
            || !is_official
            || before.any(may_give_away)
            || changes_directory(command, cx)
        {
            return;
        }
        let name = format!("{} {}", action.manager.name(), action.verb_word.unquoted());
        cx.report(action.verb_word.span, format!("`{name}` cannot write to `{path}`"))
            .here(format!("this command runs as `{user}`, but root owns the directory"))
            .label(workdir, "created here by root")
            .label(by, "later steps run as this user")
            .help(format!("change the owner before `USER`: `RUN chown {user} {path}`"));
    }
}

/// Whether it creates a directory for packages in the one where it runs.
fn writes_here(command: &Command, action: &shell::PackageAction) -> bool {
    use PackageManager as M;
    let is_local = matches!(action.manager, M::Npm | M::Yarn | M::Pnpm | M::Bun | M::Composer);
    let goes_elsewhere = command
        .has_option('g', &["--global", "--prefix", "--dir", "--cwd", "--working-dir"])
        || command.has_option('C', &[]);
    is_local && action.verb == PackageVerb::Install && action.group.is_none() && !goes_elsewhere
}

/// Whether an instruction may give a directory to another user, or is one that starts somewhere else.
fn may_give_away(instruction: &Instruction) -> bool {
    match &instruction.kind {
        Kind::Run(run) => {
            let is_harmless = |it: &Command| HARMLESS.contains(&it.name());
            !run.command.commands().iter().all(is_harmless)
        }
        Kind::Copy(_) | Kind::Add(_) => instruction.flag("chown").is_some(),
        _ => false,
    }
}

/// Whether a command of the same RUN comes first, and may change what holds.
fn changes_directory(command: &Command, cx: &Context) -> bool {
    let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return true };
    let mut first = run.command.commands().iter().take_while(|it| it.span.start < command.span.start);
    !run.mounts.is_empty() || !command.wrappers.is_empty() || first.any(|it| it.name() != "npm")
}
