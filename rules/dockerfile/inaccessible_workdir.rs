//! A container that starts in root's folder as somebody else.

use dockerfile::{Form, Kind};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InaccessibleWorkdir;

impl Rule for InaccessibleWorkdir {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let (Value::Known { value: path, set_at: workdir }, Value::Known { value: user, set_at: by }) =
            (stage.workdir(), stage.user())
        else {
            return;
        };
        let is_ours = |span: Span| stage.span().contains(span);
        let is_root = matches!(user.split(':').next(), Some("root" | "0" | ""));
        let is_roots = path == "/root" || path.starts_with("/root/");
        // An empty image has no such folder: WORKDIR makes one that everybody may enter.
        let is_made_here = matches!(stage.root_base(), Base::Scratch);
        if is_root || !is_roots || is_made_here || !(is_ours(workdir) || is_ours(by)) || opens_root(stage) {
            return;
        }
        let (span, other, there) = if is_ours(workdir) {
            (workdir, by, format!("the container starts as `{user}`"))
        } else {
            (by, workdir, format!("the container starts in `{path}`"))
        };
        let relative = relative_program(stage);
        let finding = cx.report(span, format!("`{user}` cannot read the working directory `{path}`"));
        match &relative {
            Some(program) => finding.here(format!("only root can open it, so `{program}` fails")),
            None => {
                finding.here("only root can open it, so nothing below it can be opened").at(Level::Warning)
            }
        };
        finding.label(other, there).help("use another directory, for example `WORKDIR /srv/app`");
    }
}

/// What the container starts that is looked for below its working directory: its program, or the script that an
/// interpreter reads. The runtime enters the directory as root, so that a program with an absolute path does start.
fn relative_program(stage: &Stage) -> Option<String> {
    let entrypoint = stage.entrypoint().get().into_iter();
    let words = |command: &dockerfile::CommandLine| match &command.form {
        Form::Exec(words) => words.iter().map(|word| word.value.to_string()).collect(),
        Form::Shell(script) => script.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
    };
    let words: Vec<String> = entrypoint.chain(stage.cmd().get()).flat_map(words).collect();
    let is_file = |word: &str| {
        let (_, ending) = word.rsplit_once('.').unwrap_or_default();
        matches!(ending, "js" | "mjs" | "cjs" | "ts" | "py" | "sh" | "jar" | "rb" | "php" | "dll" | "pl")
    };
    let is_below = |at: usize, word: &str| {
        !word.starts_with(['/', '-', '$'])
            && (word.starts_with("./") || is_file(word) || at == 0 && word.contains('/'))
    };
    let found = words.iter().enumerate().find(|(at, word)| is_below(*at, word));
    found.map(|(_, word)| word.clone())
}

/// Whether a step here, or in a stage that this one starts from, may open the folder.
fn opens_root(stage: &Stage) -> bool {
    let chain = std::iter::once(*stage).chain(stage.parents());
    let names_root = |text: &str| text.contains("/root") || text.contains('~') || text.contains("HOME");
    let changes = |command: &shell::Command| {
        let name = command.name();
        let is_other = matches!(name, "usermod" | "useradd" | "adduser");
        matches!(name, "chmod" | "chown" | "chgrp" | "setfacl")
            && command.words.iter().any(|word| names_root(&word.raw))
            || is_other && command.words.iter().any(|word| word.raw.contains("/root"))
    };
    chain.flat_map(|stage| stage.instructions()).any(|instruction| match &instruction.kind {
        Kind::Run(run) => run.command.commands().iter().any(changes),
        _ => false,
    })
}
