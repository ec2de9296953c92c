//! How command lines become an application: each is lowered to a service as a Compose file has it.

mod build;
mod files;
mod lower;
mod services;
mod targets;

use std::cell::LazyCell;
use std::collections::HashSet;

use plimsoll_compose::Compose;
use plimsoll_compose::yaml::{Entry, Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::{FileId, Sources, Span, Text};
use plimsoll_shell as shell;

use super::build_link;
use crate::read::assembly::Assembly;
use crate::{Folder, Line, Lines, Loader, Place, Project, path};

impl<'s> Project<'s> {
    /// The command lines of a file. `lines` come from its scripts, in order.
    pub fn lines(
        sources: &'s Sources,
        file: FileId,
        place: Place,
        mut lines: Vec<Line>,
        commands: Vec<shell::Command>,
        loader: &dyn Loader<'s>,
    ) -> Project<'s> {
        let source = sources.text(file);
        let at = &*sources.file(file).path;
        let folder = path::folder(at);
        // Whoever names the files elsewhere names them here, too.
        let mut compose_files =
            (!source.raw.contains("COMPOSE_FILE")).then(|| services::ComposeFiles::new(sources, loader));
        let mut bake_targets = targets::BakeTargets::new(sources, loader);
        // Few scripts name a file that is missing.
        let tested = LazyCell::new(|| files::tested(source));
        for line in &mut lines {
            if line.command.is_from_script {
                line.folder = match line.folder {
                    Folder::Near => Folder::At(folder.to_owned()),
                    Folder::At(_) | Folder::Unknown => Folder::Unknown,
                };
            }
            line.missing = files::missing(line, &|name| tested.contains(name), folder, loader);
            line.missing_env_files = files::missing_env_files(line, source, folder, loader);
            line.unknown_targets = bake_targets.unknown(line, folder);
            if let Some(files) = &mut compose_files {
                line.unknown_services = files.unknown(line, folder);
            }
        }
        let mut services: Vec<Entry<'s>> = Vec::new();
        let mut taken = HashSet::new();
        let mut of_service = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let lowered = if line.command.verb == plimsoll_commands::Verb::Build {
                build::service(source, line, folder, &|name| tested.contains(name), loader)
            } else {
                lower::service(source, line)
            };
            let Some((name, value)) = lowered else { continue };
            // Two lines may run the same image.
            let mut value_of = name.value.to_string();
            if !taken.insert(value_of.clone()) {
                value_of = format!("{value_of} {index}");
            }
            let key = Scalar::implied(value_of, name.span);
            services.push(Entry { key, value });
            of_service.push(index);
        }
        let span = source.span;
        let services = Yaml::new(Node::Mapping(Mapping::new(services)), span);
        let key = Scalar::implied("services", span.before());
        let root = Mapping::new(vec![Entry { key, value: services }]);
        let mut compose = Compose::from_tree(source, Yaml::new(Node::Mapping(root), span));
        // What these say is worded for YAML; what clients and engines refuse, rules say.
        compose.problems.clear();
        let (app, dockerfiles) = build_link::link(sources, Assembly::of_lines(compose), loader);
        let lines = Lines { file, lines, commands, place, of_service };
        Project { dockerfiles, app: Some(app), lines: Some(lines), ..Project::empty(sources) }
    }
}

/// A word of a line as a value of a service.
fn scalar<'s>(source: Text<'s>, word: &plimsoll_commands::Word) -> Scalar<'s> {
    scalar_as(source, word.as_template().to_owned(), word.span)
}

fn scalar_as<'s>(source: Text<'s>, value: String, span: Span) -> Scalar<'s> {
    Scalar::word(value, source.at(span))
}
