//! Stages, services, networks and volumes of everything that is open, by name.

use gen_lsp_types::{BaseSymbolInformation, SymbolKind, WorkspaceSymbol};
use plimsoll_project::Project;

use super::names::{self, Symbol};
use crate::world::World;

/// More than this nobody reads.
const MOST: usize = 500;

/// What is declared under a name that holds the letters of `query`, in this order.
pub(super) fn symbols(world: &World, query: &str) -> Vec<WorkspaceSymbol> {
    let mut found: Vec<WorkspaceSymbol> = Vec::new();
    for folder in &world.folders {
        for key in folder.session.projects() {
            let see = |project: &Project<'_>| {
                for mention in names::mentions(project).into_iter().filter(|mention| mention.declares) {
                    let Some(kind) = kind(&mention.symbol) else { continue };
                    let name = project.sources.slice(mention.span);
                    if !matches(name, query) {
                        continue;
                    }
                    let file = project.sources.file(mention.span.file);
                    let location = folder.location(file, mention.span, world.client.encoding);
                    let base_symbol_information = BaseSymbolInformation {
                        name: name.to_owned(),
                        kind,
                        tags: None,
                        container_name: Some(file.path.clone()),
                    };
                    let symbol =
                        WorkspaceSymbol { location: location.into(), data: None, base_symbol_information };
                    if !found.contains(&symbol) {
                        found.push(symbol);
                    }
                }
            };
            folder.session.read(&folder.buffers, &key, see);
            if found.len() >= MOST {
                return found;
            }
        }
    }
    found
}

fn kind(symbol: &Symbol) -> Option<SymbolKind> {
    Some(match symbol {
        Symbol::Stage(..) | Symbol::Service(_) => SymbolKind::Module,
        Symbol::Network(_) => SymbolKind::Interface,
        Symbol::Volume(_) => SymbolKind::Object,
        Symbol::Secret(_) | Symbol::Config(_) => SymbolKind::Key,
        Symbol::Variable(..) | Symbol::Anchor(..) => return None,
    })
}

fn matches(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}
