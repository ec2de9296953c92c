//! A service or a RUN starts a program that its image does not have.

use compose::CommandForm;
use dockerfile::{Form, Kind};
use facts::images::is_package_manager;
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct MissingProgram;

impl Rule for MissingProgram {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let own = |command: &&compose::Command| command.form != CommandForm::Null;
        let entrypoint = service.entrypoint.as_ref().filter(own);
        // An entrypoint that nobody reads may take the first word for an argument.
        let command = service.command.as_ref().filter(own).filter(|_| container.starts_with_command());
        let Some(word) = entrypoint.or(command).and_then(|command| command.words.first()) else { return };
        if word.is_interpolated() {
            return;
        }
        let Some(program) = on_search_path(&word.value) else { return };
        let Value::Known { value: image, set_at } = container.lacks_to_start(program) else { return };
        cx.report(word.span, format!("{} runs `{program}`, which is not installed", container.title()))
            .here("the container does not start")
            .label(set_at, format!("`{image}` does not include this program"))
            .help(match program {
                "bash" => "use `sh`, or install `bash` in your own image".to_owned(),
                _ => format!("use an image that includes `{program}`"),
            });
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        // A stage that others start from may get the program there.
        let Some(word) = started(stage).filter(|_| stage.is_shipped() && !stage.is_base()) else { return };
        let Some(program) = on_search_path(&word.value) else { return };
        if stage.known_image().is_none_or(|image| image.has_tool(program) != Some(false)) {
            return;
        }
        let Value::Known { value: image, set_at } = stage.lacks_to_start(program) else { return };
        cx.report(word.text.span, format!("the container runs `{program}`, which is not installed"))
            .here("the container does not start")
            .label(set_at, format!("`{image}` does not include this program"))
            .help(match program {
                "bash" => "use `sh`, or install `bash` first".to_owned(),
                _ => format!("install `{program}` first"),
            });
    }

    fn check_command(&self, command: &Command, cx: &mut Context) {
        let (Some(instruction), Some(stage)) = (cx.instruction(), cx.stage()) else { return };
        if !matches!(instruction.kind, Kind::Run(_)) || !stage.is_reachable() {
            return;
        }
        let Some(image) = stage.known_image() else { return };
        // Most programs are in every image, and looking for those that are not is what costs.
        let is_missing =
            |word: &&shell::Word| name_of(word).is_some_and(|it| image.has_tool(it) == Some(false));
        let wrappers = command.wrappers.iter().filter_map(|wrapper| wrapper.words.first());
        let Some(word) = wrappers.chain(command.name_word()).find(is_missing) else { return };
        let Some(program) = name_of(word) else { return };
        let step = instruction.span;
        if step.len() > LONGEST_STEP {
            return;
        }
        let before = cx.text(Span::new(step.file, step.start as usize, word.span.start as usize));
        let after = cx.text(Span::new(step.file, word.span.end as usize, step.end as usize));
        if stage.step_may_bring(before, program) || !certainly_runs(command, before, after) {
            return;
        }
        let at = cx.index();
        let Value::Known { value: base, set_at } = stage.lacks_before(program, at) else { return };
        if stage.sets_path_before(at) {
            return;
        }
        cx.report(word.span, format!("this step runs `{program}`, which is not installed"))
            .here(format!("this command fails: `{program}: not found`"))
            .label(set_at, format!("`{base}` does not include this program"))
            .help(match (program, image.manager) {
                ("bash", _) => "use `sh`, or install `bash` first".to_owned(),
                ("sudo", _) => {
                    "remove `sudo`: a build runs as root unless `USER` changes the user".to_owned()
                }
                (_, Some(manager)) if is_package_manager(program) => {
                    format!("use this image's package manager: `{}`", installer(manager))
                }
                (_, None) if is_package_manager(program) => "use this image's package manager".to_owned(),
                _ => format!("install `{program}` first"),
            });
    }
}

/// The program that a container of a stage starts, where it is the first item of an array.
fn started<'p>(stage: &Stage<'p>) -> Option<&'p dockerfile::Word<'p>> {
    let is_bare = || stage.known_image().is_some_and(|known| known.kind.is_foundation());
    let line = match stage.entrypoint() {
        Value::Known { value, .. } => value,
        // The entrypoint of another image may take the first word for an argument.
        _ => stage.cmd().get().filter(|_| is_bare())?,
    };
    match &line.form {
        Form::Exec(words) => words.first(),
        Form::Shell(_) => None,
    }
}

/// The name of the program that a word calls.
fn name_of(word: &shell::Word) -> Option<&str> {
    word.literal().and_then(on_search_path)
}

/// The name of a program where packages install programs: another directory may have been copied with it.
fn on_search_path(written: &str) -> Option<&str> {
    let Some((folder, name)) = written.rsplit_once('/') else { return Some(written) };
    let prefix = folder.strip_suffix("/bin").or_else(|| folder.strip_suffix("/sbin"))?;
    matches!(prefix, "" | "/usr" | "/usr/local").then_some(name)
}

/// What to write to install packages with a package manager.
fn installer(manager: &str) -> String {
    match manager {
        "apk" => "apk add".to_owned(),
        "apt" => "apt-get install".to_owned(),
        _ => format!("{manager} install"),
    }
}

/// In a longer step, nothing is looked for: each of its commands is compared with all of it.
const LONGEST_STEP: usize = 4 << 10;

/// Whether nothing in its step decides whether a command runs, or makes up for its failure.
fn certainly_runs(command: &Command, before: &str, after: &str) -> bool {
    let is_chosen = ["||", "[", "test ", "if ", "while ", "until ", "!", "case "];
    command.position.is_unconditional()
        && !is_chosen.iter().any(|word| before.contains(word))
        && !after.contains("||")
}
