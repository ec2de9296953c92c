//! The pipeline, readable from top to bottom: files → trees → project → rules → findings.

mod rego;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use plimsoll_diagnostics::{Diagnostic, Level, SourceFile, Sources, Span};
use plimsoll_project::{Images, Project};
use rayon::prelude::*;

use crate::checked::Checked;
use crate::compose_commands::ComposeCommands;
use crate::config::{Config, Settings};
use crate::configs::Configs;
use crate::costs::{Costs, timed};
use crate::env_variables::EnvVariables;
use crate::fixer::errors;
use crate::instruction_cache::InstructionCache;
use crate::limits::PROJECTS_WORTH_THREADS;
use crate::policy::{refuted, verdicts};
use crate::postprocess::{Postprocessor, SurplusCounts, arrange, assign, before_comments, cap};
use crate::project_result::{ProjectResult, ResultStore};
use crate::registry::Registry;
use crate::services::Services;
use crate::suppress::CommentPolicy;
use crate::unread;
use crate::walk::walk;
use crate::{FileKind, FileSystem, Registered, RuleMeta, Witness, Workspace};

/// The rules, the configuration and the limits of a run.
pub struct Linter {
    pub(crate) registry: Registry,
    pub(crate) configs: Configs,
    comments: CommentPolicy,
    pub(crate) today: String,
    /// Where the run was started, and its directories.
    pub(crate) here: String,
    pub(crate) roots: BTreeSet<String>,
    /// The Compose files of the run, and its scripts and texts: an editor has some that are not on the disk.
    pub(crate) compose: BTreeSet<String>,
    pub(crate) scripts: BTreeSet<String>,
    /// What Compose files of the repository run, and how scripts and instructions run them.
    pub(crate) services: OnceLock<Services>,
    pub(crate) compose_commands: OnceLock<ComposeCommands>,
    /// What files of variables set that several projects ask about.
    pub(crate) env_variables: EnvVariables,
    /// The Compose files that the command line names as one project.
    pub(crate) project: Vec<String>,
    /// The files that variables are read from in the place of `.env`.
    pub(crate) env_files: Vec<String>,
    /// Whether every finding and every error of a project is kept, shown or not: fixes are chosen and judged by them.
    keeps_all: bool,
    /// Whether each subject of a policy gets a verdict.
    wants_verdicts: bool,
    witness: Option<Arc<dyn Witness>>,
    /// Whether the time and the calls of each rule are counted.
    counts_costs: bool,
    /// Whether rules in Rego are not asked again about a project that they were asked about: someone types.
    pub(crate) rego_rests: bool,
}

impl Linter {
    /// Creates a linter for these files. It reads the configuration, but no other file yet.
    pub fn new(
        rules: &'static [Registered],
        settings: &Settings,
        files: &dyn FileSystem,
        workspace: &Workspace,
    ) -> Linter {
        Linter::with(rules, settings, files, workspace, true)
    }

    /// One that keeps what fixing needs: it runs besides the rules that are on those that find errors.
    pub(crate) fn for_fixes(
        rules: &'static [Registered],
        settings: &Settings,
        files: &dyn FileSystem,
        workspace: &Workspace,
    ) -> Linter {
        let stricter =
            |config: &Config, meta: &RuleMeta| config.stricter().is_some_and(|preset| meta.preset <= preset);
        let wanted = |config: &Config, meta: &RuleMeta| {
            meta.level == Level::Error
                || config.is_on_somewhere(meta)
                || config.is_on_with_checks(meta)
                || stricter(config, meta)
        };
        let configs = Configs::read(files, workspace, settings, rules, &wanted);
        Linter { keeps_all: true, ..Linter::configured(rules, settings, configs, workspace) }
    }

