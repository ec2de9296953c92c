//! Dockerfiles: their names, how they are read and compared.

mod checks;
mod comments;
mod fixable;
mod meaning;
pub(super) mod names;
mod script;
mod script_comments;
mod walk;
mod words;

use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};
use plimsoll_dockerfile::Dockerfile;
use plimsoll_project::Project;

use super::{Format, Name};
use crate::load::Reader;
use crate::proof::{Changes, Proof, Unproven};
use crate::suppress::{Collector, Places};
use crate::unclear::Unclear;
use crate::walk::Walk;

/// The format of Dockerfiles.
pub(super) struct DockerfileFormat;

impl Format for DockerfileFormat {
    fn is_named(&self, name: Name<'_>) -> bool {
        names::is_named(name)
    }

    fn is_doubtful(&self, name: Name<'_>) -> bool {
        names::is_doubtful(name)
    }

    fn reads_like(&self, text: &str) -> bool {
        names::reads_like(text)
    }

    fn languages(&self) -> &'static [&'static str] {
        &["dockerfile", "containerfile", "docker"]
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*[Dd]ockerfile*", "**/*[Cc]ontainerfile*"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::dockerfile_in_folder(reader.sources, file, reader)
    }

    fn comments(&self, project: &Project<'_>, collector: &mut Collector<'_>) {
        for file in project.own_dockerfiles() {
            comments::collect(&file.tree, file.text, collector);
        }
    }

    fn walk<'a>(&self, project: &'a Project<'a>, walk: &mut Walk<'a>) {
        project.own_dockerfiles().iter().for_each(|file| walk.dockerfile(file));
    }

    fn withhold(&self, project: &Project<'_>, found: &mut [Diagnostic], unclear: &Unclear) {
        fixable::withhold(project, found, unclear);
    }

    fn places(&self, _: &str, source: Text<'_>) -> Option<Places> {
        Some(Places::instructions(&Dockerfile::parse(source)))
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        let (before, after) = (Project::dockerfile(sources, before), Project::dockerfile(sources, after));
        match (&*before.dockerfiles, &*after.dockerfiles) {
            ([before], [after]) => meaning::same(before, after, changes),
            _ => Err(Unproven::Somewhere),
        }
    }
}
