//! RUN --mount over the root of the file system.

use dockerfile::Run;
use plimsoll_linter::prelude::*;
use project::ImageKind;

#[derive(Default)]
pub(crate) struct MountOverRoot;

impl Rule for MountOverRoot {
    fn check_run(&self, run: &Run, cx: &mut Context) {
        for mount in run.mounts.iter().filter(|mount| matches!(mount.kind(), "bind" | "cache" | "tmpfs")) {
            let (span, here) = match mount.target() {
                Some(target) if is_root(target.raw) => {
                    (target.span, "the build fails: `invalid mount target`")
                }
                None if cx.stage().is_some_and(|stage| starts_in_root(&stage, cx.index())) => (
                    mount.word.text.span,
                    "the build fails: no `target` is set, and the working directory is `/`",
                ),
                _ => continue,
            };
            cx.report(span, "a mount cannot cover `/`")
                .here(here)
                .help("use another mount point: `target=/path`");
        }
    }
}

fn is_root(path: &str) -> bool {
    path.starts_with('/') && path.bytes().all(|byte| byte == b'/' || byte == b'.') && !path.contains("...")
}

/// Whether the working directory is certainly `/`: that of a distribution's image where no WORKDIR changes it.
fn starts_in_root(stage: &Stage, at: usize) -> bool {
    match stage.workdir_at(at) {
        Value::Known { value, .. } => is_root(value),
        Value::Unset => true,
        Value::Unknown { .. } => {
            let is_official = stage.root_image().is_some_and(|image| image.official().is_some());
            !stage.has_workdir_at(at)
                && is_official
                && stage.known_image().is_some_and(|known| known.kind == ImageKind::Base)
        }
    }
}
