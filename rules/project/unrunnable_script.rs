//! A script that the container or a build step starts, and that the kernel cannot run.

use dockerfile::{Form, Instruction, Kind, Word};
use facts::{ImageKind, KnownImage};
use plimsoll_linter::prelude::*;
use project::ScriptTrouble;

#[derive(Default)]
pub(crate) struct UnrunnableScript;

/// What steps that may rewrite a script contain.
const EDITORS: [&str; 6] = ["sed ", "dos2unix", "\\r", "tr ", "perl", "awk"];

impl Rule for UnrunnableScript {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let troubles = file.script_troubles();
        for trouble in troubles {
            report(trouble, file, cx);
        }
        let Some(stage) = file.last_stage().filter(|stage| !stage.is_windows()) else { return };
        let entrypoint = stage.entrypoint();
        let command = match (entrypoint.get(), stage.cmd().get()) {
            (Some(entrypoint), _) => entrypoint,
            (None, Some(cmd)) if stage.starts_command() => cmd,
            _ => return,
        };
        let Form::Exec(words) = &command.form else { return };
        let Some(word) = words.first() else { return };
        if troubles.iter().any(|trouble| trouble.place == word.text.span) {
            return;
        }
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
            .label(set_at, format!("`{image}` does not include `{program}`"))
            .help(match program {
                "bash" => "write the script for `#!/bin/sh`, or install `bash`".to_owned(),
                _ => format!("install `{program}`"),
            });
    }
}

/// A script that is nowhere, or that nobody can execute.
fn report(trouble: &ScriptTrouble, file: &DockerfileModel, cx: &mut Context) {
    let path = &trouble.path;
    // What a service mounts there is in its way, and may be the script.
    let is_hidden = |container: Container| {
        let builds = container.build_file().is_some_and(|built| built.path == file.path);
        builds && (container.has_open_mounts() || container.is_mounted_near(path))
    };
    if !trouble.is_step && cx.project().containers().any(is_hidden) {
        return;
    }
    let (effect, denied, missing) = if trouble.is_step {
        ("this step fails", "Permission denied", "not found")
    } else {
        ("the container does not start", "permission denied", "no such file or directory")
    };
    let finding = match &trouble.source {
        Some(_) => cx
            .report(trouble.place, format!("`{path}` cannot be executed"))
            .here(format!("{effect}: `{denied}`")),
        None => cx
            .report(trouble.place, format!("`{path}` does not exist in the image"))
            .here(format!("{effect}: `{missing}`")),
    };
    finding.help(match &trouble.source {
        Some(source) => format!("run `chmod +x {source}` and commit it, or add `--chmod=755` to `COPY`"),
        None if trouble.copy.is_none() => "copy the script into the image first".to_owned(),
        None => "correct the path, or add the script to the build context".to_owned(),
    });
    if let Some(copy) = trouble.copy {
        let source = trouble.source.as_ref();
        let mode = source.map(|source| format!("`{source}` is not executable in the build context"));
        finding.label(
            copy,
            mode.unwrap_or_else(|| "the copied directory does not contain this script".to_owned()),
        );
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
