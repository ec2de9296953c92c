//! There is no Dockerfile where a service says.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingDockerfile;

impl Rule for MissingDockerfile {
    fn check_build(&self, container: &Container, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !container.app.is_complete() && container.line().is_none() {
            return;
        }
        let Build::Missing { path, span, near } = container.build() else { return };
        if near.is_none() && is_pulled(container) {
            return;
        }
        // A package manager puts the files there.
        if path.split('/').any(|folder| matches!(folder, "vendor" | "node_modules")) {
            return;
        }
        let is_inside = |near: &str| near.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        let what = if near.is_some_and(is_inside) { "is a directory" } else { "does not exist" };
        let message = format!("{} builds from `{path}`, which {what}", container.builder());
        let is_bake = cx.project().documents.iter().any(|document| document.kind == "bake");
        let finding = cx.report(span, message);
        finding.here("there is no such file");
        match (near, container.line()) {
            (Some(near), _) if near.eq_ignore_ascii_case(path) => {
                finding.help(format!("did you mean `{near}`? File names are case-sensitive on Linux"))
            }
            (Some(near), Some(_)) if !is_bake => finding.help(format!(
                "write `{near}`: this path is relative to the working directory, not to the context"
            )),
            (Some(near), _) => {
                finding.help(format!("did you mean `{near}`? `dockerfile` is relative to `context`"))
            }
            (None, Some(_)) if is_bake => finding.help("use a path relative to `context`"),
            (None, Some(line)) if line.command.flags.get("--file").is_none() => {
                finding.help(if line.command.command.is_empty() {
                    "set `file` to the path of the Dockerfile"
                } else {
                    "pass the path of the Dockerfile with `-f`"
                })
            }
            (None, Some(line)) if line.command.command.is_empty() => finding.help("check the path"),
            (None, Some(_)) => {
                finding.help("check the path: it is relative to the working directory, not to the context")
            }
            (None, None) if let Some(help) = directory(path) => finding.help(help),
            (None, None) => finding
                .help("check the paths: `context` is relative to this file, and `dockerfile` to `context`"),
        };
    }
}

/// Whether Compose pulls the image first, and builds only what it cannot pull: one with the name of a repository, or a
/// well-known one. Source: docker/compose, `pkg/compose/pull.go`.
fn is_pulled(container: &Container) -> bool {
    let service = container.service;
    let is_built = service.pull_policy.as_ref().is_some_and(|policy| policy.value == "build");
    let image = service.image.as_ref().filter(|_| container.line().is_none() && !is_built);
    let is_known = || container.image().get().is_some_and(|image| image.known().is_some());
    image.is_some_and(|image| image.value.contains('/') || is_known())
}

/// What to write for `build: ./Dockerfile`, where a directory is asked for.
fn directory(path: &str) -> Option<String> {
    let (context, _) = path.rsplit_once('/')?;
    let (folder, file) = context.rsplit_once('/').unwrap_or((".", context));
    if file == "Dockerfile" {
        Some(format!("write `{folder}`: `build` expects a directory"))
    } else {
        let is_dockerfile = file.starts_with("Dockerfile.") || file.ends_with(".Dockerfile");
        is_dockerfile
            .then(|| format!("set `context: {folder}` and `dockerfile: {file}`: `build` expects a directory"))
    }
}
