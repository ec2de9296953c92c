//! A container that starts in root's folder as somebody else.

use dockerfile::Kind;
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
        cx.report(span, format!("`{user}` may not enter `{path}`"))
            .here("the container cannot start: `/root` is open to root alone")
            .label(other, there)
            .help("work in a folder of its own, as `/srv/app`");
    }
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
