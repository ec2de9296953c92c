//! Every script that RUN hands to a shell, one JSON object a line: what `cargo xtask shellcheck-agreement` gives to
//! `ShellCheck`. `cargo run -p plimsoll --example shell_scripts -- FOLDER`
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::expect_used, missing_docs)]

use plimsoll_diagnostics::{LineIndex, SourceFile, Sources};
use plimsoll_dockerfile::Kind;
use plimsoll_linter::{Disk, FileKind, Workspace};
use plimsoll_project::{Project, Stage};
use plimsoll_shell::Shell;
use serde_json::json;

fn main() {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let disk = Disk::here(&folders).expect("there is a working directory");
    for path in Workspace::find(&disk, &folders).of(FileKind::Dockerfile) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let sources = Sources::new();
        let file = sources.add(SourceFile::new(path, text));
        for stage in Project::dockerfile(&sources, file).stages() {
            print_scripts(path, stage, sources.file(file).lines());
        }
    }
}

fn print_scripts(path: &str, stage: Stage<'_>, lines: &LineIndex) {
    for (at, instruction) in stage.indexed() {
        let Kind::Run(run) = &instruction.kind else { continue };
        let Some(script) = stage.shell_text(&run.command, at, true) else { continue };
        let object = json!({
            "file": path,
            "line": lines.line(instruction.span.start) + 1,
            "end_line": lines.line(instruction.span.end) + 1,
            "shell": Shell::Posix(script.dialect).name(),
            "errexit": script.errexit,
            "pipefail": script.pipefail,
            "variables": script.variables,
            "text": script.text.text,
        });
        println!("{object}");
    }
}
