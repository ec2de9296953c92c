//! `docker compose -f FILE`, and there is no such file.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MissingComposeFile;

impl Rule for MissingComposeFile {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        for (span, path) in &line.missing {
            cx.report(*span, format!("Compose file `{path}` does not exist"))
                .here("Compose fails if this file is missing")
                .help("correct the path, which is relative to the working directory");
        }
    }
}
