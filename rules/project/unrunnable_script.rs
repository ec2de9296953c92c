//! A script that the container or a build step starts, and that the kernel cannot run.

use dockerfile::{Form, Kind};
use facts::{ImageKind, KnownImage};
use plimsoll_linter::prelude::*;
use project::{FirstLine, ScriptTrouble, started_script};

#[derive(Default)]
pub(crate) struct UnrunnableScript;

impl Rule for UnrunnableScript {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let troubles = file.script_troubles();
        for trouble in troubles {
            report(trouble, file, cx);
        }
        let is_told = |place: Span| troubles.iter().any(|trouble| trouble.place == place);
        for stage in file.stages().filter(|stage| !stage.is_windows() && stage.is_reachable()) {
            for (at, instruction) in stage.indexed() {
                if let Kind::Run(run) = &instruction.kind
                    && run.mounts.is_empty()
                    && let Some((place, path)) = started_script(run)
                    && !is_told(place)
                    && let Some(text) = file.unchanged_script(&stage, at, path)
                    && let Some(first) = FirstLine::of(text).filter(|it| !matches!(it, FirstLine::Plain(_)))
                {
                    report_start((place, path), first, &stage, at, true, cx);
                }
            }
        }
        let Some(stage) = file.last_stage().filter(|stage| !stage.is_windows()) else { return };
        let Some(command) = stage.started_command() else { return };
        let Form::Exec(words) = &command.form else { return };
        let Some(word) = words.first().filter(|word| !is_told(word.text.span)) else { return };
        let Some(text) = file.unchanged_script(&stage, stage.end(), &word.value) else { return };
        let Some(first) = FirstLine::of(text) else { return };
        // A shell script as entrypoint, as of `node`, runs a file without an interpreter itself.
        let is_base = |image: KnownImage| image.kind == ImageKind::Base;
        let is_run = stage.entrypoint().get().is_some() || stage.known_image().is_some_and(is_base);
        if is_run || !matches!(first, FirstLine::Plain(_)) {
            report_start((word.text.span, &word.value), first, &stage, stage.end(), false, cx);
        }
    }
}

/// A script whose first line names nothing, or what does not exist.
fn report_start(
    (place, path): (Span, &str),
    first: FirstLine,
    stage: &Stage,
    at: usize,
    is_step: bool,
    cx: &mut Context,
) {
    let message = format!("`{path}` cannot be executed");
    let effect = if is_step {
        "this step fails: `not found`"
    } else {
        "the container does not start: `no such file or directory`"
    };
    match first {
        FirstLine::Plain(line) => {
            cx.report(place, message)
                .here("the container does not start: `exec format error`")
                .label(line, "the first line does not name an interpreter")
                .help("start the script with `#!/bin/sh`");
        }
        FirstLine::CarriageReturn(line) => {
            cx.report(place, message)
                .here(effect)
                .label(
                    line,
                    "a carriage return (CR) at the end of this line is part of the interpreter's name",
                )
                .help("save the script with LF line endings, and add `*.sh text eol=lf` to `.gitattributes`");
        }
        FirstLine::Program(line, program) => {
            let Value::Known { value: image, set_at } = stage.lacks_before(program, at) else { return };
            cx.report(place, message)
                .here(effect)
                .label(line, format!("this script needs `{program}`"))
                .label(set_at, format!("`{image}` does not include `{program}`"))
                .help(match program {
                    "bash" => "write the script for `#!/bin/sh`, or install `bash`".to_owned(),
                    _ => format!("install `{program}`"),
                });
        }
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