    /// The same; without `looks_ahead` it does not count what the next stricter preset would add, which costs running
    /// its rules.
    pub fn with(
        rules: &'static [Registered],
        settings: &Settings,
        files: &dyn FileSystem,
        workspace: &Workspace,
        looks_ahead: bool,
    ) -> Linter {
        let wanted = |config: &Config, meta: &RuleMeta| {
            let stricter = config.stricter().filter(|_| looks_ahead);
            config.is_on_somewhere(meta)
                || config.is_on_with_checks(meta)
                || stricter.is_some_and(|preset| meta.preset <= preset)
        };
        let configs = Configs::read(files, workspace, settings, rules, &wanted);
        Linter::configured(rules, settings, configs, workspace)
    }

    fn configured(
        rules: &'static [Registered],
        settings: &Settings,
        configs: Configs,
        workspace: &Workspace,
    ) -> Linter {
        Linter {
            registry: Registry::new(rules),
            configs,
            comments: CommentPolicy { no_ignores: settings.no_ignores, trust: settings.trust.clone() },
            today: settings.today.clone(),
            here: settings.here.clone(),
            roots: workspace.roots.clone(),
            compose: workspace.of(FileKind::Compose).clone(),
            scripts: workspace
                .of(FileKind::Script)
                .union(workspace.of(FileKind::Markdown))
                .cloned()
                .collect(),
            services: OnceLock::new(),
            compose_commands: OnceLock::new(),
            env_variables: EnvVariables::default(),
            project: settings.project.clone(),
            env_files: settings.env_files.clone(),
            keeps_all: false,
            wants_verdicts: settings.wants_verdicts,
            witness: settings.witness.clone(),
            counts_costs: false,
            rego_rests: false,
        }
    }

    /// The same linter, measuring the cost of each rule.
    #[must_use]
    pub fn counting_costs(self) -> Linter {
        Linter { counts_costs: true, ..self }
    }

    /// Checks all files by kind: Compose files with the Dockerfiles that they build, then all other Dockerfiles.
    pub fn check(&self, files: &dyn FileSystem, workspace: &Workspace) -> Checked {
        let mut parts = ResultStore::default();
        self.check_including_files(files, workspace, &mut parts);
        self.complete(files, workspace, &mut parts);
        self.conclude(files, workspace, parts)
    }

    /// What all projects gave, with what is to be said about the run.
    pub(crate) fn conclude(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        parts: ResultStore,
    ) -> Checked {
        let mut parts = parts.into_live();
        parts.push(self.about_the_run(files, workspace, parts.iter().flat_map(|part| &part.files)));
        let is_whole =
            || workspace.searched.iter().any(|folder| self.configs.policy_folders.contains(folder));
        let policy = &self.configs.policy;
        let names = (policy.has_waivers() || policy.names_any()) && is_whole();
        parts.extend(names.then(|| self.about_names(&parts)));
        let mut checked = self.join(parts);
        checked.left_out = self.left_out(workspace, |path| checked.files.contains(path));
        checked
    }

    /// Checks every project that `parts` lacks, and gives back those that are none any more.
    pub(crate) fn complete(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        parts: &mut ResultStore,
    ) -> Vec<ProjectResult> {
        self.configs.rego.iter().for_each(|rego| rego.begin());
        let included = |path: &&String| !self.configs.for_file(path).config.is_excluded(path);
        let mut alone: BTreeMap<FileKind, BTreeSet<&String>> = BTreeMap::new();
        for kind in FileKind::linted() {
            let takes = |path: &&String| self.takes(kind, path);
            let paths = workspace.of(kind).iter().chain(self.other_links(workspace, kind));
            let mut paths: BTreeSet<&String> = paths.filter(takes).filter(included).collect();
            if !paths.is_empty() {
                let built = parts.files_before(kind);
                paths.retain(|path| !built.contains(*path));
            }
            self.check_all(files, kind, &paths, parts);
            parts.leave_out_taken(kind);
            alone.insert(kind, paths);
        }
        parts.forget(|(kind, path), part| {
            !part.is_around && !alone.get(kind).is_some_and(|paths| paths.contains(path))
        })
    }

