//! COPY or ADD of a file that holds secrets.

use dockerfile::{Instruction, Kind};
use facts::file_names::{self, Role};
use plimsoll_linter::prelude::*;

/// Instructions of another stage that are looked at; more than anybody writes.
const MOST_READ: usize = 100;

#[derive(Default)]
pub(crate) struct CopiedSecret;

impl Rule for CopiedSecret {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        report(instruction, Role::Secret, cx);
        for source in instruction.context_sources() {
            let Some(path) = cx.expand(source) else { continue };
            if cx.stage().is_some_and(|stage| stage.file().copies_token(&path)) {
                cx.report(source.text.span, format!("`{path}` becomes part of the image"))
                    .here(format!("`{path}` contains a registry token"))
                    .help(format!("mount `{path}` instead: `RUN --mount=type=secret,id=…,target=…`"));
            }
        }
    }
}

/// Reports the files that an instruction copies and whose names have a role.
pub(super) fn report(instruction: &Instruction, role: Role, cx: &mut Context) {
    let Some((sources, to)) = instruction.copy_paths() else { return };
    let to = cx.expand(to).unwrap_or_default();
    // What a stage for the build only reads is not in the image.
    if is_for_public_keys(&to) || cx.stage().is_some_and(|stage| !stage.is_shipped()) {
        return;
    }
    let is_copy_from = matches!(&instruction.kind, Kind::Copy(copy) if copy.from.is_some());
    for source in sources {
        let Some(path) = cx.expand(source).filter(|path| !path.contains("://") && !path.starts_with("<<"))
        else {
            continue;
        };
        let Some(holds) = held_by(&path, role).filter(|_| !is_copy_from || came_from_context(&path, cx))
        else {
            continue;
        };
        if is_signing_key(&path, cx) {
            continue;
        }
        let contains = if role == Role::Secret { "usually contains" } else { "can contain" };
        let is_bare = cx.stage().is_some_and(|stage| stage.file().is_bare_folder(source));
        let finding = cx.report(source.text.span, format!("`{path}` becomes part of the image"));
        finding.here(format!("`{path}` {contains} {holds}")).help(format!(
            "mount `{path}` at run time, or use a build secret: `RUN --mount=type=secret,id=…`"
        ));
        finding.is_minor = is_bare || project::is_for_tests(&path);
    }
}

/// Whether a file that this instruction copies from a stage came there from the context, and was not made in the stage: the
/// stage copies one of this name.
fn came_from_context(path: &str, cx: &Context) -> bool {
    let name = path.rsplit('/').next();
    let handed_on = cx.stage().and_then(|stage| stage.copies_from_at(cx.index()).next());
    let Some(Base::Stage(from)) = handed_on.map(|it| it.source) else { return false };
    let mut copies = from.instructions().iter().take(MOST_READ).flat_map(Instruction::context_sources);
    copies.any(|source| source.value.rsplit('/').next() == name)
}

/// Whether a later step gives a file to a package manager, which takes the public half of a key only: `apt-key add`.
fn is_signing_key(path: &str, cx: &Context) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let later = cx.stage().into_iter().flat_map(|stage| stage.instructions().iter().skip(cx.index() + 1));
    let runs = later.take(MOST_READ).filter(|instruction| matches!(instruction.kind, Kind::Run(_)));
    let mut texts = runs.map(|run| cx.text(run.span));
    let takes = |text: &str| ["apt-key ", "rpm --import", "gpg --dearmor"].iter().any(|it| text.contains(it));
    texts.any(|text| text.contains(name) && takes(text))
}

/// Whether what is copied there is the public half of a key, which signatures are verified with.
fn is_for_public_keys(to: &str) -> bool {
    let folders = ["/keyrings", "/trusted.gpg.d", "/rpm-gpg", "/apk/keys"];
    let is_in = |folder: &str| to.split(folder).skip(1).any(|rest| rest.is_empty() || rest.starts_with('/'));
    to.ends_with(".pub") || folders.into_iter().any(is_in)
}

/// What a path holds by its name: that of the file, or of a folder that it is in.
fn held_by(path: &str, role: Role) -> Option<&'static str> {
    let is_public =
        |name: &str| ["example", "sample", "dist", "public"].iter().any(|word| name.contains(word));
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let (name, folder) = (parts.next()?, parts.next().unwrap_or_default());
    if is_public(name) || name.ends_with(".pub") {
        return None;
    }
    let of_folder = || match (folder, name) {
        (".aws", "credentials") | (".kube" | ".docker", "config" | "config.json") => {
            file_names::holds(folder, role)
        }
        _ => None,
    };
    file_names::holds(name, role).or_else(of_folder)
}
