//! The pipeline, readable from top to bottom: files → trees → project → rules → findings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use plimsoll_diagnostics::{Diagnostic, SourceFile, Sources, Span};
use plimsoll_project::{App, Project};
use rayon::prelude::*;

use crate::config::{Config, Overrides};
use crate::configs::{self, Configs};
use crate::limits::PROJECTS_WORTH_THREADS;
use crate::load::{Reader, unreadable};
use crate::registry::Registry;
use crate::settle::{finish, settle};
use crate::walk::walk;
use crate::{FileKind, FileSystem, Preset, Registered, RuleMeta, Workspace};

/// Everything a check needs besides the files: rules, configuration, limits.
pub struct Linter {
    registry: Registry,
    configs: Configs,
    roots: Vec<String>,
}

/// What a run was told, besides the paths.
#[derive(Default)]
pub struct Settings {
    /// What the command line says about rules; it wins over configuration files.
    pub overrides: Overrides,
    /// The configuration file to use for everything, instead of the nearest above each file.
    pub config: Option<String>,
}

/// What a check found.
#[derive(Default)]
pub struct Checked {
    /// The files that findings point into.
    pub sources: Sources,
    /// The findings, by path, place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was linted.
    pub files: BTreeSet<String>,
    /// How many findings the next stricter preset would add.
    pub stricter: Option<(Preset, usize)>,
}

/// What checking one project found, with the files that it points into.
struct Part {
    sources: Vec<SourceFile>,
    diagnostics: Vec<Diagnostic>,
    files: Vec<String>,
    stricter: usize,
    /// The file that it starts from.
    path: String,
    /// The other Compose files that it takes in: they override that one, or are included.
    merged: Vec<String>,
}

impl Linter {
    /// A linter for these files. Reads the configuration, and nothing else yet.
    pub fn new(
        rules: &'static [Registered],
        settings: &Settings,
        files: &dyn FileSystem,
        workspace: &Workspace,
    ) -> Linter {
        let linted = workspace.compose.iter().chain(&workspace.dockerfiles);
        let mut paths = workspace.configs.clone();
        paths.extend(configs::above(files, linted.chain(&workspace.roots)));
        let wanted = |config: &Config, meta: &RuleMeta| {
            config.is_on_somewhere(meta) || config.stricter().is_some_and(|preset| meta.preset <= preset)
        };
        let explicit = settings.config.as_deref();
        let configs = Configs::read(files, paths, explicit, &settings.overrides, rules, &wanted);
        Linter { registry: Registry::new(rules), configs, roots: workspace.roots.clone() }
    }

    /// Checks everything: Compose files with what they build, then the Dockerfiles that none of them builds.
    pub fn check(&self, files: &dyn FileSystem, workspace: &Workspace) -> Checked {
        let included = |path: &&String| !self.configs.for_file(path).config.is_excluded(path);
        let compose: Vec<&String> = workspace.compose.iter().filter(included).collect();
        let mut parts = self.check_all(files, FileKind::Compose, &compose);
        drop_merged(&mut parts);
        let built: BTreeSet<String> = parts.iter().flat_map(|part| &part.files).cloned().collect();
        let alone = |path: &&String| !built.contains(*path);
        let dockerfiles: Vec<&String> = workspace.dockerfiles.iter().filter(included).filter(alone).collect();
        parts.extend(self.check_all(files, FileKind::Dockerfile, &dockerfiles));
        parts.push(self.unreadable(workspace));
        self.join(parts)
    }

    /// The level from which on a finding makes the run fail, as the configuration for the whole run has it.
    pub fn config(&self) -> &Config {
        &self.configs.for_file(".").config
    }

    fn check_all(&self, files: &dyn FileSystem, kind: FileKind, paths: &[&String]) -> Vec<Part> {
        if paths.len() < PROJECTS_WORTH_THREADS {
            return paths.iter().map(|path| self.check_project(files, kind, path)).collect();
        }
        paths.par_iter().map(|path| self.check_project(files, kind, path)).collect()
    }

    /// Checks one project. A mistake in a rule costs this project, not the run.
    fn check_project(&self, files: &dyn FileSystem, kind: FileKind, path: &str) -> Part {
        catch_unwind(AssertUnwindSafe(|| self.try_project(files, kind, path))).unwrap_or_else(|_| {
            let sources = Sources::new();
            let file = sources.add(SourceFile::new(path, ""));
            let mut finding =
                Diagnostic::new("internal-error", Span::at(file, 0), "this project could not be checked");
            finding.help("this is a mistake in Plimsoll: please report it, with this file if you can");
            let mut diagnostics = vec![finding];
            finish(&mut diagnostics, &sources, &self.registry, &self.configs);
            Part {
                sources: sources.into_files().collect(),
                diagnostics,
                files: vec![path.to_owned()],
                stricter: 0,
                path: path.to_owned(),
                merged: Vec::new(),
            }
        })
    }

