//! What a file consists of: stages and their instructions, services and their keys.

use gen_lsp_types::{DocumentSymbol, SymbolKind};
use plimsoll_compose::yaml::{Entry, Node, Yaml};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Instruction, Kind};
use plimsoll_project::DockerfileModel;

use super::Document;

/// How deep the outline of a file of data goes: `services`, a service, its keys.
const DEPTH: usize = 3;
/// How much of an instruction is shown.
const DETAIL: usize = 60;

/// The outline of a file.
pub(super) fn symbols(document: &Document<'_>) -> Vec<DocumentSymbol> {
    let place = &document.place;
    let outline = Outline { document };
    let found = place.folder.ask_first(&place.path, |project, file| {
        if let Some(dockerfile) = project.dockerfile_at(file) {
            return Some(outline.dockerfile(dockerfile));
        }
        let (documents, _) = project.data(file)?;
        Some(documents.iter().flat_map(|document| outline.entries(document, 0)).collect())
    });
    found.unwrap_or_default()
}

struct Outline<'d> {
    document: &'d Document<'d>,
}

impl Outline<'_> {
    #[expect(deprecated, reason = "the field must be given some value")]
    fn symbol(
        &self,
        (name, detail): (&str, String),
        kind: SymbolKind,
        whole: Span,
        named: Span,
        children: Vec<DocumentSymbol>,
    ) -> DocumentSymbol {
        DocumentSymbol {
            name: if name.is_empty() { "?".to_owned() } else { name.to_owned() },
            detail: Some(detail).filter(|detail| !detail.is_empty()),
            kind,
            tags: None,
            deprecated: None,
            range: self.document.range(whole.start, whole.end),
            // It must lie inside.
            selection_range: self
                .document
                .range(named.start.clamp(whole.start, whole.end), named.end.clamp(whole.start, whole.end)),
            children: Some(children).filter(|children| !children.is_empty()),
        }
    }

    fn dockerfile(&self, file: &DockerfileModel<'_>) -> Vec<DocumentSymbol> {
        let mut symbols: Vec<_> =
            file.preamble().iter().map(|instruction| self.instruction(instruction)).collect();
        for stage in file.stages() {
            let Some(from) = stage.from() else { continue };
            let named = stage.name().unwrap_or(&from.image);
            let number = format!("stage {}", stage.index());
            let name = stage.name().map_or(&*number, |name| &name.value);
            let children = stage.instructions().iter().map(|instruction| self.instruction(instruction));
            let texts = (name, from.image.value.to_string());
            symbols.push(self.symbol(
                texts,
                SymbolKind::Module,
                stage.span(),
                named.text.span,
                children.collect(),
            ));
        }
        symbols
    }

    fn instruction(&self, instruction: &Instruction<'_>) -> DocumentSymbol {
        let kind = match instruction.kind {
            Kind::Arg(_) => SymbolKind::Variable,
            Kind::Env(_) => SymbolKind::Constant,
            Kind::Label(_) => SymbolKind::Property,
            Kind::Copy(_) | Kind::Add(_) => SymbolKind::File,
            Kind::Run(_) | Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_) => SymbolKind::Function,
            _ => SymbolKind::Field,
        };
        let keyword = instruction.keyword.text.span;
        let text = self.document.file.text.get(keyword.end as usize..instruction.span.end as usize);
        let detail: String =
            text.unwrap_or_default().lines().next().unwrap_or_default().trim().chars().take(DETAIL).collect();
        let name = instruction.keyword.value.to_uppercase();
        self.symbol((&name, detail), kind, instruction.span, keyword, Vec::new())
    }

    fn entries(&self, yaml: &Yaml<'_>, depth: usize) -> Vec<DocumentSymbol> {
        let Some(mapping) = yaml.as_mapping().filter(|_| depth < DEPTH) else { return Vec::new() };
        mapping.entries.iter().map(|entry| self.entry(entry, depth)).collect()
    }

    fn entry(&self, entry: &Entry<'_>, depth: usize) -> DocumentSymbol {
        let kind = match (depth, &entry.value.node) {
            (1, _) => SymbolKind::Module,
            (_, Node::Sequence(_)) => SymbolKind::Array,
            (_, Node::Mapping(_)) => SymbolKind::Object,
            _ => SymbolKind::Property,
        };
        let detail = entry.value.as_scalar().map(|scalar| scalar.value.lines().next().unwrap_or_default());
        let detail: String = detail.unwrap_or_default().chars().take(DETAIL).collect();
        let children = self.entries(&entry.value, depth + 1);
        self.symbol((&entry.key.value, detail), kind, entry.span(), entry.key.span, children)
    }
}
