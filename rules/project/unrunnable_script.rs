//! A script that the container or a build step starts, and that the kernel cannot run.

use facts::{ImageKind, KnownImage};
use plimsoll_linter::prelude::*;
use project::{FirstLine, ScriptTrouble, StartedScript};

#[derive(Default)]
pub(crate) struct UnrunnableScript;

impl Rule for UnrunnableScript {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let troubles = file.script_troubles();
        for trouble in troubles {
            report(trouble, file, cx);
        }
        let is_told = |place: Span| troubles.iter().any(|trouble| trouble.place == place);
        let started = file.stages().flat_map(|stage| stage.started_scripts());
        // A command before it in the step may install the interpreter, or write the script.
        for script in started.filter(|script| script.earlier.is_empty() && !is_told(script.place)) {
            let text = file.unchanged_script(&script.stage, script.at, script.written);
            let Some(first) = text.and_then(FirstLine::of) else { continue };
            // The shell of a step runs a file without an interpreter itself.
            if !matches!(first, FirstLine::Plain(_)) || !script.is_in_shell && is_run_by_kernel(&script.stage)
            {
                report_start(&script, first, cx);
            }
        }
    }
}

/// Whether no shell is between the engine and the command of the container: a script as entrypoint, as that of `node`, runs
/// a file without an interpreter itself.
fn is_run_by_kernel(stage: &Stage) -> bool {
    let is_base = |image: KnownImage| image.kind == ImageKind::Base;
    stage.entrypoint().get().is_some() || stage.known_image().is_some_and(is_base)
}

/// A script whose first line names nothing, or what does not exist.
fn report_start(script: &StartedScript, first: FirstLine, cx: &mut Context) {
    let StartedScript { stage, at, place, .. } = *script;
    let message = format!("`{}` cannot be executed", script.written);
    let effect = if script.is_step {
        "this step fails: `not found`"
    } else if script.is_in_shell {
        "the container does not start: `not found`"
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
    let effect = if trouble.is_step { "this step fails" } else { "the container does not start" };
    let (denied, missing) = if trouble.is_in_shell {
        ("Permission denied", "not found")
    } else {
        ("permission denied", "no such file or directory")
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
        Some(source) => {
            format!("run `chmod +x {source} && git add --chmod=+x {source}`, or add `--chmod=755` to `COPY`")
        }
        None if trouble.copy.is_none() => "copy the script into the image first".to_owned(),
        None => "correct the path, or add the script to the build context".to_owned(),
    });
    if let Some(copy) = trouble.copy {
        let source = trouble.source.as_ref();
        let mode = source.map(|source| format!("`{source}` is not executable in Git"));
        finding.label(
            copy,
            mode.unwrap_or_else(|| "the copied directory does not contain this script".to_owned()),
        );
    }
}
