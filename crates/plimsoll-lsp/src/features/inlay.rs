//! What the variables of FROM stand for, behind them. Off unless it is asked for.

use gen_lsp_types::{InlayHint, InlayHintKind, Label, Position};

use super::Document;

/// The hints of a file.
pub(super) fn hints(document: &Document<'_>) -> Vec<InlayHint> {
    if !document.world.options.inlay_hints {
        return Vec::new();
    }
    let place = &document.place;
    let found = place.folder.ask_first(&place.path, |project, file| {
        let dockerfile = project.dockerfile_at(file)?;
        let resolved = dockerfile.stages().filter_map(|stage| {
            let image = &stage.from()?.image;
            let value = dockerfile.expand_global(image).get()?;
            (*value != *image.value).then(|| (image.text.span.end, value.into_owned()))
        });
        Some(resolved.collect::<Vec<_>>())
    });
    let hint = |(at, value): (u32, String)| {
        let position: Position = document.range(at, at).start;
        InlayHint {
            position,
            label: Label::String(value),
            kind: Some(InlayHintKind::Type),
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    };
    found.unwrap_or_default().into_iter().map(hint).collect()
}
