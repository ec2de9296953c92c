//! Where a name is declared, and everything that names the same.

use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind, Location};
use plimsoll_diagnostics::Sources;
use plimsoll_project::{Build, Project};

use super::Cursor;
use super::names::{self, Mention, Symbol};

/// What declares the name here; for the Dockerfile of a service, the file.
pub(super) fn definition(cursor: &Cursor<'_>) -> Vec<Location> {
    let place = &cursor.document.place;
    let encoding = cursor.document.world.client.encoding;
    let found = place.folder.ask_first(&place.path, |project, file| {
        let location = |span: plimsoll_diagnostics::Span| {
            place.folder.location(project.sources.file(span.file), span, encoding)
        };
        if let Some((here, same)) = names::at(project, file, cursor.at) {
            return Some(
                declarations(&here, &same).into_iter().map(|mention| location(mention.span)).collect(),
            );
        }
        dockerfile(project, file, cursor.at).map(|span| vec![location(span)])
    });
    found.unwrap_or_default()
}

/// The declarations that count for a mention: of a variable or an anchor, the last one before it.
fn declarations<'m>(here: &Mention, same: &'m [Mention]) -> Vec<&'m Mention> {
    let declares: Vec<&Mention> = same.iter().filter(|mention| mention.declares).collect();
    let is_ordered = matches!(here.symbol, Symbol::Variable(..) | Symbol::Anchor(..));
    if here.declares || !is_ordered {
        let itself = declares.iter().filter(|mention| mention.span == here.span).copied().collect();
        return if here.declares && is_ordered { itself } else { declares };
    }
    let before = declares
        .iter()
        .filter(|mention| mention.span.file != here.span.file || mention.span.start < here.span.start);
    before.max_by_key(|mention| mention.span.start).or(declares.first()).copied().into_iter().collect()
}

/// The start of the Dockerfile that `build`, `context` or `dockerfile` here means.
fn dockerfile(
    project: &Project<'_>,
    file: plimsoll_diagnostics::FileId,
    at: u32,
) -> Option<plimsoll_diagnostics::Span> {
    project.containers().find_map(|container| {
        let build = container.service.build.as_ref()?;
        let here = |span: plimsoll_diagnostics::Span| span.file == file && span.start <= at && at <= span.end;
        let named = [&build.context, &build.dockerfile].into_iter().flatten();
        match container.build() {
            Build::Linked { file, .. } if named.into_iter().any(|scalar| here(scalar.span)) => {
                Some(file.span().before())
            }
            _ => None,
        }
    })
}

/// Everything that names the same, in every project of the file.
pub(super) fn references(cursor: &Cursor<'_>, with_declarations: bool) -> Vec<Location> {
    let mut found: Vec<Location> = Vec::new();
    for_each_mention(cursor, |mention, sources| {
        let place = &cursor.document.place;
        let encoding = cursor.document.world.client.encoding;
        let location = place.folder.location(sources.file(mention.span.file), mention.span, encoding);
        if (with_declarations || !mention.declares) && !found.contains(&location) {
            found.push(location);
        }
    });
    found.sort_by_key(|location| {
        (location.uri.0.clone(), location.range.start.line, location.range.start.character)
    });
    found
}

/// The same, in this file.
pub(super) fn highlights(cursor: &Cursor<'_>) -> Vec<DocumentHighlight> {
    let mut found: Vec<DocumentHighlight> = Vec::new();
    for_each_mention(cursor, |mention, sources| {
        if sources.file(mention.span.file).path != cursor.document.place.path {
            return;
        }
        let range = cursor.document.range(mention.span.start, mention.span.end);
        let kind = if mention.declares { DocumentHighlightKind::Write } else { DocumentHighlightKind::Read };
        if found.iter().all(|highlight| highlight.range != range) {
            found.push(DocumentHighlight { range, kind: Some(kind) });
        }
    });
    found
}

/// Calls `see` with everything that names the same as the name here, in every project of the file.
pub(super) fn for_each_mention(cursor: &Cursor<'_>, mut see: impl FnMut(&Mention, &Sources)) {
    let place = &cursor.document.place;
    for key in place.folder.projects_with(&place.path) {
        place.folder.ask(&key, &place.path, |project, file| {
            let same = names::at(project, file, cursor.at).map(|(_, same)| same).unwrap_or_default();
            for mention in &same {
                see(mention, project.sources);
            }
        });
    }
}
