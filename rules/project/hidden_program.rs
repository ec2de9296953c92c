//! A bind mount hides the program that the image built and the container starts.

use compose::MountKind;
use dockerfile::{Form, Kind};
use plimsoll_linter::prelude::*;
use project::Program;

use super::missing_copy_source::is_made;

#[derive(Default)]
pub(crate) struct HiddenProgram;

impl Rule for HiddenProgram {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(stage) = container.stage().filter(|_| !container.has_open_mounts()) else { return };
        let workdir = container.workdir().get();
        for path in started(container).iter().filter_map(|word| place(word, workdir)) {
            let Some((mount, target)) = container.mount_over(&path) else { continue };
            let inside = path.strip_prefix(&*target).map(|rest| rest.trim_start_matches('/'));
            let source = mount.source.as_ref().filter(|source| source.value.starts_with('.'));
            let is_below = |inside: &&str| !inside.is_empty() && mount.kind == MountKind::Bind;
            let (Some(inside), Some(source)) = (inside.filter(is_below), source) else {
                continue;
            };
            let Some(made) = made_in_image(stage, &path, inside) else { continue };
            let message = format!("the bind mount hides `{inside}`, which {} starts", container.title());
            cx.report(source.span, message)
                .here(format!(
                    "this mount covers `{target}`, so the container sees only the host's files there"
                ))
                .label(made, "because of this line, the file exists only in the image")
                .help("mount only the sources that you edit, or also build on the host");
            return;
        }
    }
}

/// The words that may name what is started. Behind a program that starts no other are its arguments.
fn started(container: &Container) -> Vec<String> {
    let programs = [container.entrypoint().get(), container.cmd().get()];
    let words = programs.into_iter().flatten().flat_map(|program| match program {
        Program::Service(command) => command.words.iter().map(|word| word.value.to_string()).collect(),
        Program::Instruction(line) => match &line.form {
            Form::Exec(words) => words.iter().map(|word| word.value.to_string()).collect::<Vec<_>>(),
            Form::Shell(_) => Vec::new(),
        },
    });
    let mut has_program = false;
    let is_started = |word: &String| {
        let starts_another = word.contains("entrypoint") || word.contains("bin/") || word.ends_with(".sh");
        let is_argument = has_program;
        has_program |= word.contains('/') && !starts_another;
        !is_argument
    };
    words.take(3).take_while(is_started).collect()
}

/// The path that a word names, if it looks like one.
fn place(word: &str, workdir: Option<&str>) -> Option<String> {
    let is_path = word.contains('/') && !word.starts_with('-') && !word.contains([' ', '$', ':', '=']);
    if !is_path || word.starts_with('/') {
        return is_path.then(|| word.to_owned());
    }
    Some(format!("{}/{}", workdir?.trim_end_matches('/'), word.trim_start_matches("./")))
}

/// What makes a file in the image: another stage gives it, a compiler writes it, or the ignore file keeps that of the host out.
fn made_in_image(stage: Stage, path: &str, inside: &str) -> Option<Span> {
    let name = path.rsplit('/').next()?;
    let is_written_by_hand = |ends: &[&str]| ends.iter().any(|end| inside.ends_with(end)) && !is_made(inside);
    // A stage that builds an environment passes the sources on. Those in JavaScript may be bundled.
    if is_written_by_hand(&[".py", ".rb", ".php", ".sh"]) {
        return None;
    }
    for stage in stage.lineage() {
        for (at, instruction) in stage.indexed() {
            match &instruction.kind {
                Kind::Copy(copy) if copy.from.is_some() => {
                    let target = stage.expand(&copy.destination, at).get()?;
                    let target = target.trim_end_matches('/');
                    let is_it =
                        path == target || path.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'));
                    if is_it && target.len() > 1 {
                        return Some(instruction.span);
                    }
                }
                Kind::Run(run) => {
                    let writes = |command: &shell::Command| {
                        let mut words = command.arguments().iter().filter_map(|word| word.literal());
                        words.any(|word| word == "-o")
                            && words.next().is_some_and(|word| word.rsplit('/').next() == Some(name))
                    };
                    if run.command.commands().iter().any(writes) {
                        return Some(instruction.span);
                    }
                }
                _ => {}
            }
        }
    }
    // What is written by hand is on the host as well, and only left out of the build.
    if is_written_by_hand(&[".js", ".mjs", ".ts"]) {
        return None;
    }
    stage.file().ignore_file()?.ignores(inside)
}
