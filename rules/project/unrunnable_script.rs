//! A script that the container starts, and that the kernel cannot run.

use dockerfile::{Form, Instruction, Kind, Word};
use facts::{ImageKind, KnownImage};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnrunnableScript;

/// What steps that may rewrite a script contain.
const EDITORS: [&str; 6] = ["sed ", "dos2unix", "\\r", "tr ", "perl", "awk"];

impl Rule for UnrunnableScript {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let Some(stage) = file.last_stage().filter(|stage| !stage.is_windows()) else { return };
        let entrypoint = stage.entrypoint();
        let command = match (entrypoint.get(), stage.cmd().get()) {
            (Some(entrypoint), _) => entrypoint,
            (None, Some(cmd)) if stage.starts_command() => cmd,
            _ => return,
        };
        let Form::Exec(words) = &command.form else { return };
        let Some(word) = words.first() else { return };
        let Some((text, _)) = file.entrypoint_script(&word.value) else { return };
        if text.raw.trim().is_empty() || !is_copied_once(file, word, cx) {
            return;
        }
        let first = text.raw.lines().next().unwrap_or_default();
        // The line's end is a part of it.
        let is_windows = text.raw.get(first.len()..).is_some_and(|rest| rest.starts_with('\r'));
        let line = text.slice(0, first.len().max(1)).span;
        let message = format!("`{}` cannot be executed", word.value);
        let Some(interpreter) = first.strip_prefix("#!") else {
            // A shell script as entrypoint, as of `node`, runs such a file itself.
            let is_base = |image: KnownImage| image.kind == ImageKind::Base;
            if entrypoint.get().is_none() && !stage.known_image().is_some_and(is_base) {
                return;
            }
            cx.report(word.text.span, message)
                .here("the container does not start: `exec format error`")
                .label(line, "the first line does not name an interpreter")
                .help("start the script with `#!/bin/sh`");
            return;
        };
        if is_windows {
            cx.report(word.text.span, message)
                .here("the container does not start: `no such file or directory`")
                .label(
                    line,
                    "a carriage return (CR) at the end of this line is part of the interpreter's name",
                )
                .help("save the script with LF line endings and add to `.gitattributes`: `*.sh text eol=lf`");
            return;
        }
        let mut parts = interpreter.split_whitespace();
        let program = match parts.next() {
            Some("/usr/bin/env") => parts.next(),
            path => path.and_then(|path| path.rsplit('/').next()),
        };
        let Some(program) = program.filter(|program| !program.starts_with('-')) else { return };
        let Value::Known { value: image, set_at } = stage.lacks(program) else { return };
        cx.report(word.text.span, message)
            .here("the container does not start: `no such file or directory`")
            .label(line, format!("this script needs `{program}`"))
            .label(set_at, format!("`{image}` does not include this program"))
            .help(match program {
                "bash" => "write the script for `#!/bin/sh`, or install `bash`".to_owned(),
                _ => format!("install `{program}`"),
            });
    }
}

/// Whether one instruction brings the script, and no step may change it.
fn is_copied_once(file: &DockerfileModel, script: &Word, cx: &Context) -> bool {
    let name = script.value.rsplit('/').next().unwrap_or_default();
    let names = |instruction: &&Instruction| cx.text(instruction.span).contains(name);
    let is_copy = |instruction: &&Instruction| matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_));
    let may_change = |instruction: &Instruction| {
        let text = cx.text(instruction.span);
        let is_named = text.contains(name) && !text.contains("chmod");
        matches!(instruction.kind, Kind::Run(_))
            && (is_named || EDITORS.iter().any(|word| text.contains(word)))
    };
    let instructions = || file.tree.instructions.iter();
    instructions().filter(is_copy).filter(names).count() == 1 && !instructions().any(may_change)
}
