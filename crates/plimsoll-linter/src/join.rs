//! From what each project gave to what the run says: one list, and what is said about the run itself.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use plimsoll_diagnostics::{Diagnostic, Level, SourceFile, Sources, Span};

use crate::checked::Checked;
use crate::linter::Linter;
use crate::load::unreadable;
use crate::postprocess::{SurplusCounts, arrange, assign, cap};
use crate::project_result::{ProjectResult, pointed};
use crate::unread;
use crate::{FileSystem, Workspace};

impl Linter {
    /// What the search could not enter, and what is wrong with the configuration, where these files were linted.
    pub(crate) fn about_the_run<'p>(
        &self,
        files: &dyn FileSystem,
        workspace: &Workspace,
        linted: impl Iterator<Item = &'p String>,
    ) -> ProjectResult {
        let sources = Sources::new();
        let copy = |id| {
            let file = self.configs.sources.file(id);
            sources.add(file.with_text(&*file.text))
        };
        let ids: Vec<_> = self.configs.sources.ids().map(copy).collect();
        debug_assert!(ids.iter().copied().eq(self.configs.sources.ids()), "ids are given in order");
        let mut diagnostics = self.configs.problems.clone();
        let linted: BTreeSet<&String> = linted.collect();
        diagnostics.extend(self.configs.unused(workspace, linted.iter().copied()));
        self.configs.leave_out_used(&mut diagnostics, files, workspace);
        diagnostics.extend(self.hidden_from_policy(workspace, &linted));
        diagnostics.extend(
            workspace
                .problems
                .iter()
                // A project that takes it in knows what it is.
                .filter(|(path, _)| !linted.contains(path))
                .map(|(path, problem)| {
                    let mut finding = unreadable(sources.add(SourceFile::new(&**path, "")), problem);
                    if path.ends_with(".dockerignore") {
                        finding.help("check the Dockerfile instead: its `.dockerignore` is read with it");
                    }
                    finding
                }),
        );
        let problems = diagnostics.iter().filter(|finding| finding.rule == "unreadable-file");
        let unread = unread::unreadable(problems, &sources);
        for finding in &mut diagnostics {
            self.configs.claim(finding, &self.registry);
        }
        assign(&mut diagnostics, &sources, &self.registry, &self.configs, HashSet::new());
        let sources = sources.into_files().collect();
        ProjectResult { sources, diagnostics, unread, ..ProjectResult::default() }
    }

    /// The waivers and the names of the policy that matched nothing in a run over everything.
    pub(crate) fn about_names(&self, parts: &[ProjectResult]) -> ProjectResult {
        let sources = Sources::new();
        for id in self.configs.sources.ids() {
            let file = self.configs.sources.file(id);
            sources.add(file.with_text(&*file.text));
        }
        let found = parts.iter().flat_map(|part| &part.diagnostics);
        let met: BTreeSet<Span> = parts.iter().flat_map(|part| &part.met).copied().collect();
        let is_mistake = |one: &Diagnostic| one.rule == crate::policy::RULE && one.level == Level::Error;
        let has_read_all =
            parts.iter().all(|part| part.unread.is_empty()) && !self.configs.problems.iter().any(is_mistake);
        let mut diagnostics = self.configs.policy.about_waivers(found, &self.today, has_read_all);
        diagnostics.extend(self.configs.policy.unmet(&met));
        assign(&mut diagnostics, &sources, &self.registry, &self.configs, HashSet::new());
        ProjectResult { sources: sources.into_files().collect(), diagnostics, ..ProjectResult::default() }
    }

    /// One list from all projects, in the order of paths, whoever was checked first.
    pub(crate) fn join(&self, parts: Vec<ProjectResult>) -> Checked {
        let mut checked = self.join_all(parts);
        cap(&mut checked.diagnostics, &SurplusCounts::new());
        checked
    }

    /// The same, with every finding, however many there are of a rule.
    pub(crate) fn join_all(&self, parts: Vec<ProjectResult>) -> Checked {
        let lines = parts.iter().map(|part| part.lines).sum();
        let stricter = parts.iter().map(|part| part.stricter).sum();
        let mut checked = Checked {
            lines,
            stricter: self.config().stricter().map(|preset| (preset, stricter)),
            baseline_covers_policy: self.policy().0.allows_baseline == Some(true),
            ..Checked::default()
        };
        // Files get their ids in the order of their paths, so that spans sort as paths do.
        let mut texts: BTreeMap<String, SourceFile> = BTreeMap::new();
        let mut found = Vec::new();
        for part in parts {
            let paths: Vec<String> = part.sources.iter().map(|file| file.path.clone()).collect();
            let pointed = pointed(&part.diagnostics, &part.verdicts);
            for (_, file) in part.sources.into_iter().enumerate().filter(|(index, _)| pointed.contains(index))
            {
                texts.entry(file.path.clone()).or_insert(file);
            }
            checked.hidden.extend(part.hidden);
            checked.unread.extend(part.unread);
            checked.unsearched.extend(part.unsearched);
            if let Some(costs) = &part.costs {
                checked.costs.get_or_insert_default().add(costs);
            }
            found.push((paths, part.diagnostics, part.verdicts));
            checked.files.extend(part.files);
        }
        let ids: BTreeMap<String, _> =
            texts.into_iter().map(|(path, file)| (path, checked.sources.add(file))).collect();
        for (paths, mut diagnostics, mut verdicts) in found {
            let moved = |file: plimsoll_diagnostics::FileId| {
                paths.get(file.index()).and_then(|path| ids.get(path)).copied().unwrap_or(file)
            };
            for finding in &mut diagnostics {
                finding.move_files(moved);
            }
            for verdict in &mut verdicts {
                verdict.place.file = moved(verdict.place.file);
                verdict.named_at.file = moved(verdict.named_at.file);
            }
            checked.diagnostics.append(&mut diagnostics);
            checked.verdicts.append(&mut verdicts);
        }
        arrange(&mut checked.diagnostics);
        checked.waived = checked.diagnostics.extract_if(.., |finding| finding.is_waived()).collect();
        // A file of two projects is in both.
        checked.hidden.sort_unstable();
        checked.hidden.dedup();
        checked
    }
}
