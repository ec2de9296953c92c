//! A secret that a RUN writes into a file of the image.

use dockerfile::{Kind, Run};
use plimsoll_linter::prelude::*;
use project::secrets::{Kept, Mounted, kept_by, kept_from_pipe};
use shell::Command;

#[derive(Default)]
pub(crate) struct SecretInLayer;

impl Rule for SecretInLayer {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        let secrets = || run.mounts.iter().filter(|mount| mount.kind() == "secret");
        let mounted = Mounted {
            paths: secrets().filter_map(dockerfile::Mount::target).map(|target| target.raw).collect(),
            variables: secrets().filter_map(|mount| mount.field(&["env"])).map(|name| name.raw).collect(),
        };
        let kept = kept_by(command, &mounted)
            .or_else(|| kept_from_pipe(command, run.command.commands(), &mounted))
            .or_else(|| kept_by_document(command, &mounted, cx));
        let Some(kept) = kept else { return };
        let is_thrown_away = cx.stage().is_some_and(|stage| !stage.is_shipped());
        // The public half of a key is no secret.
        let is_public = kept.file.ends_with(".pub") || kept.file.ends_with("authorized_keys");
        if is_public || is_thrown_away || is_mounted(run, &kept) || is_removed(run, command, &kept) {
            return;
        }
        cx.report(kept.span, format!("a secret is stored in `{}`", kept.file))
            .here("anyone who can pull the image can read the secret in this layer")
            .help(match command.name() {
                "git" => "mount an SSH agent (`RUN --mount=type=ssh`), or pass the token with `git -c http.extraHeader=…`",
                "cp" | "install" | "mv" | "tee" | "base64" => "read the secret from its mount, or mount it at this path: `--mount=type=secret,target=…`",
                _ => "mount this file instead of writing it: `RUN --mount=type=secret,id=…,target=…`",
            });
    }
}

/// The secret in a here-document that a command writes into a file.
fn kept_by_document(command: &Command, mounted: &Mounted, cx: &Context) -> Option<Kept> {
    let reads = command.redirects.iter().find(|it| it.operator.starts_with("<<"))?;
    let mut documents = cx.instruction()?.heredocs.iter().filter(|it| it.expand);
    let document = documents.find(|it| reads.span.contains(it.marker.span))?;
    let target = match command.name() {
        "cat" => command.redirects.iter().find(|it| it.operator.starts_with('>'))?.target.as_ref()?,
        "tee" => command.operands().next()?,
        _ => return None,
    };
    let file = target.unquoted().to_owned();
    mounted.is_expanded_in(document.body.raw).then_some(Kept { span: target.span, file })
}

/// Whether the file lies in a mount, which is no part of the layer.
fn is_mounted(run: &Run, kept: &Kept) -> bool {
    let is_inside = |target: Text| {
        let folder = target.raw.trim_end_matches('/');
        !folder.is_empty() && (kept.file.starts_with(folder) || folder.contains('$'))
    };
    run.mounts
        .iter()
        .filter(|mount| mount.kind() != "ssh")
        .filter_map(dockerfile::Mount::target)
        .any(is_inside)
}

/// Whether a later command of the same RUN takes the secret away again.
fn is_removed(run: &Run, command: &Command, kept: &Kept) -> bool {
    let name = kept.file.rsplit('/').next().unwrap_or_default();
    let later = run.command.commands().iter().filter(|later| later.span.start > command.span.start);
    let undoes = |word: &shell::Word| {
        matches!(
            word.unquoted(),
            "--unset" | "--unset-all" | "--remove-section" | "delete" | "rm" | "logout" | "set-url"
        )
    };
    let is_clone = kept.file == ".git/config";
    later.into_iter().any(|later| match later.name() {
        "rm" | "shred" | "unlink" | "find" => {
            is_clone || later.arguments().iter().any(|word| word.unquoted().contains(name))
        }
        program => program == command.name() && later.arguments().iter().any(undoes),
    })
}
