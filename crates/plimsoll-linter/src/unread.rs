//! Which files of a run were not read in whole. The configuration may hide the findings about them, but not from a policy:
//! what nobody read may break it.

use std::collections::HashSet;

use plimsoll_diagnostics::{Category, Diagnostic, FileId, Level, Sources, Span, Violation};
use plimsoll_project::{ComposeApp, FileUse, NamedFile, Presence, Project};

use crate::configs::Configs;
use crate::policy;
use crate::registry::Registry;

/// The page about templates.
const TEMPLATE: &str = "template-file";

/// The page about files that Compose reads and that are missing.
const MISSING: &str = "compose-files";

/// A file that was not read in whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// Its path.
    pub path: String,
    /// The line from which on it may not be understood, from 1 on.
    pub line: usize,
    /// Why.
    pub why: String,
}

/// The same, as long as the texts are there.
pub(crate) struct Gap {
    pub(crate) place: Span,
    pub(crate) why: String,
    /// Whether a finding says so, because the whole file is in doubt.
    pub(crate) is_told: bool,
}

impl Gap {
    fn told(problem: &Diagnostic) -> Gap {
        Gap { place: problem.primary.span, why: problem.message.clone(), is_told: true }
    }
}

/// What is unread in a project; `unreadable` are the problems of its files that are no text.
pub(crate) fn gaps(project: &Project<'_>, unreadable: &[Diagnostic], registry: &Registry) -> Vec<Gap> {
    let problems = project.problems().chain(unreadable).filter(|problem| is_gap(problem, registry));
    let mut gaps: Vec<Gap> = problems.map(Gap::told).collect();
    let known: HashSet<FileId> = gaps.iter().map(|gap| gap.place.file).collect();
    let templates = project.templates().filter(|file| !known.contains(file));
    gaps.extend(templates.map(|file| Gap {
        place: Span::at(file, 0),
        why: "this file is a template".to_owned(),
        is_told: true,
    }));
    let includes = project.app.iter().flat_map(ComposeApp::unknown_includes);
    let builds = project.app.iter().flat_map(|app| &app.compose.services);
    let builds = builds.filter_map(|service| service.build.as_ref()?.dockerfile_inline.as_ref());
    let builds = builds.map(|text| (text.span, "`dockerfile_inline` is not checked".to_owned()));
    gaps.extend(includes.chain(builds).map(|(place, why)| Gap { place, why, is_told: false }));
    gaps
}

/// The files of variables, secrets and configs that a project has: they are no Dockerfiles, so that nothing looks for
/// secrets in them.
pub(crate) fn unsearched(project: &Project<'_>) -> Vec<String> {
    let named = project.app.iter().flat_map(ComposeApp::named_files);
    let is_unsearched = |file: &NamedFile<'_>| {
        matches!(file.use_, FileUse::Environment { .. } | FileUse::Content(_))
            && file.presence == Presence::File
    };
    named.filter(is_unsearched).map(|file| file.path.to_owned()).collect()
}

/// Whether a finding says that a part of its file was not understood.
pub(crate) fn is_gap(finding: &Diagnostic, registry: &Registry) -> bool {
    [TEMPLATE, MISSING].contains(&&*finding.rule)
        || registry.meta(&finding.rule).is_some_and(|meta| {
            meta.category == Category::Syntax && meta.level == Level::Error && meta.name != "duplicate-key"
        })
}

/// The files that could not be opened, or are no text.
pub(crate) fn unreadable<'d>(
    problems: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &Sources,
) -> Vec<Unread> {
    named(problems.into_iter().map(Gap::told).collect(), sources)
}

/// Gaps as a report names them: each file once.
pub(crate) fn named(gaps: Vec<Gap>, sources: &Sources) -> Vec<Unread> {
    let mut all: Vec<Unread> = gaps
        .into_iter()
        .map(|Gap { place, why, .. }| {
            let file = sources.file(place.file);
            Unread { path: file.path.clone(), line: file.lines().line(place.start) + 1, why }
        })
        .collect();
    all.sort_unstable();
    all.dedup_by(|later, earlier| later.path == earlier.path);
    all
}

impl Configs {
    /// What a policy has to say of gaps that nothing else speaks of. What comes from outside must be checked everywhere.
    pub(crate) fn about_gaps(&self, gaps: &[Gap]) -> Vec<Diagnostic> {
        let level = if self.has_policy_from_outside() { Level::Error } else { Level::Note };
        let untold = gaps.iter().filter(|gap| !gap.is_told && !self.policy.is_empty());
        let say = |gap: &Gap| {
            let mut finding = policy::finding(policy::UNVERIFIED, level, gap.place, &*gap.why);
            finding.here("the policy is not checked here");
            finding
        };
        untold.map(say).collect()
    }

    fn has_policy_from_outside(&self) -> bool {
        self.policy.files.iter().any(|file| file.is_trusted)
    }

    /// Makes a finding about a part that nobody read one of the policy, if there is a policy: nothing in the repository
    /// hides it. A template is what a repository may well have, so that only a policy from outside minds.
    pub(crate) fn claim(&self, finding: &mut Diagnostic, registry: &Registry) {
        let minds = !self.policy.is_empty() && (finding.rule != TEMPLATE || self.has_policy_from_outside());
        if minds && finding.policy.is_none() && is_gap(finding, registry) {
            finding.policy = Some(Box::new(Violation { check: usize::MAX, ..Violation::default() }));
            finding.level = Level::Error;
            finding.note("the policy is not checked where a file was not read");
        }
    }
}
