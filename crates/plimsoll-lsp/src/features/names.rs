//! The names in a project: what declares them and what uses them, wherever it stands.

use plimsoll_compose::yaml::{Node, Scalar, Yaml};
use plimsoll_compose::{Compose, Grant, MountKind, Pair, Service};
use plimsoll_diagnostics::{FileId, Span};
use plimsoll_dockerfile::Kind;
use plimsoll_project::{Base, DockerfileModel, Project};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    /// A stage, by its file and number.
    Stage(FileId, usize),
    /// An ARG or ENV of a Dockerfile.
    Variable(FileId, String),
    /// An anchor of a YAML file.
    Anchor(FileId, String),
    Service(String),
    Network(String),
    Volume(String),
    Secret(String),
    Config(String),
}

/// A place where a name stands.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) symbol: Symbol,
    /// The name alone, without quotes.
    pub(crate) span: Span,
    pub(crate) declares: bool,
}

/// Every mention in a project, in no particular order.
pub(crate) fn mentions(project: &Project<'_>) -> Vec<Mention> {
    let mut found = Collector { project, mentions: Vec::new() };
    for file in &project.dockerfiles {
        found.stages(file);
        found.variables(file);
    }
    for compose in project.app.iter().flat_map(plimsoll_project::ComposeApp::files) {
        found.compose(compose);
    }
    found.builds();
    found.mentions
}

/// What is named at a byte of a file, with all that names the same.
pub(crate) fn at(project: &Project<'_>, file: FileId, at: u32) -> Option<(Mention, Vec<Mention>)> {
    let all = mentions(project);
    let here = |mention: &&Mention| {
        let Span { file: of, start, end } = mention.span;
        of == file && start <= at && at <= end
    };
    let found = all.iter().filter(here).min_by_key(|mention| mention.span.len())?.clone();
    let same = all.into_iter().filter(|mention| mention.symbol == found.symbol).collect();
    Some((found, same))
}

struct Collector<'c> {
    project: &'c Project<'c>,
    mentions: Vec<Mention>,
}

