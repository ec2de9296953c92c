//! Silencing a finding by a comment: above the instruction or the entry that it is in, or at the top of the file.

use gen_lsp_types::{CodeAction, CodeActionKind, Range, TextEdit};
use plimsoll_linter::{IgnorePlace, IgnoreWriter, Insertion};

use super::edit::edits;
use crate::report::Finding;
use crate::world::{Place, World};

/// Adds both ways to silence a finding. What the linter itself says cannot be silenced.
pub(super) fn of_finding(
    world: &World,
    place: &Place<'_>,
    writer: &IgnoreWriter<'_>,
    finding: &Finding,
    actions: &mut Vec<CodeAction>,
) {
    let Place { folder, path } = place;
    let Some(buffer) = folder.buffers.open.get(path).filter(|_| !finding.meta.on.is_empty()) else { return };
    let rule = finding.meta.name;
    let here = writer.place(finding.at);
    let places = [(here, "here"), (IgnorePlace::Top, "in this file")];
    for (at, words) in places.into_iter().filter(|(at, words)| *at != IgnorePlace::Top || *words != "here") {
        let Insertion { at, text } = writer.insertion(at, &[rule], "");
        let position = world.client.encoding.position(&buffer.file.text, buffer.file.lines(), at as u32);
        let edit = TextEdit { range: Range { start: position, end: position }, new_text: text };
        actions.push(CodeAction {
            title: format!("Ignore `{rule}` {words}"),
            kind: Some(CodeActionKind::QuickFix),
            diagnostics: Some(vec![finding.shown.clone()]),
            edit: Some(edits(world, folder, [(path.clone(), edit)])),
            ..CodeAction::default()
        });
    }
}
