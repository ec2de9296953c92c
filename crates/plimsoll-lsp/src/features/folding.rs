//! What can be folded: stages, instructions of several lines, comments, entries of data.

use gen_lsp_types::{FoldingRange, FoldingRangeKind};
use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{FileId, LineIndex, Span};
use plimsoll_project::Project;

use super::Document;

/// The foldable ranges of a file, as lines.
pub(super) fn ranges(document: &Document<'_>) -> Vec<FoldingRange> {
    let place = &document.place;
    let found = place.folder.ask_first(&place.path, |project, file| Some(spans(project, file)));
    let Some((blocks, comments)) = found else { return Vec::new() };
    let lines = document.file.lines();
    let mut ranges: Vec<FoldingRange> =
        blocks.into_iter().filter_map(|span| range(lines, &document.file.text, span, None)).collect();
    // Comments on lines that follow each other are one.
    let mut comments = comments.into_iter().peekable();
    while let Some(mut whole) = comments.next() {
        while let Some(next) = comments.next_if(|next| lines.line(next.start) == lines.line(whole.end) + 1) {
            whole = whole.to(next);
        }
        ranges.extend(range(lines, &document.file.text, whole, Some(FoldingRangeKind::Comment)));
    }
    ranges.sort_by_key(|range| (range.start_line, std::cmp::Reverse(range.end_line)));
    ranges.dedup_by_key(|range| range.start_line);
    ranges
}

fn range(lines: &LineIndex, text: &str, span: Span, kind: Option<FoldingRangeKind>) -> Option<FoldingRange> {
    let written = text.get(span.range()).unwrap_or_default().trim_end();
    let (start, end) = (lines.line(span.start), lines.line(span.start + written.len() as u32));
    (start < end).then(|| FoldingRange {
        start_line: start as u32,
        end_line: end as u32,
        kind,
        ..FoldingRange::default()
    })
}

/// Blocks and comments.
fn spans(project: &Project<'_>, file: FileId) -> (Vec<Span>, Vec<Span>) {
    if let Some(dockerfile) = project.dockerfile_at(file) {
        let stages = dockerfile.stages().map(|stage| stage.span());
        let instructions = dockerfile.tree.instructions.iter().map(|instruction| instruction.span);
        let comments = dockerfile.tree.comments.iter().map(|comment| comment.text.span);
        return (stages.chain(instructions).collect(), comments.collect());
    }
    let Some((documents, comments)) = project.data(file) else { return (Vec::new(), Vec::new()) };
    let mut blocks = Vec::new();
    let mut open: Vec<&Yaml<'_>> = documents.iter().collect();
    while let Some(yaml) = open.pop() {
        match &yaml.node {
            Node::Mapping(mapping) => {
                blocks.extend(mapping.entries.iter().map(plimsoll_compose::yaml::Entry::span));
                open.extend(mapping.entries.iter().map(|entry| &entry.value));
            }
            Node::Sequence(items) => {
                blocks.extend(items.iter().map(|item| item.span));
                open.extend(items);
            }
            Node::Scalar(_) | Node::Alias(_) => {}
        }
    }
    let comments = comments.iter().filter(|comment| comment.own_line);
    (blocks, comments.map(|comment| comment.text.span).collect())
}
