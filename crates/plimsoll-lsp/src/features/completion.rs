//! What can be written here.

mod compose;
mod daemon;
mod dockerfile;
mod flags;
mod policy;
mod quadlet;
mod rules;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, Documentation, InsertTextFormat,
    MarkupContent, MarkupKind, TextEdit,
};
use plimsoll_linter::{CONFIG_NAME, FileKind};

use super::Cursor;
use super::hover::is_policy;

/// Something that can be written.
struct Suggestion {
    /// What is written.
    text: String,
    kind: CompletionItemKind,
    /// A few words beside it.
    detail: String,
    /// What it is for, in Markdown.
    documentation: String,
    /// What is written instead, with places to fill in, where the client can.
    snippet: Option<String>,
}

impl Suggestion {
    fn new(text: impl Into<String>, kind: CompletionItemKind) -> Suggestion {
        Suggestion {
            text: text.into(),
            kind,
            detail: String::new(),
            documentation: String::new(),
            snippet: None,
        }
    }

    fn detail(self, detail: impl Into<String>) -> Suggestion {
        Suggestion { detail: detail.into(), ..self }
    }

    fn documentation(self, documentation: impl Into<String>) -> Suggestion {
        Suggestion { documentation: documentation.into(), ..self }
    }

    fn snippet(self, snippet: impl Into<String>) -> Suggestion {
        Suggestion { snippet: Some(snippet.into()), ..self }
    }
}

/// What can be written here, in place of the word that was begun.
pub(super) fn complete(cursor: &Cursor<'_>) -> Vec<CompletionItem> {
    let document = &cursor.document;
    let place = &document.place;
    let kind = place.folder.buffers.open.get(&place.path).and_then(crate::buffers::Buffer::kind);
    let (start, suggestions) = if let Some(found) = rules::in_comment(cursor) {
        found
    } else {
        match kind {
            Some(FileKind::Dockerfile) => dockerfile::complete(cursor),
            Some(FileKind::Compose) => compose::complete(cursor),
            Some(FileKind::Daemon) => daemon::complete(cursor),
            Some(FileKind::Quadlet) => quadlet::complete(cursor),
            _ if is_policy(&place.path) => policy::complete(cursor),
            _ if place.path.rsplit('/').next() == Some(CONFIG_NAME) => rules::in_config(cursor),
            _ => return Vec::new(),
        }
    };
    let range = document.range(start, cursor.at);
    let item = |suggestion: Suggestion| {
        let Suggestion { text, kind, detail, documentation, snippet } = suggestion;
        let snippet = snippet.filter(|_| document.world.client.snippets);
        let format = snippet.is_some().then_some(InsertTextFormat::Snippet);
        let new_text = snippet.unwrap_or_else(|| text.clone());
        CompletionItem {
            label: text,
            kind: Some(kind),
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            documentation: Some(documentation).filter(|text| !text.is_empty()).map(markdown),
            insert_text_format: format,
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    };
    suggestions.into_iter().map(item).collect()
}

/// The start of the word that was begun.
fn start_of_word(cursor: &Cursor<'_>, belongs: impl Fn(char) -> bool) -> u32 {
    let line = cursor.line_before();
    let word: usize = line.chars().rev().take_while(|&c| belongs(c)).map(char::len_utf8).sum();
    cursor.at - word as u32
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}
