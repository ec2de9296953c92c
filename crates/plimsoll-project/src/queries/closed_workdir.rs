//! Working directories that only root can open, in stages that end as another user.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{CommandLine, Form, Kind};
use plimsoll_shell as shell;

use crate::{Base, Stage, Value, is_root};

/// A working directory that the user of a stage cannot open.
#[derive(Clone, Debug)]
pub struct ClosedWorkdir<'p> {
    /// The directory.
    pub path: &'p str,
    /// The user.
    pub user: &'p str,
    /// What set the directory.
    pub workdir: Span,
    /// What set the user.
    pub user_at: Span,
    /// Whether the stage itself sets the directory.
    pub is_set_here: bool,
    /// What the container starts that is looked for below the directory, and fails.
    pub program: Option<String>,
}

impl<'p> Stage<'p> {
    /// Its working directory, where that is root's own and the container starts as another user.
    pub fn closed_workdir(&self) -> Option<ClosedWorkdir<'p>> {
        let Value::Known { value: path, set_at: workdir } = self.workdir() else { return None };
        let Value::Known { value: user, set_at: user_at } = self.user() else { return None };
        let is_ours = |span: Span| self.span().contains(span);
        let is_roots = path == "/root" || path.starts_with("/root/");
        // An empty image has no such directory: WORKDIR makes one that anyone can enter.
        let is_made_here = matches!(self.root_base(), Base::Scratch);
        // Without a name, the user is root.
        let is_other = !is_root(user) && !user.is_empty() && !user.starts_with(':');
        let is_closed = is_roots && is_other && !is_made_here;
        if !is_closed || !(is_ours(workdir) || is_ours(user_at)) || opens_root(self) {
            return None;
        }
        let is_set_here = is_ours(workdir);
        Some(ClosedWorkdir { path, user, workdir, user_at, is_set_here, program: relative_program(self) })
    }
}

/// What the container starts that is looked for below its working directory: its program, or the script that an
/// interpreter reads. The runtime enters the directory as root, so that a program with an absolute path does start.
fn relative_program(stage: &Stage<'_>) -> Option<String> {
    let entrypoint = stage.entrypoint().get().into_iter();
    let words = |command: &CommandLine| match &command.form {
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
fn opens_root(stage: &Stage<'_>) -> bool {
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
