//! Steps of workflows that build an image: the command lines that they stand for.

use plimsoll_commands::{CommandLine, Flag, Verb, Word};
use plimsoll_compose::yaml::{Mapping, Scalar, Yaml};
use plimsoll_diagnostics::{Joined, Span};
use plimsoll_project::{Folder, Line};

use super::found::without_templates;

/// The build that a step with `docker/build-push-action` stands for.
pub(super) fn build(step: &Mapping<'_>, at: Span, folder: &Folder) -> Option<Line> {
    let uses = step.get("uses")?.as_scalar()?;
    if !uses.value.starts_with("docker/build-push-action@") {
        return None;
    }
    let with = step.get("with").and_then(Yaml::as_mapping);
    let input = |name: &str| {
        with.and_then(|with| with.get(name)?.as_scalar()).filter(|value| !value.value.is_empty())
    };
    let mut line = CommandLine::of_flags(Verb::Build, &[], uses.span);
    let context = input("context").map_or_else(|| Word::known(".", uses.span), word);
    line.flags.operands.push(context);
    let mut put = |name: &str, value: Word| line.flags.flags.extend(Flag::of("build", name, value));
    for (name, flag) in [("file", "--file"), ("target", "--target")] {
        if let Some(value) = input(name) {
            put(flag, word(value));
        }
    }
    let lists =
        [("build-args", "--build-arg"), ("build-contexts", "--build-context"), ("platforms", "--platform")];
    for (name, flag) in lists {
        for item in input(name).into_iter().flat_map(items) {
            put(flag, item);
        }
    }
    for name in ["secrets", "secret-files", "secret-envs"] {
        for item in input(name).into_iter().flat_map(items) {
            let text = item.as_template().trim_matches('"');
            let id = text.split('=').next().unwrap_or_default();
            put("--secret", Word::known(&format!("id={id}"), item.span));
        }
    }
    if let Some(ssh) = input("ssh") {
        put("--ssh", word(ssh));
    }
    line.span = at;
    Some(Line::new(line, folder.clone()))
}

/// A value of a step as a word.
pub(super) fn word(value: &Scalar<'_>) -> Word {
    of_text(&value.joined(), value.span)
}

/// A text with expressions in it as a word.
fn of_text(text: &Joined<'_>, span: Span) -> Word {
    let plain = without_templates(text, "${{", "}}");
    if plain.text.contains("${_}") {
        return Word::template(&plain.text, span, false, false);
    }
    Word::known(&plain.text, text.whole())
}

/// The lines of a list that is written as one text.
fn items(value: &Scalar<'_>) -> Vec<Word> {
    let joined = value.joined();
    let mut items = Vec::new();
    let mut at = 0;
    for line in joined.text.split_inclusive('\n') {
        let trimmed = line.trim();
        let from = at + line.len() - line.trim_start().len();
        at += line.len();
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            let part = joined.slice(from..from + trimmed.len());
            let span = part.whole();
            items.push(of_text(&part, span));
        }
    }
    items
}
