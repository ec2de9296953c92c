//! A failed installation that a cleanup after `;` hides.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb, Script, shell_option};

#[derive(Default)]
pub(crate) struct MaskedInstallFailure;

/// Commands that succeed whatever was installed.
const CLEANUPS: [&str; 6] = ["rm", "echo", "true", ":", "sync", "find"];

impl Rule for MaskedInstallFailure {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let Some(stage) = cx.stage().filter(|stage| !stage.is_windows()) else { return };
        if run.command.is_exec()
            || run.command.interpreter().is_some()
            || !script.problems.is_empty()
            || !stage.shell_at(cx.index()).is_posix()
            || script.commands.iter().any(tolerates_failures)
        {
            return;
        }
        let own: Vec<&Command> = script.commands.iter().filter(|it| is_own(it)).collect();
        let is_plain = own.iter().all(|it| it.position.depth == 0 && !it.position.in_subshell);
        let installs = |it: &Command| it.package_action().is_some_and(|it| it.verb == PackageVerb::Install);
        let Some(at) = own.iter().rposition(|it| installs(it)).filter(|_| is_plain) else { return };
        let Some((install, rest)) = own.get(at..).and_then(<[&Command]>::split_first) else { return };
        let mut end = install.span.end;
        let mut hidden_by = None;
        for command in rest {
            if command.span.start < end {
                return;
            }
            let between = cx.text(Span { start: end, end: command.span.start, ..command.span });
            // What a group holds is a command of the list around it.
            if between.contains(['{', '}', '(', ')']) {
                return;
            }
            end = command.span.end;
            if hidden_by.is_none() && (between.contains("||") || between.contains('|')) {
                return;
            }
            if hidden_by.is_none() && between.contains("&&") {
                continue;
            }
            if between.contains('#') || !is_cleanup(command) {
                return;
            }
            hidden_by = hidden_by.or(Some(*command));
        }
        let (Some(cleanup), Some(name)) = (hidden_by, install.name_word()) else { return };
        // An image that is not known may come with a shell that stops at failures.
        let is_heredoc = cx.instruction().is_some_and(|instruction| !instruction.heredocs.is_empty());
        if is_heredoc && stage.known_image().is_none() {
            return;
        }
        if !install.position.is_unconditional() || stage.fails_with(&run.command, install, cx.index()) {
            return;
        }
        let manager = install.name();
        cx.report(name.span, format!("if `{manager}` fails, this `RUN` still succeeds"))
            .here("if this command fails, the shell continues with the next one")
            .label(cleanup.span, "this cleanup always succeeds, and so does the `RUN`")
            .help("join the commands with `&&`, or begin the step with `set -e`");
    }
}

/// Whether the shell of the step runs it, and no other.
fn is_own(command: &Command) -> bool {
    !command.position.nested && !command.position.in_substitution && !command.words.is_empty()
}

/// Whether a command removes what is not needed any more, and fails at nothing.
fn is_cleanup(command: &Command) -> bool {
    let verb = command.package_action().map(|action| action.verb);
    CLEANUPS.contains(&command.name())
        || verb == Some(PackageVerb::Clean)
        || command.arguments().first().is_some_and(|word| word.is("clean") || word.is("autoclean"))
}

/// Whether a command says what happens at a failure: `trap`, or `set +e`.
fn tolerates_failures(command: &Command) -> bool {
    let handles = || command.name() == "set" && shell_option(command.arguments(), "errexit") == Some(false);
    command.name() == "trap" || handles()
}
