//! What can be asked about a place or a file, one file for each feature.

mod completion;
mod definition;
mod folding;
mod hover;
mod inlay;
mod links;
mod names;
mod outline;
mod rename;
mod search;

use gen_lsp_types::{Location, Position, Uri};
use plimsoll_diagnostics::SourceFile;
use serde::Deserialize;
use serde_json::Value;

use crate::protocol::{ErrorCode, Refusal, answer as write, read};
use crate::world::{Place, World};

/// Parameters that name a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfFile {
    text_document: Identifier,
}

/// Parameters that name a place in a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfPlace {
    text_document: Identifier,
    position: Position,
    #[serde(default)]
    context: Context,
    new_name: Option<String>,
}

#[derive(Deserialize)]
struct Identifier {
    uri: Uri,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Context {
    include_declaration: bool,
}

/// An open file.
pub(crate) struct Document<'w> {
    pub(crate) world: &'w World,
    pub(crate) place: Place<'w>,
    pub(crate) file: &'w SourceFile,
}

/// A place in an open file.
pub(crate) struct Cursor<'w> {
    pub(crate) document: Document<'w>,
    /// The byte.
    pub(crate) at: u32,
}

impl<'w> Document<'w> {
    fn open(world: &'w World, uri: &Uri) -> Option<Document<'w>> {
        let place = world.place(uri)?;
        let file = &place.folder.buffers.open.get(&place.path)?.file;
        Some(Document { world, place, file })
    }

    /// The range of bytes in it.
    pub(crate) fn range(&self, start: u32, end: u32) -> gen_lsp_types::Range {
        let encoding = self.world.client.encoding;
        let at = |byte| encoding.position(&self.file.text, self.file.lines(), byte);
        gen_lsp_types::Range { start: at(start), end: at(end) }
    }
}

impl Cursor<'_> {
    /// The line up to here.
    pub(crate) fn line_before(&self) -> &str {
        let before = self.document.file.text.get(..self.at as usize).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or(before)
    }

    /// The run of characters around it that `belongs` lets through, and its first byte.
    pub(crate) fn word(&self, belongs: impl Fn(char) -> bool) -> (u32, &str) {
        let (before, behind) = self.document.file.text.split_at_checked(self.at as usize).unwrap_or_default();
        let start = before.len()
            - before.chars().rev().take_while(|&c| belongs(c)).map(char::len_utf8).sum::<usize>();
        let length: usize = behind.chars().take_while(|&c| belongs(c)).map(char::len_utf8).sum();
        let word = self.document.file.text.get(start..self.at as usize + length).unwrap_or_default();
        (start as u32, word)
    }
}

/// Answers a request about a file. There is no answer about a file that is not open.
pub(crate) fn answer(world: &World, method: &str, params: Value) -> Result<Value, Refusal> {
    if method == "workspace/symbol" {
        let query = params.get("query").and_then(Value::as_str).unwrap_or_default();
        return write(&search::symbols(world, query));
    }
    if let Some(result) = about_file(world, method, &params)? {
        return Ok(result);
    }
    if !matches!(method.strip_prefix("textDocument/"), Some(name) if ABOUT_PLACES.contains(&name)) {
        return Err(Refusal::new(ErrorCode::MethodNotFound, format!("unknown method `{method}`")));
    }
    let params: OfPlace = read(params)?;
    let Some(document) = Document::open(world, &params.text_document.uri) else { return Ok(Value::Null) };
    let at = world.client.encoding.offset(&document.file.text, document.file.lines(), params.position);
    let cursor = Cursor { document, at: at as u32 };
    match method {
        "textDocument/hover" => write(&hover::hover(&cursor)),
        "textDocument/completion" => write(&completion::complete(&cursor)),
        "textDocument/definition" => write(&definition::definition(&cursor)),
        "textDocument/references" => {
            let references: Vec<Location> =
                definition::references(&cursor, params.context.include_declaration);
            write(&references)
        }
        "textDocument/documentHighlight" => write(&definition::highlights(&cursor)),
        "textDocument/prepareRename" => write(&rename::prepare(&cursor)),
        _ => {
            let name = params.new_name.unwrap_or_default();
            rename::rename(&cursor, &name)
                .map_err(|why| Refusal::new(ErrorCode::RequestFailed, why))
                .and_then(|edit| write(&edit))
        }
    }
}

const ABOUT_PLACES: [&str; 7] =
    ["hover", "completion", "definition", "references", "documentHighlight", "prepareRename", "rename"];

/// Answers what asks about a whole file; `None` when it asks about something else.
fn about_file(world: &World, method: &str, params: &Value) -> Result<Option<Value>, Refusal> {
    let feature: fn(&Document<'_>) -> Result<Value, Refusal> = match method {
        "textDocument/documentSymbol" => |document| write(&outline::symbols(document)),
        "textDocument/foldingRange" => |document| write(&folding::ranges(document)),
        "textDocument/documentLink" => |document| write(&links::links(document)),
        "textDocument/inlayHint" => |document| write(&inlay::hints(document)),
        _ => return Ok(None),
    };
    let OfFile { text_document } = read(params.clone())?;
    Document::open(world, &text_document.uri)
        .map_or(Ok(Some(Value::Null)), |document| feature(&document).map(Some))
}
