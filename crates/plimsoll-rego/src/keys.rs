//! Keys of a Dockerfile's document that no Dockerfile has: a rule that looks at one never finds anything.

use std::collections::HashMap;

use plimsoll_diagnostics::{Diagnostic, Level, nearest};
use plimsoll_linter::rego_finding;
use regorus::unstable::{Expr, Literal, Rule, Span};

use crate::Shape;
use crate::module::{Read, span};
use crate::names::text;
use crate::visit::{Piece, pieces, visit};

/// The keys of a command.
const COMMAND: [&str; 12] = [
    "Cmd",
    "EndLine",
    "Final",
    "Flags",
    "Heredocs",
    "JSON",
    "Original",
    "Path",
    "Stage",
    "StartLine",
    "SubCmd",
    "Value",
];

/// The keys of a stage in Trivy's document.
const STAGE: [&str; 2] = ["Commands", "Name"];

/// The steps of a reference: names, and `None` for what is looked up by a variable or a number.
type Steps = Vec<Option<String>>;

/// What modules look at that no document has.
pub(crate) fn unknown(module: &Read) -> Vec<Diagnostic> {
    let shapes = module.shapes();
    let sees = (shapes.contains(&Shape::Conftest), shapes.contains(&Shape::Trivy));
    if sees == (false, false) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for rule in &module.tree.policy {
        let names = names(rule);
        visit(pieces(rule), |piece, _| {
            let Piece::Expr(expr) = piece else { return };
            let Some((key, place)) = key(expr) else { return };
            let Some(known) = steps(expr, &names).and_then(|steps| known(&steps, sees)) else {
                return;
            };
            // Compose files have keys in lower case, and conftest's document may be one of them.
            let is_of_dockerfiles = key.starts_with(|letter: char| letter.is_ascii_uppercase())
                || known.iter().any(|known| known.eq_ignore_ascii_case(&key));
            if known.contains(&&*key) || !is_of_dockerfiles {
                return;
            }
            let message = format!("the document of a Dockerfile has no key `{key}`");
            let mut note = rego_finding(span(module.file, place), Level::Note, message);
            note.here("undefined, so this rule reports nothing");
            let near = nearest(&key, known.iter().copied()).or_else(|| short_form(&key, known));
            note.help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("use `{}`", known.join("`, `")),
            });
            found.push(note);
        });
    }
    found
}

/// The only key that shortens a word: `Cmd` for `Comand`.
fn short_form(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let is_short = |key: &&&str| {
        let mut letters = word.chars();
        let has = |letter: char| letters.by_ref().any(|own| own.eq_ignore_ascii_case(&letter));
        key.chars().next().zip(word.chars().next()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(&b))
            && key.chars().all(has)
    };
    let mut short = known.iter().filter(is_short);
    short.next().filter(|_| short.next().is_none()).copied()
}

/// The keys that there are where a reference ends, in conftest's document and in Trivy's, if a module sees them.
fn known(steps: &[Option<String>], (conftest, trivy): (bool, bool)) -> Option<&'static [&'static str]> {
    let (_, above) = steps.split_last()?;
    let above: Vec<Option<&str>> = above.iter().map(Option::as_deref).collect();
    match &*above {
        [Some("input"), None] if conftest => Some(&COMMAND),
        [Some("input"), Some("Stages"), None] if trivy => Some(&STAGE),
        [Some("input"), Some("Stages"), None, Some("Commands"), None] if trivy => Some(&COMMAND),
        _ => None,
    }
}

/// The last key of a reference.
fn key(expr: &Expr) -> Option<(String, &Span)> {
    match expr {
        Expr::RefDot { field: (span, _), .. } => Some((span.text().to_owned(), span)),
        Expr::RefBrack { index, .. } => Some((text(index)?, index.span())),
        _ => None,
    }
}

/// The steps of a reference. `names` stand for others.
fn steps(expr: &Expr, names: &HashMap<String, Steps>) -> Option<Steps> {
    let steps = crate::names::steps(expr)?;
    let known = steps.first().and_then(Option::as_ref).and_then(|name| names.get(name));
    Some(match known {
        Some(start) => start.iter().chain(steps.iter().skip(1)).cloned().collect(),
        None => steps,
    })
}

/// The names in a rule that stand for an item of a document: `some command in input`, `command := input[i]`. One that stands
/// for several is none of them.
fn names(rule: &Rule) -> HashMap<String, Steps> {
    let mut names: HashMap<String, Steps> = HashMap::new();
    let mut several = Vec::new();
    // What is named further out comes first.
    visit(pieces(rule), |piece, _| {
        let (name, steps) = match piece {
            Piece::Literal(Literal::SomeIn { value, collection, .. }) => {
                (name(value), steps(collection, &names).map(|steps| [steps, vec![None]].concat()))
            }
            Piece::Expr(Expr::AssignExpr { lhs, rhs, .. }) => (name(lhs), steps(rhs, &names)),
            _ => return,
        };
        let Some(name) = name else { return };
        match steps {
            Some(steps) if names.get(name).is_none_or(|known| *known == steps) => {
                names.insert(name.to_owned(), steps);
            }
            _ => several.push(name.to_owned()),
        }
    });
    names.retain(|name, _| !several.contains(name));
    names
}

fn name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Var { span, .. } => Some(span.text()),
        _ => None,
    }
}
