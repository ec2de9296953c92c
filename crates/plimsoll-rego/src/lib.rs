//! Rules of a policy in Rego: documents → engine → results with places.
//!
//! A leaf: the program hands it to the linter, which knows no engine. The one crate that knows regorus.

mod blame;
mod bounded;
mod calls;
mod document;
mod engine;
mod findings;
mod guard;
mod host;
mod keys;
mod load;
mod metadata;
mod module;
mod names;
mod nesting;
mod patterns;
mod policy_names;
mod repair;
mod tests_of_policies;
mod visit;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Sources, Span};
use plimsoll_linter::{Rego, RegoFiles, RegoRule, copied, rego_failed, rego_finding, rego_mistake};
use plimsoll_project::Project;
use regorus::Value;

use blame::Blame;
use document::{Document, documents};
use engine::{Asking, Evaluator, Failure};
use findings::Result as Found;
pub use load::load;
use metadata::Metadata;
pub use module::Shape;
use module::{Source, located};
use names::{EXCEPTION, kind, reference};
pub use tests_of_policies::{Outcome, Tested, test};

/// The rules of a policy, ready to be asked.
struct Rules {
    evaluator: Evaluator,
    packages: BTreeMap<String, Package>,
    levels: RegoFiles,
    /// The modules by their paths, for what the engine says about them.
    files: BTreeMap<String, (FileId, String)>,
    /// Whether a rule looks at the name of the file.
    wants_name: bool,
}

/// What belongs to a package.
#[derive(Default)]
struct Package {
    about: Metadata,
    shapes: BTreeSet<Shape>,
    /// The rules that findings come from, each once.
    sources: Vec<Source>,
    /// The rules that except files from others: where each stands, and its text.
    exceptions: Vec<(Span, String)>,
}

/// What a rule gave for a document.
struct Answer<'r> {
    /// The number of the document.
    document: usize,
    package: &'r Package,
    source: &'r Source,
    /// What it found, or why it gave nothing.
    found: Result<Vec<Found>, Failure>,
    /// Why a part of it is undefined, where it found nothing.
    undefined: Option<String>,
}

impl Rego for Rules {
    fn rules(&self) -> Vec<RegoRule> {
        let sources = self.packages.values().flat_map(|package| {
            package.sources.iter().filter(|source| source.name != EXCEPTION).map(move |one| (package, one))
        });
        let rule = |(package, source): (&Package, &Source)| {
            let title = source.about.title.clone().or_else(|| package.about.title.clone());
            let name = source.full_name();
            let level = findings::level(source, &package.about, &self.levels);
            RegoRule { name, title: title.unwrap_or_default(), level }
        };
        let mut rules: Vec<RegoRule> = sources.map(rule).collect();
        rules.sort_by(|a, b| a.name.cmp(&b.name));
        rules
    }

    fn check(
        &self,
        project: &Project<'_>,
        policy: &Sources,
        found: &dyn Fn() -> Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let wants = |shape| self.packages.values().any(|package| package.shapes.contains(&shape));
        if let Some(file) = document::too_large(project) {
            let message = format!(
                "more than {} instructions and services, so the Rego rules do not check this project",
                document::MOST_PARTS
            );
            let mut mistake = rego_mistake(Span::at(file, 0), message);
            mistake.help("exclude generated files with `exclude` in `plimsoll.toml`");
            mistake.aliases = Some(vec![rego_failed(ALL).into()]);
            return vec![mistake];
        }
        let documents = documents(project, wants, found);
        if documents.is_empty() {
            return Vec::new();
        }
        let paths: Vec<&str> =
            documents.iter().map(|document| &*project.sources.file(document.file).path).collect();
        let answers = self.evaluator.with(|asking| self.ask_all(asking, &documents, &paths));
        let Some(answers) = answers else {
            let place = self.packages.values().flat_map(|package| &package.sources).next();
            let place = place.map_or(Span::at(FileId::FIRST, 0), |source| source.place);
            let place = copied(place, policy, project.sources);
            let mut mistake = rego_mistake(place, "the Rego rules could not be evaluated");
            mistake.help("report this bug in Plimsoll, with the policy if possible");
            mistake.aliases = Some(vec![rego_failed(ALL).into()]);
            return vec![mistake];
        };
        let mut found = Vec::new();
        for Answer { document, package, source, found: answer, undefined } in answers {
            let Some(document) = documents.get(document) else { continue };
            let mut about = Vec::new();
            match answer {
                Ok(results) => {
                    found.extend(results.iter().filter_map(|result| {
                        let about = &package.about;
                        findings::finding(result, source, about, document, &self.levels, project, policy)
                    }));
                    if results.iter().any(|result| findings::message(&result.value).is_none()) {
                        about.push(silent(source));
                    }
                    let path = &project.sources.file(document.file).path;
                    about.extend(undefined.map(|why| self.doubt(source, &why, path)));
                }
                Err(failure) => about.push(self.mistake(source, &failure)),
            }
            found.extend(about.into_iter().map(|mut about| {
                about.move_spans(|place| copied(place, policy, project.sources));
                about
            }));
        }
        found
    }

