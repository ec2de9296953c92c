//! Steps of workflows that build images: the command lines that they stand for.

use std::collections::HashMap;

use plimsoll_commands::{CommandLine, Flag, Verb, Word};
use plimsoll_compose::yaml::{Mapping, Scalar, Yaml};
use plimsoll_diagnostics::{Joined, Span};
use plimsoll_project::{Folder, Line};

use super::found::without_templates;
use super::matrix::{self, Matrix, Values};

/// The owners of actions that take the inputs of those of Docker: <https://github.com/depot/build-push-action>,
/// <https://github.com/useblacksmith/build-push-action>.
const OWNERS: [&str; 3] = ["docker", "depot", "useblacksmith"];

/// The builds that a step with `docker/build-push-action`, `docker/bake-action` or the like stands for: one, or as many as its
/// matrix has combinations.
pub(super) fn builds(step: &Mapping<'_>, at: Span, folder: &Folder, matrix: &Matrix) -> Vec<Line> {
    let Some(uses) = step.get("uses").and_then(Yaml::as_scalar) else { return Vec::new() };
    let Some((owner, action)) = uses.value.split_once('/') else { return Vec::new() };
    let is_bake = action.starts_with("bake-action@");
    if !OWNERS.contains(&owner) || !is_bake && !action.starts_with("build-push-action@") {
        return Vec::new();
    }
    let with = step.get("with").and_then(Yaml::as_mapping);
    let inputs: Vec<(&str, &Scalar<'_>)> = with
        .into_iter()
        .flat_map(|with| &with.entries)
        .filter_map(|entry| Some((&*entry.key.value, entry.value.as_scalar()?)))
        .collect();
    let is_chosen = is_chosen(step);
    let read = inputs.iter().filter(|(name, _)| READ.contains(name) && !is_chosen);
    let combinations = matrix.of_texts(read.map(|(_, value)| &*value.value));
    let build = |values: &Values| {
        let filled = inputs.iter().filter_map(|(name, value)| Some((*name, Input::filled(value, values)?)));
        let filled = filled.collect();
        if is_bake { bake(uses, &filled, at, folder) } else { Some(build(uses, &filled, at, folder)) }
    };
    combinations.iter().filter_map(build).collect()
}

/// Whether a condition of its own says which combinations of a matrix get as far as a step: that is not asked here.
pub(super) fn is_chosen(step: &Mapping<'_>) -> bool {
    let condition = step.get("if").and_then(Yaml::as_scalar);
    condition.is_some_and(|condition| condition.value.contains("matrix"))
}

/// The images that a step names in its tags, with expressions as they are written: itself, or by way of the step whose output
/// it takes, `docker/metadata-action`.
pub(super) fn images(step: &Yaml<'_>, steps: &[Yaml<'_>]) -> Vec<String> {
    let input = |step: &Yaml<'_>, name: &str| -> Option<String> {
        Some(step.get("with")?.get(name)?.as_scalar()?.value.to_string())
    };
    let Some(tags) = input(step, "tags") else { return Vec::new() };
    let other = tags.split_once("steps.").and_then(|(_, rest)| rest.split_once(".outputs.tags"));
    let is_other = |step: &&Yaml<'_>| {
        let id = step.get("id").and_then(Yaml::as_scalar);
        other.zip(id).is_some_and(|((other, _), id)| id.value == other)
    };
    let names = steps.iter().find(is_other).and_then(|step| input(step, "images")).unwrap_or(tags);
    names.split(['\n', ',']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The inputs in which the values of a matrix count.
const READ: [&str; 8] = ["context", "file", "target", "build-args", "files", "targets", "source", "workdir"];

/// What the action replaces by the address of the repository.
const DEFAULT_CONTEXT: &str = "{{defaultContext}}";

/// An input of a step, without expressions.
struct Input<'s> {
    text: Joined<'s>,
    span: Span,
    /// As it is written.
    written: String,
}

