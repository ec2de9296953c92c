//! Instructions, flags, stages and variables.

use gen_lsp_types::CompletionItemKind;
use plimsoll_dockerfile::{FlagValue, Keyword, Kind};
use plimsoll_project::{Base, DockerfileModel, Stage};

use super::{Suggestion, flags, start_of_word};
use crate::features::Cursor;

/// What can be written at this place of a Dockerfile.
pub(super) fn complete(cursor: &Cursor<'_>) -> (u32, Vec<Suggestion>) {
    let line = cursor.line_before();
    let is_name = |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.');
    let start = start_of_word(cursor, is_name);
    let before = cursor.document.file.text.get(..start as usize).unwrap_or_default();
    let begun = cursor.document.file.text.get(before.len()..cursor.at as usize).unwrap_or_default();
    if before.ends_with('$') || before.ends_with("${") {
        return (start, variables(cursor));
    }
    let (keyword, rest) = statement(before, line);
    let Some(keyword) = keyword else {
        return (
            start,
            if rest.trim().is_empty() { instructions(line) } else { flags::directives(before, begun) },
        );
    };
    if before.ends_with("--from=") || before.ends_with("from=") {
        return (start, stages(cursor, keyword));
    }
    if let Some(values) = flags::values(before) {
        return (start, values);
    }
    if begun.starts_with("--") || (begun.starts_with('-') && !begun.starts_with("---")) {
        return (start, flags_of(keyword));
    }
    match keyword {
        Keyword::From if rest.trim_start().is_empty() || rest.trim_start().starts_with("--") => {
            (start, stages(cursor, keyword))
        }
        Keyword::Onbuild if rest.trim().is_empty() => (start, instructions(line)),
        Keyword::Healthcheck if !rest.contains("CMD") => {
            let words = ["CMD", "NONE"].map(|word| Suggestion::new(word, CompletionItemKind::Keyword));
            (start, words.into())
        }
        _ => (start, Vec::new()),
    }
}

/// The instruction that goes on at the end of `before`, and its text so far. None at the start of one.
fn statement<'t>(before: &'t str, line: &str) -> (Option<Keyword>, &'t str) {
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    // Lines that are continued belong to it.
    while let Some(above) = before.get(..start.saturating_sub(1)).filter(|_| start > 0) {
        if !above.trim_end().ends_with(['\\', '`']) {
            break;
        }
        start = above.rfind('\n').map_or(0, |at| at + 1);
    }
    let text = before.get(start..).unwrap_or_default();
    let trimmed = text.trim_start();
    if trimmed.starts_with('#') || line.trim_start().starts_with('#') {
        return (None, "#");
    }
    match trimmed.split_once(char::is_whitespace) {
        Some((word, rest)) => match Keyword::from_name(word) {
            Some(keyword) => (Some(keyword), rest),
            None => (None, text),
        },
        None => (None, trimmed),
    }
}

fn instructions(line: &str) -> Vec<Suggestion> {
    let is_lower = line.trim_start().starts_with(|first: char| first.is_ascii_lowercase());
    let all = Keyword::ALL.into_iter().filter(|keyword| *keyword != Keyword::Maintainer);
    all.map(|keyword| {
        let name = if is_lower { keyword.name().to_lowercase() } else { keyword.name().to_owned() };
        let documentation = format!("```dockerfile\n{}\n```\n\n{}", keyword.usage(), keyword.summary());
        Suggestion::new(name, CompletionItemKind::Keyword).documentation(documentation)
    })
    .collect()
}

fn flags_of(keyword: Keyword) -> Vec<Suggestion> {
    let flags = keyword.flags().iter().map(|flag| {
        let equals = if flag.takes == FlagValue::Bool { "" } else { "=" };
        let text = format!("--{}{equals}", flag.name);
        let summary = keyword.flag_summary(flag.name).unwrap_or_default();
        Suggestion::new(text, CompletionItemKind::Field).documentation(summary)
    });
    flags.collect()
}

fn with_file<R>(cursor: &Cursor<'_>, ask: impl Fn(&DockerfileModel<'_>) -> R) -> Option<R> {
    let place = &cursor.document.place;
    place.folder.ask_first(&place.path, |project, file| project.dockerfile_at(file).map(&ask))
}

/// The named stages above; of another instruction than FROM, without the one that it is in.
fn stages(cursor: &Cursor<'_>, keyword: Keyword) -> Vec<Suggestion> {
    let found = with_file(cursor, |file| {
        let starts_above =
            |stage: &Stage<'_>| stage.from_instruction().is_some_and(|from| from.span.end < cursor.at);
        let mut above: Vec<Stage<'_>> = file.stages().filter(starts_above).collect();
        if keyword != Keyword::From {
            above.pop();
        }
        let named = above.into_iter().filter_map(|stage| {
            let base = match stage.root_base() {
                Base::Image(image) => image.to_string(),
                Base::Scratch => "scratch".to_owned(),
                _ => String::new(),
            };
            Some(Suggestion::new(&*stage.name()?.value, CompletionItemKind::Module).detail(base))
        });
        named.collect()
    });
    found.unwrap_or_default()
}

/// The variables that are declared above.
fn variables(cursor: &Cursor<'_>) -> Vec<Suggestion> {
    let found = with_file(cursor, |file| {
        let mut found: Vec<Suggestion> = Vec::new();
        for instruction in file.tree.instructions.iter().take_while(|one| one.span.end < cursor.at) {
            let pairs = match &instruction.kind {
                Kind::Arg(arg) => &*arg.pairs,
                Kind::Env(env) => &*env.pairs,
                _ => &[],
            };
            for pair in pairs {
                found.retain(|known| known.text != pair.name.value);
                let value = pair.value.as_ref().map_or("", |value| &value.value);
                found.push(Suggestion::new(&*pair.name.value, CompletionItemKind::Variable).detail(value));
            }
        }
        found
    });
    found.unwrap_or_default()
}