    fn try_project(&self, files: &dyn FileSystem, kind: FileKind, path: &str) -> Part {
        let sources = Sources::new();
        let reader = Reader::new(files, &self.roots, &sources);
        let mut part = Part {
            sources: Vec::new(),
            diagnostics: Vec::new(),
            files: Vec::new(),
            stricter: 0,
            path: path.to_owned(),
            merged: Vec::new(),
        };
        if let Some(file) = reader.read(path) {
            let project = match kind {
                FileKind::Compose => Project::compose(&sources, file, &reader),
                FileKind::Dockerfile | FileKind::Config => {
                    Project::dockerfile_in_folder(&sources, file, &reader)
                }
            };
            let mut found: Vec<Diagnostic> = project.problems().cloned().collect();
            found.extend(walk(&self.configs.for_file(path).rules, &project));
            let settled = settle(&project, found, &self.registry, &self.configs);
            part.diagnostics = settled.diagnostics;
            part.stricter = settled.stricter;
            let name = |id| sources.file(id).path.clone();
            part.files = project.files().map(name).collect();
            let of_app = project.app.iter().flat_map(App::files);
            part.merged = of_app.skip(1).map(|file| name(file.source.span.file)).collect();
        }
        part.diagnostics.extend(reader.problems.take());
        finish(&mut part.diagnostics, &sources, &self.registry, &self.configs);
        part.sources = sources.into_files().collect();
        part
    }

    /// What the search could not enter, and what is wrong with the configuration.
    fn unreadable(&self, workspace: &Workspace) -> Part {
        let sources = Sources::new();
        let copy = |id| {
            let file = self.configs.sources.file(id);
            sources.add(SourceFile::new(&*file.path, &*file.text))
        };
        let ids: Vec<_> = self.configs.sources.ids().map(copy).collect();
        debug_assert!(ids.iter().copied().eq(self.configs.sources.ids()), "ids are given in order");
        let mut diagnostics = self.configs.problems.clone();
        diagnostics.extend(
            workspace
                .problems
                .iter()
                .map(|(path, problem)| unreadable(sources.add(SourceFile::new(&**path, "")), problem)),
        );
        finish(&mut diagnostics, &sources, &self.registry, &self.configs);
        let sources = sources.into_files().collect();
        Part { sources, diagnostics, files: Vec::new(), stricter: 0, path: String::new(), merged: Vec::new() }
    }

    /// One list from all projects, in the order of paths, whoever was checked first.
    fn join(&self, parts: Vec<Part>) -> Checked {
        let stricter = parts.iter().map(|part| part.stricter).sum();
        let mut checked = Checked {
            stricter: self.config().stricter().map(|preset| (preset, stricter)),
            ..Checked::default()
        };
        // Files get their ids in the order of their paths, so that spans sort as paths do.
        let mut texts: BTreeMap<String, SourceFile> = BTreeMap::new();
        let mut found = Vec::new();
        for part in parts {
            let paths: Vec<String> = part.sources.iter().map(|file| file.path.clone()).collect();
            let pointed: BTreeSet<usize> =
                part.diagnostics.iter().flat_map(Diagnostic::spans).map(|span| span.file.index()).collect();
            for (_, file) in part.sources.into_iter().enumerate().filter(|(index, _)| pointed.contains(index))
            {
                texts.entry(file.path.clone()).or_insert(file);
            }
            found.push((paths, part.diagnostics));
            checked.files.extend(part.files);
        }
        let ids: BTreeMap<String, _> =
            texts.into_iter().map(|(path, file)| (path, checked.sources.add(file))).collect();
        for (paths, mut diagnostics) in found {
            for finding in &mut diagnostics {
                finding.move_files(|file| {
                    paths.get(file.index()).and_then(|path| ids.get(path)).copied().unwrap_or(file)
                });
            }
            checked.diagnostics.append(&mut diagnostics);
        }
        finish(&mut checked.diagnostics, &checked.sources, &self.registry, &self.configs);
        checked
    }
}

/// Leaves out the projects of files that another project takes in: they are linted there, with all that belongs to
/// them. Of files that take in each other, the last stays.
fn drop_merged(parts: &mut Vec<Part>) {
    let mut takers: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, part) in parts.iter().enumerate() {
        for path in part.merged.iter().filter(|path| **path != part.path) {
            takers.entry(path.clone()).or_default().push(at);
        }
    }
    let mut is_dropped = vec![false; parts.len()];
    for (at, part) in parts.iter().enumerate() {
        let of_part = takers.get(&part.path).into_iter().flatten();
        let is_taken = of_part.into_iter().any(|taker| is_dropped.get(*taker) == Some(&false));
        if let Some(dropped) = is_dropped.get_mut(at) {
            *dropped = is_taken;
        }
    }
    let mut dropped = is_dropped.into_iter();
    parts.retain(|_| dropped.next() != Some(true));
}