impl<'s> Input<'s> {
    /// An input with the values of a combination in it; `None` where nothing is left of it.
    fn filled(value: &Scalar<'s>, values: &Values) -> Option<Input<'s>> {
        let text = matrix::filled(&value.joined(), values);
        (!text.text.is_empty()).then_some(Input { text, span: value.span, written: value.value.to_string() })
    }
}

fn build(uses: &Scalar<'_>, inputs: &HashMap<&str, Input<'_>>, at: Span, folder: &Folder) -> Line {
    let mut line = CommandLine::of_flags(Verb::Build, &[], uses.span);
    let of = |name: &str| inputs.get(name).map(|input| of_text(&input.text, input.span));
    // `{{defaultContext}}:api` is the directory `api` of the repository, from which `file` counts then.
    let context = inputs.get("context");
    let of_git = context.and_then(|input| Some((input.text.text.strip_prefix(DEFAULT_CONTEXT)?, input.span)));
    let below = of_git.map(|(rest, span)| (rest.strip_prefix(':').unwrap_or(rest), span));
    let whole = || Word::known(".", uses.span);
    line.flags.operands.push(match below {
        Some(("", _)) => whole(),
        Some((path, span)) => Word::known(path, span).apart(),
        None => of("context").unwrap_or_else(whole),
    });
    let mut put = |name: &str, value: Word| line.flags.flags.extend(Flag::of("build", name, value));
    for (name, flag) in [("file", "--file"), ("target", "--target"), ("ssh", "--ssh")] {
        if let Some(value) = of(name) {
            let inside = below.filter(|(path, _)| name == "file" && !path.is_empty());
            put(
                flag,
                match (inside, value.text()) {
                    (Some((path, span)), Some(file)) => Word::known(&format!("{path}/{file}"), span).apart(),
                    _ => value,
                },
            );
        }
    }
    let items_of = |name: &str| inputs.get(name).into_iter().flat_map(|input| items(&input.text, "\n"));
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
    let mut line = Line::new(line, folder.clone());
    // Without a context, the action builds what Git has, and no step changes that.
    line.is_of_repository = context.is_none() || of_git.is_some();
    line
}

/// The Bake files and the targets of a step; `None` where nobody knows which files it reads.
fn bake(uses: &Scalar<'_>, inputs: &HashMap<&str, Input<'_>>, at: Span, folder: &Folder) -> Option<Line> {
    let text = |name: &str| inputs.get(name).map(|input| input.text.text.trim());
    if text("source").is_some_and(|source| source != ".") {
        return None;
    }
    let folder = match text("workdir") {
        None | Some(".") => folder.clone(),
        Some(below) if !below.contains("${_}") => folder.below(below),
        Some(_) => return None,
    };
    let mut line = CommandLine::of_flags(Verb::Bake, &[], uses.span);
    let files = inputs.get("files");
    // `docker/metadata-action` writes a file with tags and labels, and no target that anybody builds.
    let adds_metadata = files.is_some_and(|files| files.written.contains(".outputs.bake-file"));
    for file in files.into_iter().flat_map(|files| items(&files.text, "\n,")) {
        if let Some(path) = file.text() {
            let path = path.strip_prefix("cwd://").unwrap_or(path);
            line.flags.flags.extend(Flag::of("bake", "--file", Word::known(path, file.span).apart()));
        } else if !adds_metadata {
            return None;
        }
    }
    // With nothing but these, no file would have a target.
    if files.is_some() && line.flags.flags.is_empty() {
        return None;
    }
    for item in inputs.get("set").into_iter().flat_map(|set| items(&set.text, "\n")) {
        line.flags.flags.extend(Flag::of("bake", "--set", item));
    }
    let targets = inputs.get("targets");
    line.flags.operands = targets.into_iter().flat_map(|targets| items(&targets.text, "\n,")).collect();
    line.span = at;
    Some(Line::new(line, folder))
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

/// The items of a list that is written as one text, with one of these characters between them.
fn items(joined: &Joined<'_>, between: &str) -> Vec<Word> {
    let mut items = Vec::new();
    let mut at = 0;
    let is_between = |c: char| between.contains(c);
    for line in joined.text.split_inclusive(is_between) {
        let trimmed = line.trim_end_matches(is_between).trim();
        let from = at + line.len() - line.trim_start().len();
        at += line.len();
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            // The action reads each line as CSV, in which quotes may be around all of it.
            let is_quoted = trimmed.len() > 1 && trimmed.starts_with('"') && trimmed.ends_with('"');
            let quotes = usize::from(is_quoted);
            let part = joined.slice(from + quotes..from + trimmed.len() - quotes);
            let span = part.whole();
            items.push(of_text(&part, span));
        }
    }
    items
}