    /// Reads a file and the project that it belongs to, and passes the project to `ask`. `None` if the file cannot be
    /// read.
    pub fn read_project<T>(
        &self,
        files: &dyn FileSystem,
        kind: FileKind,
        path: &str,
        ask: impl FnOnce(&Project<'_>) -> T,
    ) -> Option<T> {
        self.read(files, kind, path, &Sources::new(), ask)
    }

    /// The known images, including those in the configuration for the whole run.
    pub fn images(&self) -> Images<'_> {
        self.config().images()
    }

    /// The configuration for the whole run, from the directory in which it was started.
    pub fn config(&self) -> &Config {
        &self.configs.for_file(".").config
    }

    /// The files of the configuration.
    pub fn config_files(&self) -> impl Iterator<Item = &str> {
        self.configs.sources.ids().map(|id| &*self.configs.sources.file(id).path)
    }

    /// The mistakes in the configuration, each with its location and message.
    pub fn config_mistakes(&self) -> impl Iterator<Item = (String, &str)> {
        let mistakes = self.configs.problems.iter().filter(|problem| problem.rule == "config");
        mistakes.map(|problem| {
            let file = self.configs.sources.file(problem.primary.span.file);
            let line = file.lines().line(problem.primary.span.start) + 1;
            (format!("{}:{line}", file.path), &*problem.message)
        })
    }

    /// Whether the configuration stands in this file, in whole or in part.
    pub(crate) fn is_configured_by(&self, path: &str) -> bool {
        self.configs.sources.find(path).is_some()
    }

    pub(crate) fn check_all(
        &self,
        files: &dyn FileSystem,
        kind: FileKind,
        paths: &BTreeSet<&String>,
        parts: &mut ResultStore,
    ) {
        let missing: Vec<&String> = paths.iter().copied().filter(|path| !parts.has(kind, path)).collect();
        let missing: Vec<_> = missing.into_iter().map(|path| (path, parts.memo(kind, path))).collect();
        let check = |(path, memo): (&String, Option<Box<InstructionCache>>)| {
            self.check_project(files, kind, path, memo)
        };
        let checked: Vec<ProjectResult> = if missing.len() < PROJECTS_WORTH_THREADS {
            missing.into_iter().map(check).collect()
        } else {
            missing.into_par_iter().map(check).collect()
        };
        for part in checked {
            parts.add(kind, part);
        }
    }

    /// Checks one project. A mistake in a rule costs this project, not the run.
    fn check_project(
        &self,
        files: &dyn FileSystem,
        kind: FileKind,
        path: &str,
        memo: Option<Box<InstructionCache>>,
    ) -> ProjectResult {
        catch_unwind(AssertUnwindSafe(|| self.try_project(files, kind, path, memo))).unwrap_or_else(|_| {
            let sources = Sources::new();
            let file = sources.add(SourceFile::new(path, ""));
            let mut finding =
                Diagnostic::new("internal-error", Span::at(file, 0), "this project could not be checked");
            finding.help("please report this bug in Plimsoll, with this file if possible");
            let mut diagnostics = vec![finding];
            assign(&mut diagnostics, &sources, &self.registry, &self.configs, HashSet::new());
            let (files, asked) = (vec![path.to_owned()], BTreeSet::from([path.to_owned()]));
            let sources = sources.into_files().collect();
            ProjectResult {
                sources,
                diagnostics,
                files,
                asked,
                path: path.to_owned(),
                ..ProjectResult::default()
            }
        })
    }

