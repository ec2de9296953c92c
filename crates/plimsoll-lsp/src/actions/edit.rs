//! Changes to files, in the form that the client takes.

use std::collections::{BTreeMap, HashMap};

use gen_lsp_types::{
    DocumentChange, OptionalVersionedTextDocumentIdentifier, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, WorkspaceEdit,
};
use imara_diff::{Algorithm, Diff, InternedInput};
use plimsoll_diagnostics::SourceFile;

use crate::encoding::Encoding;
use crate::folder::Folder;
use crate::world::World;

/// Changes to files of a folder, each with the path of its file. They name the version of a buffer where the client
/// understands that, so that they are not made to another text.
pub(crate) fn edits(
    world: &World,
    folder: &Folder,
    changes: impl IntoIterator<Item = (String, TextEdit)>,
) -> WorkspaceEdit {
    let mut by_path: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    for (path, edit) in changes {
        by_path.entry(path).or_default().push(edit);
    }
    if !world.client.document_changes {
        let changes: HashMap<_, _> =
            by_path.into_iter().map(|(path, edits)| (folder.uri(&path), edits)).collect();
        return WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() };
    }
    let changes = by_path.into_iter().map(|(path, edits)| {
        let version = folder.buffers.open.get(&path).map(|buffer| buffer.version);
        let text_document_identifier = TextDocumentIdentifier { uri: folder.uri(&path) };
        let text_document = OptionalVersionedTextDocumentIdentifier { version, text_document_identifier };
        let edits = edits.into_iter().map(Into::into).collect();
        DocumentChange::from(TextDocumentEdit { text_document, edits })
    });
    WorkspaceEdit { document_changes: Some(changes.collect()), ..WorkspaceEdit::default() }
}

/// What to change in `old` so that it reads `new`: whole lines, and no more of them than need be.
pub(super) fn difference(old: &SourceFile, new: &str, encoding: Encoding) -> Vec<TextEdit> {
    let (before, after): (Vec<&str>, Vec<&str>) = (lines(&old.text), lines(new));
    let at = |line: usize| {
        let byte: usize = before.iter().take(line).map(|line| line.len()).sum();
        encoding.position(&old.text, old.lines(), byte as u32)
    };
    let input = InternedInput::new(&*old.text, new);
    let changes = Diff::compute(Algorithm::Histogram, &input);
    let edit = |change: imara_diff::Hunk| {
        let (from, to) = (change.after.start as usize, change.after.end as usize);
        let range = Range { start: at(change.before.start as usize), end: at(change.before.end as usize) };
        TextEdit { range, new_text: after.get(from..to).unwrap_or_default().concat() }
    };
    changes.hunks().map(edit).collect()
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
