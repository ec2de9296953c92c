//! Tests that a policy brings along: rules named `test_…` that have to be true.

use plimsoll_diagnostics::{Diagnostic, Sources};
use plimsoll_linter::{RegoFiles, rego_mistake};
use regex::Regex;
use regorus::Value;
use regorus::unstable::Rule;

use crate::engine::{Asking, Evaluator, Failure};
use crate::load::{data, drop_wrong, read_modules};
use crate::module::Read;
use crate::names::{path, reference};
use crate::repair::head;

/// What tests are called.
const TEST: &str = "test_";

/// What tests are called that are still to be written.
const TODO: &str = "todo_test_";

/// A test that was run.
#[derive(Clone, Debug)]
pub struct Tested {
    /// `data.main.test_deny`; a named case of it follows in brackets.
    pub name: String,
    /// The file that it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What came out.
    pub outcome: Outcome,
    /// What it printed.
    pub prints: Vec<String>,
}

/// What came out of a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is true.
    Passed,
    /// It is something else, or nothing.
    Failed,
    /// It is still to be written.
    Skipped,
    /// It could not be evaluated.
    Error(String),
}

/// Runs the tests whose names a pattern matches, all if there is none.
///
/// # Errors
/// When the pattern is not a regular expression.
pub fn test(
    files: &RegoFiles,
    sources: &Sources,
    run: Option<&str>,
) -> Result<(Vec<Tested>, Vec<Diagnostic>), String> {
    let wanted = run.map(Regex::new).transpose().map_err(|why| why.to_string())?;
    let answer = crate::engine::on_stack(|| {
        let mut mistakes = Vec::new();
        let data = data(files, sources, &mut mistakes);
        let mut modules = read_modules(files, sources, &mut mistakes);
        drop_wrong(&mut modules, &data, &mut mistakes);
        let evaluator = Evaluator::new(&modules, data);
        let mut evaluator = match evaluator {
            Ok(evaluator) => evaluator,
            Err(why) => {
                mistakes.push(crate::load::refused(&why, &modules));
                return (Vec::new(), mistakes);
            }
        };
        if let Err(why) = evaluator.prepare() {
            mistakes.push(crate::load::refused(&why, &modules));
            return (Vec::new(), mistakes);
        }
        let mut tested = Vec::new();
        let mut asking = evaluator.asking();
        for (name, file, line) in named(&modules) {
            if wanted.as_ref().is_some_and(|wanted| !wanted.is_match(&name)) {
                continue;
            }
            evaluator.begin();
            run_one(&mut asking, &name, &file, line, &mut tested);
        }
        (tested, mistakes)
    });
    Ok(answer.unwrap_or_else(|| {
        let place = plimsoll_diagnostics::Span::at(plimsoll_diagnostics::FileId::FIRST, 0);
        (Vec::new(), vec![rego_mistake(place, "the tests could not be run")])
    }))
}

/// The tests of modules, each once: the reference to it, its file and its line.
fn named(modules: &[Read]) -> Vec<(String, String, usize)> {
    let mut found: Vec<(String, String, usize)> = Vec::new();
    for module in modules {
        for rule in &module.tree.policy {
            let Rule::Spec { .. } = &**rule else { continue };
            let name = path(head(rule)).into_iter().next().unwrap_or_default();
            if !name.starts_with(TEST) && !name.starts_with(TODO) {
                continue;
            }
            let name = reference(&module.package(), &name);
            if found.iter().all(|(known, ..)| *known != name) {
                found.push((name, module.path.clone(), rule.span().line as usize));
            }
        }
    }
    found
}

fn run_one(asking: &mut Asking<'_>, name: &str, file: &str, line: usize, tested: &mut Vec<Tested>) {
    let mut add = |name: String, outcome, prints| {
        tested.push(Tested { name, file: file.to_owned(), line, outcome, prints });
    };
    let is_todo = name.rsplit('.').next().is_some_and(|last| last.starts_with(TODO));
    if is_todo {
        return add(name.to_owned(), Outcome::Skipped, Vec::new());
    }
    asking.show(Value::Undefined);
    let answer = asking.ask(name).map(|answer| answer.value);
    let prints = asking.prints();
    let is_true = |value: &Value| value.as_bool().is_ok_and(|truth| *truth);
    match answer {
        Ok(Value::Object(cases)) if !cases.is_empty() => {
            for (case, value) in cases.iter() {
                let outcome = if is_true(value) { Outcome::Passed } else { Outcome::Failed };
                add(format!("{name}[{case}]"), outcome, prints.clone());
            }
        }
        Ok(value) => {
            let outcome = if is_true(&value) { Outcome::Passed } else { Outcome::Failed };
            add(name.to_owned(), outcome, prints);
        }
        Err(failure) => {
            let why = match failure {
                Failure::Time | Failure::Run => "it did not finish within a second".to_owned(),
                Failure::Size => "it creates more than 128 MiB of text and lists".to_owned(),
                Failure::Value => "it creates a value larger than 32 MiB".to_owned(),
                Failure::Error(why) => why.trim().to_owned(),
            };
            add(name.to_owned(), Outcome::Error(why), prints);
        }
    }
}