    fn try_project(
        &self,
        files: &dyn FileSystem,
        kind: FileKind,
        path: &str,
        memo: Option<Box<InstructionCache>>,
    ) -> ProjectResult {
        let sources = Sources::new();
        let (services, compose_commands) = (|| self.services(files), || self.compose_commands(files));
        let mut reader = self.reader(files, path, &sources);
        reader.services = Some(&services);
        reader.compose_commands = Some(&compose_commands);
        let may_change = memo.is_some() || self.keeps_all;
        reader.asked = may_change.then(RefCell::default);
        let mut part = ProjectResult { path: path.to_owned(), memo, ..ProjectResult::default() };
        let mut surplus = SurplusCounts::new();
        if let Some(file) = reader.read(path) {
            let mut costs = self.counts_costs.then(Costs::default);
            let reading = costs.as_mut().map(|costs| &mut costs.reading);
            let project = timed(reading, || kind.format().open(file, &reader));
            let rules = &self.configs.for_file(path).rules;
            let (registry, configs, today) = (&self.registry, &self.configs, &*self.today);
            // A verdict looks at every finding.
            let keeps_all = self.keeps_all || self.wants_verdicts;
            let mut postprocessor =
                Postprocessor::new(&project, registry, configs, &self.comments, today, keeps_all);
            let placeholders = |path: &str, text: &str| reader.placeholder(path, text);
            postprocessor.placeholders = Some(&placeholders);
            let mut found: Vec<Diagnostic> = project.problems().cloned().collect();
            if self.keeps_all || part.memo.is_some() || costs.is_some() {
                found.extend(walk(rules, &project, today, part.memo.as_deref_mut(), costs.as_mut(), None));
                found.extend(self.of_rego(&project, Some(&found), &mut part));
            } else {
                postprocessor.take(found);
                found =
                    walk(rules, &project, today, None, None, Some(&mut |found| postprocessor.take(found)));
                found.extend(self.of_rego(&project, None, &mut part));
            }
            if self.keeps_all {
                part.errors = errors(&found, &project, registry);
            }
            let postprocessing = costs.as_mut().map(|costs| &mut costs.postprocessing);
            let mut result = timed(postprocessing, || postprocessor.finish(found));
            let refuted = refuted(&configs.policy, &project, &result.diagnostics, today);
            result.diagnostics.extend(before_comments(refuted, &project, registry, configs, today));
            part.costs = costs;
            surplus = result.surplus;
            part.met = self.configs.policy.met(&project);
            if self.wants_verdicts || !configs.policy.is_empty() {
                let gaps = unread::gaps(&project, &reader.problems.borrow(), registry);
                let judge = || verdicts(configs, &project, &result.diagnostics, &gaps, today);
                part.verdicts = self.wants_verdicts.then(judge).unwrap_or_default();
                reader.problems.borrow_mut().extend(configs.about_gaps(&gaps));
                part.unread = unread::named(gaps, &sources);
                part.unsearched = unread::unsearched(&project);
            }
            if let Some(witness) = &self.witness {
                witness.see(kind, path, &project, &result.diagnostics);
            }
            part.diagnostics = result.diagnostics;
            part.stricter = result.stricter;
            // The builds of a Bake file and the container of a unit are what their file is about.
            let lines = project.lines.as_ref().filter(|_| project.documents.is_empty());
            part.lines = lines.map_or(0, |lines| lines.lines.len());
            part.hidden = result.hidden;
            let name = |id| sources.file(id).path.clone();
            part.files = project.files().map(name).collect();
            part.merged = kind.format().merged(&project).into_iter().map(name).collect();
        } else {
            part.unread = unread::unreadable(&*reader.problems.borrow(), &sources);
        }
        let mut problems = reader.problems.take();
        for problem in &mut problems {
            self.configs.claim(problem, &self.registry);
        }
        assign(&mut problems, &sources, &self.registry, &self.configs, HashSet::new());
        part.diagnostics.append(&mut problems);
        part.asked = reader.asked.map(RefCell::into_inner).unwrap_or_default();
        part.has_asked_for_services = reader.has_asked_for_services.get();
        arrange(&mut part.diagnostics);
        if !self.keeps_all {
            cap(&mut part.diagnostics, &surplus);
        }
        part.sources = sources.into_files().collect();
        part.forget_texts();
        part
    }

    /// Reads one project into `sources` and hands it to `ask`.
    pub(crate) fn read<R>(
        &self,
        files: &dyn FileSystem,
        kind: FileKind,
        path: &str,
        sources: &Sources,
        ask: impl FnOnce(&Project<'_>) -> R,
    ) -> Option<R> {
        let reader = self.reader(files, path, sources);
        let file = reader.read(path)?;
        Some(ask(&kind.format().open(file, &reader)))
    }
}
