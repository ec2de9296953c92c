//! A file that the application names is not there.

use plimsoll_linter::prelude::*;
use project::{FileUse, Presence};

#[derive(Default)]
pub(crate) struct MissingFile;

impl Rule for MissingFile {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !app.is_complete() {
            return;
        }
        for file in app.named_files().filter(|file| file.presence == Presence::Missing) {
            let (why, help) = match file.use_ {
                FileUse::Content(_) | FileUse::Profile => ("the service fails to start", "create the file"),
                FileUse::Mount { target } if is_file(file.path) && is_file(target) => {
                    ("the engine creates an empty directory instead", "create the file, or correct the path")
                }
                // `missing-env-file` says it.
                FileUse::Environment { .. } | FileUse::Labels | FileUse::Mount { .. } => continue,
            };
            cx.report(file.span, format!("the file `{}` does not exist", file.path)).here(why).help(help);
        }
    }
}

/// Whether a path looks like that of a file: its name has an ending, and is no `conf.d`.
fn is_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && (2..=5).contains(&ending.len()))
}
