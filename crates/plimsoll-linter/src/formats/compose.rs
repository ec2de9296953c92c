//! Compose files: their names, how they are read and compared.

mod comments;
mod fixable;

use plimsoll_compose::{Compose, yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};
use plimsoll_project::{ComposeApp, Project};

use super::{Format, Name, data, root_of_workflow};
use crate::NodeRef;
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::suppress::{Collector, Places};
use crate::unclear::Unclear;
use crate::walk::Walk;

/// Parts of names that tell that a program makes the Compose file from this one: `docker-compose.j2.yml`,
/// `docker-compose-template.yml`.
pub(super) const TEMPLATE_PARTS: [&str; 12] =
    ["ejs", "erb", "gotmpl", "hbs", "j2", "jinja", "jinja2", "mustache", "njk", "template", "tmpl", "tpl"];

/// The format of Compose files.
pub(super) struct ComposeFormat;

impl Format for ComposeFormat {
    /// `compose.yaml`, `docker-compose.yml`, `podman-compose.yml`, and each with a part more: `compose.prod.yaml`,
    /// `docker-compose-dev.yml`; or a name in front: `api.docker-compose.yml`. Stacks, which Swarm deploys, are the same
    /// files: `docker-stack.yml`.
    fn is_named(&self, name: Name<'_>) -> bool {
        if !is_yaml(name) {
            return false;
        }
        let file = name.file.to_ascii_lowercase();
        let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
        let is_compose = |rest: &str| rest.is_empty() || rest.starts_with(['.', '-', '_']);
        let starts = ["docker-compose", "podman-compose", "compose", "docker-stack"];
        let rest = starts.iter().find_map(|start| stem.strip_prefix(start));
        let front = stem.strip_suffix("docker-compose");
        let is_behind = front.is_some_and(|front| front.ends_with(['.', '-', '_']));
        let mut parts = rest.unwrap_or_default().split(['.', '-', '_']);
        let is_template = parts.any(|part| TEMPLATE_PARTS.contains(&part));
        (is_behind || rest.is_some_and(is_compose))
            && !is_template
            // It says when to test Compose files.
            && root_of_workflow(&name.path.to_ascii_lowercase()).is_none()
    }

    fn takes(&self, name: Name<'_>) -> bool {
        is_yaml(name)
    }

    fn languages(&self) -> &'static [&'static str] {
        &["dockercompose", "docker-compose", "yaml.docker-compose"]
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*compose*.{yml,yaml}", "**/docker-stack*.{yml,yaml}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::compose(reader.sources, file, reader)
    }

    fn merged(&self, project: &Project<'_>) -> Vec<FileId> {
        let files = project.app.iter().flat_map(ComposeApp::files);
        files.skip(1).map(|file| file.source.span.file).collect()
    }

    fn comments(&self, project: &Project<'_>, collector: &mut Collector<'_>) {
        let Some(app) = project.app.as_ref().filter(|_| project.lines.is_none()) else { return };
        app.files().iter().for_each(|file| comments::collect(file, collector));
        for file in app.borrowed_files() {
            collector.borrowed(file.source.span.file, |collector| comments::collect(file, collector));
        }
    }

    fn walk<'a>(&self, project: &'a Project<'a>, walk: &mut Walk<'a>) {
        let Some(app) = project.app.as_ref().filter(|_| project.lines.is_none()) else { return };
        for service in app.services() {
            walk.offer(NodeRef::Service(service));
        }
        walk.offer(NodeRef::App(app));
    }

    fn withhold(&self, project: &Project<'_>, found: &mut [Diagnostic], unclear: &Unclear) {
        fixable::withhold(project, found, unclear);
    }

    fn places(&self, _: &str, source: Text<'_>) -> Option<Places> {
        Some(Places::entries(&Compose::parse(source).documents))
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(yaml::read, sources.text(before), sources.text(after), changes)
    }
}

fn is_yaml(name: Name<'_>) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}