    fn begin(&self) {
        self.evaluator.begin();
    }
}

impl Rules {
    fn ask_all<'r>(
        &'r self,
        asking: &mut Asking<'_>,
        documents: &[Document],
        paths: &[&str],
    ) -> Vec<Answer<'r>> {
        let mut answers = Vec::new();
        for (number, (document, path)) in documents.iter().zip(paths).enumerate() {
            self.evaluator.add_document();
            let naming = if self.wants_name { asking.name(path) } else { Ok(()) };
            let meant = self.packages.values().filter(|package| package.shapes.contains(&document.shape));
            for package in meant {
                asking.show(document.value.clone());
                let excepted = excepted(asking, package);
                for source in package.sources.iter().filter(|source| source.name != EXCEPTION) {
                    let answer = match (&naming, &excepted) {
                        (Err(why), _) => Err(Failure::Error(why.clone())),
                        (_, Err(_)) => Err(Failure::Error("`exception` could not be evaluated".to_owned())),
                        (_, Ok(names)) => {
                            let own = kind(&source.name).map_or("", |(_, name)| name);
                            let exception = names.contains(own).then(|| package.exception(own, source.place));
                            results(asking, source, document, exception)
                        }
                    };
                    let ends = matches!(answer, Err(Failure::Run));
                    let (found, undefined) = match answer {
                        Ok((found, undefined)) => (Ok(found), undefined),
                        Err(failure) => (Err(failure), None),
                    };
                    answers.push(Answer { document: number, package, source, found, undefined });
                    if ends {
                        return answers;
                    }
                }
            }
        }
        answers
    }

    /// Says that a rule found nothing, and that a part of it has no value: OPA takes that for undefined, too.
    fn doubt(&self, source: &Source, why: &str, path: &str) -> Diagnostic {
        let name = source.full_name();
        let (place, said) = self.said(source, why);
        let mut doubt =
            rego_finding(place, Level::Note, format!("a part of rule `{name}` could not be evaluated"));
        doubt.here(said).note(format!("so a finding in `{path}` might be missing"));
        doubt.help("test the argument first, for example with `is_string` or `regex.match`");
        doubt.aliases = Some(vec![format!("rego/{name}:undefined").into()]);
        doubt
    }

    /// What the engine says, and where.
    fn said(&self, source: &Source, why: &str) -> (Span, String) {
        let file = self.files.iter().find(|(path, _)| why.contains(&format!("--> {path}:")));
        match file {
            Some((_, (file, text))) => located(why, *file, text),
            None => (source.place, why.lines().last().unwrap_or_default().trim().to_owned()),
        }
    }

    /// Says that a rule could not be evaluated.
    fn mistake(&self, source: &Source, failure: &Failure) -> Diagnostic {
        let name = source.full_name();
        let (place, message, help) = match failure {
            Failure::Time => (
                source.place,
                format!("rule `{name}` did not finish within a second, so it is not checked"),
                "simplify the rule: it gets one document at a time",
            ),
            Failure::Run => (
                source.place,
                "the Rego rules took more than 10 seconds and 0.1 seconds per file, so some are not checked"
                    .to_owned(),
                "check fewer files per run, or simplify the rules",
            ),
            Failure::Size => (
                source.place,
                format!("rule `{name}` creates more than 128 MiB of text and lists, so it is not checked"),
                "create shorter strings and lists: the rule gets one document at a time",
            ),
            Failure::Value => (
                source.place,
                format!("rule `{name}` creates a value larger than 32 MiB, so it is not checked"),
                "create smaller lists and objects: a value counts each time that it is in a list",
            ),
            Failure::Error(why) => {
                let (place, said) = self.said(source, why);
                let message = format!("rule `{name}` could not be evaluated, so it is not checked: {said}");
                (place, message, "run `opa eval` or `conftest` to find out more")
            }
        };
        let mut mistake = rego_mistake(place, message);
        mistake.help(help);
        let who = if matches!(failure, Failure::Run) { ALL } else { &name };
        mistake.aliases = Some(vec![rego_failed(who).into()]);
        mistake
    }
}

