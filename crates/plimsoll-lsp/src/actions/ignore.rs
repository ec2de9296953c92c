//! Silencing a finding by a comment: above the instruction or the entry that it is in, or at the top of the file.

use gen_lsp_types::{CodeAction, CodeActionKind, Range, TextEdit};
use plimsoll_compose::Compose;
use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_dockerfile::Dockerfile;
use plimsoll_project::Project;

use super::edit::edits;
use crate::report::Finding;
use crate::world::{Place, World};

/// Where a comment goes.
struct Line {
    /// The first byte of the line that it is put above.
    at: u32,
    /// What stands before the text of that line.
    indent: String,
}

/// The places for the two comments.
pub(super) struct Lines {
    here: Option<Line>,
    top: Line,
}

/// The places for the comments that silence each of these findings; none where nobody knows.
pub(super) fn lines_for(place: &Place<'_>, findings: &[&Finding]) -> Vec<Lines> {
    let places = |project: &Project<'_>, file: FileId| {
        findings.iter().map(|finding| lines(project, file, finding.at)).collect::<Option<Vec<Lines>>>()
    };
    if findings.is_empty() {
        return Vec::new();
    }
    place.folder.ask_first(&place.path, places).unwrap_or_default()
}

/// Adds both ways to silence a finding. What the linter itself says cannot be silenced.
pub(super) fn of_finding(
    world: &World,
    place: &Place<'_>,
    finding: &Finding,
    lines: Option<Lines>,
    actions: &mut Vec<CodeAction>,
) {
    let Place { folder, path } = place;
    let Some(buffer) = folder.buffers.open.get(path).filter(|_| !finding.meta.on.is_empty()) else { return };
    let Some(Lines { here, top }) = lines else { return };
    let text = &buffer.file.text;
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let rule = finding.meta.name;
    let mut offer = |keyword: &str, where_: &str, line: Line| {
        let (at, new_text) = match list_end(text, keyword, &line) {
            Some(end) => (end, format!(", {rule}")),
            None => (line.at, format!("{}# plimsoll: {keyword}[{rule}]{newline}", line.indent)),
        };
        let position = world.client.encoding.position(text, buffer.file.lines(), at);
        let edit = TextEdit { range: Range { start: position, end: position }, new_text };
        actions.push(CodeAction {
            title: format!("Ignore `{rule}` {where_}"),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![finding.shown.clone()]),
            edit: Some(edits(world, folder, [(path.clone(), edit)])),
            ..CodeAction::default()
        });
    };
    if let Some(here) = here {
        offer("ignore", "here", here);
    }
    offer("ignore-file", "in this file", top);
}

/// The end of the list in a comment of this kind that already stands there: for `ignore` on the line above, for
/// `ignore-file` on the first lines.
fn list_end(text: &str, keyword: &str, line: &Line) -> Option<u32> {
    let marker = format!("# plimsoll: {keyword}[");
    let candidates = if keyword == "ignore" {
        let above = text.get(..line.at as usize)?.trim_end_matches(['\n', '\r']);
        above.rfind('\n').map_or(0, |at| at + 1)..above.len()
    } else {
        let top = text.get(line.at as usize..)?;
        let comments = top.split_inclusive('\n').take_while(|line| line.trim_start().starts_with('#'));
        line.at as usize..line.at as usize + comments.map(str::len).sum::<usize>()
    };
    let searched = text.get(candidates.clone())?;
    let found = searched.find(&marker)? + marker.len();
    let end = found + searched.get(found..)?.find(']')?;
    Some((candidates.start + end) as u32)
}

fn lines(project: &Project<'_>, file: FileId, at: u32) -> Option<Lines> {
    let text = &project.sources.file(file).text;
    if let Some(dockerfile) = project.dockerfile_at(file) {
        return Some(of_dockerfile(&dockerfile.tree, text, at));
    }
    let compose = project.app.as_ref()?.files().iter().find(|compose| compose.source.span.file == file)?;
    Some(of_compose(compose, text, at))
}

fn of_dockerfile(tree: &Dockerfile<'_>, text: &str, at: u32) -> Lines {
    let around = |span: Span| span.start <= at && at <= span.end;
    let instruction = tree.instructions.iter().rev().find(|instruction| around(instruction.span));
    // A comment above a parser directive would make it one more comment.
    let behind = tree.directives.last().map_or(mark(text), |last| end_of_line(text, last.span.end));
    Lines {
        here: instruction.map(|instruction| line(text, instruction.span.start)),
        top: Line { at: behind, indent: String::new() },
    }
}

fn of_compose(compose: &Compose<'_>, text: &str, at: u32) -> Lines {
    let mut innermost = None;
    let mut open: Vec<&Yaml<'_>> = compose.documents.iter().collect();
    while let Some(yaml) = open.pop() {
        let mut parts: Vec<(Span, &Yaml<'_>)> = Vec::new();
        match &yaml.node {
            Node::Mapping(mapping) => {
                parts.extend(mapping.entries.iter().map(|entry| (entry.span(), &entry.value)));
            }
            Node::Sequence(items) => parts.extend(items.iter().map(|item| (item.span, item))),
            Node::Scalar(_) | Node::Alias(_) => {}
        }
        for (span, value) in parts {
            if span.start <= at && at <= span.end {
                // A comment covers what starts first on the line below it.
                let line = line(text, span.start);
                let before = text.get(line.at as usize..span.start as usize).unwrap_or_default();
                if before.chars().all(|character| matches!(character, ' ' | '-')) {
                    innermost = Some(line);
                }
                open.push(value);
            }
        }
    }
    Lines { here: innermost, top: Line { at: mark(text), indent: String::new() } }
}

/// The line that holds a byte.
fn line(text: &str, at: u32) -> Line {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(mark(text) as usize, |at| at + 1);
    let rest = text.get(start..).unwrap_or_default();
    let indent = rest.get(..rest.len() - rest.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
    Line { at: start as u32, indent: indent.to_owned() }
}

/// The length of a byte order mark.
fn mark(text: &str) -> u32 {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

fn end_of_line(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |end| end + 1) as u32
}
