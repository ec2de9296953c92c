//! Steps of workflows that build an image: the command lines that they stand for.

use std::collections::HashMap;

use plimsoll_commands::{CommandLine, Flag, Verb, Word};
use plimsoll_compose::yaml::{Mapping, Scalar, Yaml};
use plimsoll_diagnostics::{Joined, Span};
use plimsoll_project::{Folder, Line};

use super::found::without_templates;
use super::matrix::{self, Matrix, Values};

/// The builds that a step with `docker/build-push-action` stands for: one, or as many as its matrix has combinations.
pub(super) fn builds(step: &Mapping<'_>, at: Span, folder: &Folder, matrix: &Matrix) -> Vec<Line> {
    let uses = step.get("uses").and_then(Yaml::as_scalar);
    let Some(uses) = uses.filter(|uses| uses.value.starts_with("docker/build-push-action@")) else {
        return Vec::new();
    };
    let with = step.get("with").and_then(Yaml::as_mapping);
    let inputs: Vec<(&str, &Scalar<'_>)> = with
        .into_iter()
        .flat_map(|with| &with.entries)
        .filter_map(|entry| Some((&*entry.key.value, entry.value.as_scalar()?)))
        .collect();
    // Which combinations get as far as a step with a condition of its own is not asked here.
    let condition = step.get("if").and_then(Yaml::as_scalar);
    let is_chosen = condition.is_some_and(|condition| condition.value.contains("matrix"));
    let read = inputs.iter().filter(|(name, _)| READ.contains(name) && !is_chosen);
    let combinations = matrix.of_texts(read.map(|(_, value)| &*value.value));
    let build = |values: &Values| {
        let filled = inputs.iter().filter_map(|(name, value)| Some((*name, Input::filled(value, values)?)));
        build(uses, &filled.collect(), at, folder)
    };
    combinations.iter().map(build).collect()
}

/// The inputs in which the values of a matrix count.
const READ: [&str; 4] = ["context", "file", "target", "build-args"];

/// An input of a step, without expressions.
struct Input<'s> {
    text: Joined<'s>,
    span: Span,
}

impl<'s> Input<'s> {
    /// An input with the values of a combination in it; `None` where nothing is left of it.
    fn filled(value: &Scalar<'s>, values: &Values) -> Option<Input<'s>> {
        let text = matrix::filled(&value.joined(), values);
        (!text.text.is_empty()).then_some(Input { text, span: value.span })
    }
}

fn build(uses: &Scalar<'_>, inputs: &HashMap<&str, Input<'_>>, at: Span, folder: &Folder) -> Line {
    let mut line = CommandLine::of_flags(Verb::Build, &[], uses.span);
    let of = |name: &str| inputs.get(name).map(|input| of_text(&input.text, input.span));
    line.flags.operands.push(of("context").unwrap_or_else(|| Word::known(".", uses.span)));
    let mut put = |name: &str, value: Word| line.flags.flags.extend(Flag::of("build", name, value));
    for (name, flag) in [("file", "--file"), ("target", "--target"), ("ssh", "--ssh")] {
        if let Some(value) = of(name) {
            put(flag, value);
        }
    }
    let items_of = |name: &str| inputs.get(name).into_iter().flat_map(|input| items(&input.text));
    let lists =
        [("build-args", "--build-arg"), ("build-contexts", "--build-context"), ("platforms", "--platform")];
    for (name, flag) in lists {
        for item in items_of(name) {
            put(flag, item);
        }
    }
    for name in ["secrets", "secret-files", "secret-envs"] {
        for item in items_of(name) {
            let text = item.as_template().trim_matches('"');
            let id = text.split('=').next().unwrap_or_default();
            put("--secret", Word::known(&format!("id={id}"), item.span));
        }
    }
    line.span = at;
    Line::new(line, folder.clone())
}

/// A value of a step as a word.
pub(super) fn word(value: &Scalar<'_>) -> Word {
    of_text(&without_templates(&value.joined(), "${{", "}}"), value.span)
}

/// A text without expressions as a word.
fn of_text(text: &Joined<'_>, span: Span) -> Word {
    if text.text.contains("${_}") {
        return Word::template(&text.text, span, false, false);
    }
    let word = Word::known(&text.text, text.whole());
    // What a matrix puts in has no places in the step.
    if text.verbatim_span(0..text.text.len()).is_some() { word } else { word.apart() }
}

/// The lines of a list that is written as one text.
fn items(joined: &Joined<'_>) -> Vec<Word> {
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
