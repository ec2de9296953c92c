//! Instructions, flags, stages and variables.

use std::fmt::Write;

use plimsoll_dockerfile::{Instruction, Keyword};
use plimsoll_project::{Base, DockerfileModel, Healthcheck, Project, Stage, Value};

use super::Card;
use crate::features::Cursor;
use crate::features::names::dollars;

/// What is known of a place in a Dockerfile.
pub(super) fn card(project: &Project<'_>, file: &DockerfileModel<'_>, cursor: &Cursor<'_>) -> Option<Card> {
    let at = cursor.at;
    let inside = |span: plimsoll_diagnostics::Span| span.start <= at && at <= span.end;
    let instruction = file.tree.instructions.iter().find(|instruction| inside(instruction.span))?;
    let keyword = Keyword::from_name(&instruction.keyword.value);
    if let (Some(keyword), true) = (keyword, inside(instruction.keyword.text.span)) {
        let span = instruction.keyword.text.span;
        let text = format!("```dockerfile\n{}\n```\n\n{}", keyword.usage(), keyword.summary());
        return Some(Card { text, about: (span.start, span.end) });
    }
    if let (Some(keyword), Some(flag)) =
        (keyword, instruction.flags.iter().find(|flag| inside(with_dashes(flag.name.span))))
    {
        let span = flag.name.span;
        let summary = keyword.flag_summary(flag.key())?;
        let text = format!("`{} --{}`: {summary}", keyword.name(), flag.key());
        return Some(Card { text, about: (span.start, span.end) });
    }
    variable(project, file, instruction, at).or_else(|| stage(file, at))
}

/// The name of a flag with what stands before it.
fn with_dashes(name: plimsoll_diagnostics::Span) -> plimsoll_diagnostics::Span {
    plimsoll_diagnostics::Span { start: name.start.saturating_sub(2), ..name }
}

/// What `$NAME` stands for here.
fn variable(
    project: &Project<'_>,
    file: &DockerfileModel<'_>,
    instruction: &Instruction<'_>,
    at: u32,
) -> Option<Card> {
    let text = project.sources.slice(instruction.span);
    let (name, span) =
        dollars(text, instruction.span).find(|(_, span)| span.start <= at && at <= span.end)?;
    let stage = file.stages().find(|stage| {
        stage.span().start <= instruction.span.start && instruction.span.end <= stage.span().end
    });
    let value = match stage {
        Some(stage) if stage.from_instruction().is_none_or(|from| from.span != instruction.span) => {
            let index = stage.instructions().iter().position(|one| one.span == instruction.span)?;
            stage.variable_at(name, index)
        }
        _ => file.global(name),
    };
    let (value, set_at) = match value {
        Value::Known { value, set_at } => (format!("`{value}`"), Some(set_at)),
        Value::Unknown { because } => ("not known from these files".to_owned(), Some(because)),
        Value::Unset => return None,
    };
    let mut text = format!("`${name}`: {value}");
    if let Some(place) = set_at {
        let source = project.sources.file(place.file);
        let line = source.lines().line(place.start) + 1;
        let _ = write!(text, "\n\nset in {}, line {line}", source.path);
    }
    Some(Card { text, about: (span.start, span.end) })
}

/// The stage whose name, or whose base, is here.
fn stage(file: &DockerfileModel<'_>, at: u32) -> Option<Card> {
    let inside = |span: plimsoll_diagnostics::Span| span.start <= at && at <= span.end;
    for stage in file.stages() {
        let from = stage.from()?;
        let of_name = stage.name().filter(|name| inside(name.text.span));
        if let Some(name) = of_name {
            let span = name.text.span;
            return Some(Card { text: facts(stage), about: (span.start, span.end) });
        }
        let span = from.image.text.span;
        if inside(span) {
            let text = match stage.base() {
                Base::Stage(base) => facts(base),
                _ => facts(stage),
            };
            return Some(Card { text, about: (span.start, span.end) });
        }
        if let Some(copied) = stage.copies_from().find(|copied| inside(copied.span))
            && let Base::Stage(source) = copied.source
        {
            return Some(Card { text: facts(source), about: (copied.span.start, copied.span.end) });
        }
    }
    None
}

/// What holds at the end of a stage.
fn facts(stage: Stage<'_>) -> String {
    let mut text = match stage.name() {
        Some(name) => format!("**stage `{}`**", name.value),
        None => format!("**stage {}**", stage.index()),
    };
    let base = match stage.root_base() {
        Base::Image(image) => format!("`{image}`"),
        Base::Scratch => "nothing (`scratch`)".to_owned(),
        _ => "an unknown image".to_owned(),
    };
    let mut line = |name: &str, value: String| {
        let _ = write!(text, "\n- {name}: {value}");
    };
    line("starts from", base);
    for parent in stage.parents() {
        if let Some(name) = parent.name() {
            line("through stage", format!("`{}`", name.value));
        }
    }
    line("user", shown(stage.user().map(str::to_owned), "root"));
    line("working directory", shown(stage.workdir().map(str::to_owned), "/"));
    let ports: Vec<String> = stage.exposed().filter_map(Value::get).map(|port| format!("`{port}`")).collect();
    if !ports.is_empty() {
        line("listens on", ports.join(", "));
    }
    line("health check", health(stage.healthcheck()).to_owned());
    text
}

pub(super) fn health(check: Value<Healthcheck<'_>>) -> &'static str {
    match check {
        Value::Known { value: Healthcheck::Disabled, .. } => "disabled",
        Value::Known { value: Healthcheck::OfImage, .. } => "the image's own",
        Value::Known { .. } => "yes",
        Value::Unset => "none",
        Value::Unknown { .. } => "not known",
    }
}

pub(super) fn shown(value: Value<String>, default: &str) -> String {
    match value {
        Value::Known { value, .. } => format!("`{value}`"),
        Value::Unset => format!("`{default}` (default)"),
        Value::Unknown { .. } => "not known".to_owned(),
    }
}
