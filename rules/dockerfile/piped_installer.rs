//! `curl … | sh`: what comes from the network runs unseen.

use dockerfile::Kind;
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

#[derive(Default)]
pub(crate) struct PipedInstaller;

impl Rule for PipedInstaller {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        for (_, commands) in script.pipelines() {
            let downloads = commands.iter().position(|command| is_download(command));
            let Some((download, behind)) = downloads.and_then(|at| commands.get(at..)?.split_first()) else {
                continue;
            };
            // `curl … | sha256sum -c` or `| gpg --verify` looks first.
            if let Some(runner) = behind.iter().find(|command| runs_input(command)) {
                report(download, runner, cx);
            }
        }
        // `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`
        let mut outer: Option<&Command> = None;
        for command in &script.commands {
            if let Some(runner) = outer.filter(|outer| outer.span.contains(command.span))
                && command.position.in_substitution
                && is_download(command)
            {
                report(command, runner, cx);
            } else if Role::RunsInput.is_of(command.name())
                || matches!(command.name(), "eval" | "source" | ".")
            {
                outer = Some(command);
            }
        }
    }
}

fn report(download: &Command, runner: &Command, cx: &mut Context) {
    let (Some(tool), Some(word)) = (download.name_word(), runner.name_word()) else { return };
    cx.report(word.span, format!("`{}` runs a downloaded script without verifying it", runner.name()))
        .here("the script runs even if it is incomplete or tampered with")
        .label(tool.span, "downloaded here")
        .help("download the script to a file, verify its checksum, then run it");
}

fn is_download(command: &Command) -> bool {
    let is_remote = |word: &shell::Word| {
        let text = word.unquoted();
        !["localhost", "127.0.0.1"].iter().any(|local| text.contains(local))
    };
    matches!(command.name(), "curl" | "wget") && command.arguments().iter().all(is_remote)
}

/// Whether it runs what is piped into it: a shell without a script of its own.
fn runs_input(command: &Command) -> bool {
    if !Role::RunsInput.is_of(command.name()) {
        return false;
    }
    // `node -e`, `python -c`, `python -m json.tool`, `sh -c` have their program already.
    let has_program = command.options().any(|word| {
        let text = word.unquoted();
        !text.starts_with("--")
            && text.contains(['c', 'e', 'm', 'n', 'p', 'r'])
            && !is_shell_letters(command, text)
    });
    let reads_input = command.arguments().iter().any(|word| word.is("-") || word.is("/dev/stdin"));
    let first = command.operands().next();
    let is_option_s = command.options().any(|word| word.is("-s") || word.is("-es") || word.is("-xs"));
    !has_program && (reads_input || is_option_s || first.is_none())
}

/// `-e`, `-x` … of a shell are settings.
fn is_shell_letters(command: &Command, text: &str) -> bool {
    command.name().ends_with("sh") && !text.contains('c')
}
