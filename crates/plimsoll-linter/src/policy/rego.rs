//! Rules of a policy in Rego: the files that hold them, and what an engine has to offer. The linter brings no engine
//! along; whoever runs it may.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Sources, Span, Text, Violation};
use plimsoll_project::Project;

use super::{Policy, PolicyFile};

/// The page that speaks of what such rules find.
pub(crate) const REGO: &str = "rego";

/// The number of a check that is none of the linter's rules.
const OWN: usize = usize::MAX;

/// The files of a policy that hold rules in Rego, and the data that these read.
#[derive(Debug, Default)]
pub struct RegoFiles {
    /// The modules, each once.
    pub modules: Vec<RegoModule>,
    /// The data, as `data` shows them.
    pub data: Vec<RegoData>,
    /// What the policy says of rules by their names, `main.deny_owner`.
    pub levels: BTreeMap<String, Level>,
    /// The rules that levels are for, and where they are named.
    pub level_names: Vec<(String, Span)>,
}

/// A module.
#[derive(Clone, Copy, Debug)]
pub struct RegoModule {
    /// Its file, among those of the policy.
    pub file: FileId,
    /// Where the policy names it; of one that is named on the command line, its start.
    pub named: Span,
    /// Whether it sees the files of a project as one document, as with `conftest --combine`.
    pub is_combined: bool,
}

/// A file of data.
#[derive(Clone, Debug)]
pub struct RegoData {
    /// The keys that lead to it.
    pub keys: Vec<String>,
    /// Its file, among those of the policy.
    pub file: FileId,
    /// Where the policy names it.
    pub named: Span,
}

/// A rule that findings come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegoRule {
    /// Its name, `main.deny_owner`.
    pub name: String,
    /// What it is about, in a line; empty when nobody says.
    pub title: String,
    /// How bad what it finds is, unless a result says otherwise.
    pub level: Level,
}

/// An engine that has read the modules of a policy.
pub trait Rego: Send + Sync {
    /// The rules that findings come from, by name.
    fn rules(&self) -> Vec<RegoRule>;

    /// What the rules say about a project. `policy` are the files that the modules are among, `found` is what the linter's
    /// own rules say, for those that look at it.
    fn check(
        &self,
        project: &Project<'_>,
        policy: &Sources,
        found: &dyn Fn() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic>;

    /// A run begins: what it may cost is counted from here.
    fn begin(&self);
}

/// Reads modules: the engine, unless nothing can be evaluated, and what is wrong with them.
pub type LoadRego = fn(&RegoFiles, &Sources) -> (Option<Box<dyn Rego>>, Vec<Diagnostic>);

impl RegoFiles {
    /// Whether there is nothing to evaluate.
    pub fn is_empty(&self) -> bool {
        self.modules.is_empty()
    }
}

impl Policy {
    /// Takes in the modules of a folder, or a module, that is a policy by itself, from outside what is checked.
    pub(crate) fn add_folder(&mut self, folder: &str, texts: Vec<(String, Text<'_>)>) {
        // Names in a digest start from the folder.
        let is_module = matches!(&*texts, [(path, _)] if path == folder);
        let start = if is_module { folder.to_owned() } else { format!("{folder}/") };
        for (_, text) in &texts {
            let (file, named) = (text.span.file, text.span.before());
            if self.rego.modules.iter().all(|known| known.file != file) {
                self.rego.modules.push(RegoModule { file, named, is_combined: false });
            }
        }
        let texts: BTreeMap<String, Text<'_>> = texts.into_iter().collect();
        let raw = texts.iter().map(|(path, text)| (path, text.raw));
        self.files.push(PolicyFile {
            path: folder.to_owned(),
            digest: super::read::digest(&start, "", raw),
            is_extended: false,
            title: None,
            owner: None,
            standards: Vec::new(),
            is_trusted: true,
        });
    }
}

/// A finding of a rule of the policy itself. Nothing but a waiver lowers it.
pub fn rego_finding(place: Span, level: Level, message: impl Into<String>) -> Diagnostic {
    super::finding(REGO, level, place, message)
}

/// Says that a part of the policy could not be evaluated, which makes the run fail.
pub fn rego_mistake(place: Span, message: impl Into<String>) -> Diagnostic {
    super::finding(super::RULE, Level::Error, place, message)
}

/// The alias of a mistake because of which a rule was not checked, or with `*` none of them.
pub fn rego_failed(rule: &str) -> String {
    format!("rego/{rule}:failed")
}

/// Whether no requirement of the policy asks for what a finding says, but the policy itself.
pub(super) fn is_own(violation: &Violation) -> bool {
    violation.check == OWN
}