impl Collector<'_> {
    fn add(&mut self, symbol: Symbol, span: Span, declares: bool) {
        // What is not written (the implied name of a short form) is nowhere.
        if !span.is_empty() {
            self.mentions.push(Mention { symbol, span, declares });
        }
    }

    fn stages(&mut self, file: &DockerfileModel<'_>) {
        let id = file.tree.file;
        for stage in file.stages() {
            if let Some(name) = stage.name() {
                self.add(Symbol::Stage(id, stage.index()), name.text.span, true);
            }
            if let (Base::Stage(base), Some(from)) = (stage.base(), stage.from()) {
                self.add(Symbol::Stage(id, base.index()), from.image.text.span, false);
            }
            for copied in stage.copies_from() {
                if let Base::Stage(source) = copied.source {
                    self.add(Symbol::Stage(id, source.index()), copied.span, false);
                }
            }
        }
    }

    /// What declares variables, and every `$NAME` of one that is declared.
    fn variables(&mut self, file: &DockerfileModel<'_>) {
        let id = file.tree.file;
        let mut names: Vec<String> = Vec::new();
        for instruction in &file.tree.instructions {
            let pairs = match &instruction.kind {
                Kind::Arg(arg) => &*arg.pairs,
                Kind::Env(env) => &*env.pairs,
                _ => &[],
            };
            for pair in pairs {
                names.push(pair.name.value.clone().into_owned());
                self.add(
                    Symbol::Variable(id, pair.name.value.clone().into_owned()),
                    pair.name.text.span,
                    true,
                );
            }
        }
        names.sort_unstable();
        for instruction in &file.tree.instructions {
            for (name, span) in dollars(self.project.sources.slice(instruction.span), instruction.span) {
                if names.binary_search_by(|known| known.as_str().cmp(name)).is_ok() {
                    self.add(Symbol::Variable(id, name.to_owned()), span, false);
                }
            }
        }
    }

    fn compose(&mut self, compose: &Compose<'_>) {
        for service in &compose.services {
            self.add(Symbol::Service(service.name.value.to_string()), self.inner(&service.name), true);
            self.service(service);
        }
        for network in &compose.networks {
            self.add(Symbol::Network(network.key.value.to_string()), self.inner(&network.key), true);
        }
        for volume in &compose.volumes {
            self.add(Symbol::Volume(volume.key.value.to_string()), self.inner(&volume.key), true);
        }
        for secret in &compose.secrets {
            self.add(Symbol::Secret(secret.key.value.to_string()), self.inner(&secret.key), true);
        }
        for config in &compose.configs {
            self.add(Symbol::Config(config.key.value.to_string()), self.inner(&config.key), true);
        }
        for document in &compose.documents {
            self.anchors(document);
        }
    }

    fn service(&mut self, service: &Service<'_>) {
        for item in &service.depends_on {
            self.of_service(&item.service);
        }
        for item in service.links.iter().chain(&service.volumes_from) {
            self.of_service(&before(item, ':'));
        }
        for (mode, name) in service.shares() {
            self.of_service(&mode.slice(mode.value.len() - name.len()..mode.value.len()));
        }
        if let Some(extends) = service.extends.as_ref().filter(|extends| extends.file.is_none()) {
            extends.service.iter().for_each(|name| self.of_service(name));
        }
        for network in &service.networks {
            self.add(Symbol::Network(network.name.value.to_string()), self.inner(&network.name), false);
        }
        for mount in service.volumes.iter().filter(|mount| mount.kind == MountKind::Volume) {
            if let Some(source) = &mount.source {
                self.add(Symbol::Volume(source.value.to_string()), self.inner(source), false);
            }
        }
        self.grants(&service.secrets, Symbol::Secret);
        self.grants(&service.configs, Symbol::Config);
        if let Some(build) = &service.build {
            self.grants(&build.secrets, Symbol::Secret);
        }
    }

    fn of_service(&mut self, name: &Scalar<'_>) {
        self.add(Symbol::Service(name.value.to_string()), self.inner(name), false);
    }

    fn grants(&mut self, grants: &[Grant<'_>], symbol: fn(String) -> Symbol) {
        for source in grants.iter().filter_map(|grant| grant.source.as_ref()) {
            self.add(symbol(source.value.to_string()), self.inner(source), false);
        }
    }

    fn anchors(&mut self, document: &Yaml<'_>) {
        let mut open = vec![document];
        while let Some(yaml) = open.pop() {
            if let Some(anchor) = yaml.anchor() {
                let Span { file, .. } = anchor.name.span;
                self.add(Symbol::Anchor(file, anchor.name.raw.to_owned()), anchor.name.span, true);
            }
            match &yaml.node {
                Node::Alias(alias) => {
                    let Span { file, .. } = alias.name.span;
                    self.add(Symbol::Anchor(file, alias.name.raw.to_owned()), alias.name.span, false);
                }
                Node::Sequence(items) => open.extend(items),
                Node::Mapping(mapping) => open.extend(mapping.entries.iter().map(|entry| &entry.value)),
                Node::Scalar(_) => {}
            }
        }
    }

    /// From `build` into the Dockerfile.
    fn builds(&mut self) {
        let project = self.project;
        for container in project.containers() {
            let (Some(build), Some(file)) = (&container.service.build, container.build_file()) else {
                continue;
            };
            let id = file.tree.file;
            if let (Some(target), Some(stage)) = (&build.target, container.stage()) {
                self.add(Symbol::Stage(id, stage.index()), self.inner(target), false);
            }
            for Pair { name, .. } in &build.args {
                self.add(Symbol::Variable(id, name.value.to_string()), self.inner(name), false);
            }
        }
    }

    /// A scalar without its quotes.
    fn inner(&self, scalar: &Scalar<'_>) -> Span {
        let text = self.project.sources.slice(scalar.span);
        let is_quoted = scalar.is_quoted() && text.len() > 1 && text.starts_with(['"', '\'']);
        let Span { file, start, end } = scalar.span;
        if is_quoted { Span { file, start: start + 1, end: end - 1 } } else { scalar.span }
    }
}

/// What stands before a separator, or all of it.
fn before<'s>(scalar: &Scalar<'s>, separator: char) -> Scalar<'s> {
    scalar.slice(0..scalar.value.find(separator).unwrap_or(scalar.value.len()))
}

/// Every `$NAME` and `${NAME` in a text, the name alone.
pub(crate) fn dollars(text: &str, span: Span) -> impl Iterator<Item = (&str, Span)> {
    text.match_indices('$').filter_map(move |(at, _)| {
        let is_escaped = text.get(..at).is_some_and(|before| before.ends_with('\\'));
        let rest = text.get(at + 1..)?;
        let name = rest.strip_prefix('{').unwrap_or(rest);
        let start = at + 1 + rest.len() - name.len();
        let is_part = |character: char| character == '_' || character.is_ascii_alphanumeric();
        let length = name.find(|character| !is_part(character)).unwrap_or(name.len());
        let name = name.get(..length)?;
        let start = span.start + start as u32;
        let named = !is_escaped && !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit());
        named.then(|| (name, Span { start, end: start + length as u32, ..span }))
    })
}