/// The place of a rule's name where every rule is meant.
const ALL: &str = "*";

/// Says that a rule gives results that nobody can read.
fn silent(source: &Source) -> Diagnostic {
    let name = source.full_name();
    let mut mistake = rego_mistake(source.place, format!("a result of `{name}` has no `msg`"));
    mistake.here("so it is not reported").help("return a string, or an object whose `msg` is a string");
    mistake.aliases = Some(vec![rego_failed(&name).into()]);
    mistake
}

impl Package {
    /// The rule that excepts files from the rules of this name: the one that names it.
    fn exception(&self, name: &str, otherwise: Span) -> Span {
        let quoted = format!("\"{name}\"");
        let named = self.exceptions.iter().find(|(_, text)| text.contains(&quoted));
        named.or(self.exceptions.first()).map_or(otherwise, |(place, _)| *place)
    }
}

/// The documents of this shape that a project has, as JSON. `found` is what the linter's own rules say about it.
pub fn input(project: &Project<'_>, shape: Shape, found: &dyn Fn() -> Vec<Diagnostic>) -> Vec<String> {
    let documents = documents(project, |one| one == shape, found);
    documents.iter().filter_map(|document| document.value.to_json_str().ok()).collect()
}

/// The names behind `deny_`, `warn_` and `violation_` that a document is excused from.
fn excepted(asking: &mut Asking<'_>, package: &Package) -> Result<BTreeSet<String>, Failure> {
    let Some(source) = package.sources.iter().find(|source| source.name == EXCEPTION) else {
        return Ok(BTreeSet::new());
    };
    let lists = set(&asking.ask(&rule(source))?.value);
    let names = lists.iter().filter_map(|list| list.as_array().ok()).flat_map(|list| list.iter());
    Ok(names.filter_map(|name| name.as_string().ok()).map(std::string::ToString::to_string).collect())
}

/// What a rule gives for a document, with the places that had to be found out.
fn results(
    asking: &mut Asking<'_>,
    source: &Source,
    document: &Document,
    exception: Option<Span>,
) -> Result<(Vec<Found>, Option<String>), Failure> {
    let rule = rule(source);
    let engine::Answer { value, undefined } = asking.ask(&rule)?;
    if !matches!(value, Value::Undefined | Value::Set(_) | Value::Array(_)) {
        return Err(Failure::Error("the result is neither a set nor a list".to_owned()));
    }
    let values = set(&value);
    let mut says = |part: Value| {
        asking.show(part);
        asking.ask(&rule).ok().map(|answer| set(&answer.value))
    };
    let mut blame = Blame::new(document, &mut says);
    let mut found = Vec::new();
    for value in values {
        let is_open = findings::message(&value).is_some() && !findings::has_place(&value, document);
        let place = if is_open { blame.place(&value) } else { None };
        found.push(Found { value, place, exception });
    }
    asking.show(document.value.clone());
    let undefined = undefined.filter(|_| found.is_empty());
    Ok((found, undefined))
}

fn rule(source: &Source) -> String {
    reference(&source.package, &source.name)
}

/// The members of a set; none of what is undefined.
fn set(value: &Value) -> Vec<Value> {
    match value {
        Value::Set(set) => set.iter().cloned().collect(),
        Value::Array(array) => array.to_vec(),
        _ => Vec::new(),
    }
}
