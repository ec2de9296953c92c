//! From what a rule gives to findings: message, level, place, link.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Level, Span};
use plimsoll_linter::{RegoFiles, copied, rego_finding};
use plimsoll_project::Project;
use regorus::Value;

use crate::document::Document;
use crate::metadata::{self, Metadata};
use crate::module::Source;
use crate::names::{EXCEPTION, kind};

/// A result, and its place if it had to be found out.
pub(crate) struct Result {
    pub(crate) value: Value,
    pub(crate) place: Option<Span>,
    /// The rule that excepts the document from it.
    pub(crate) exception: Option<Span>,
}

/// Whether a result says itself where it points to.
pub(crate) fn has_place(value: &Value, document: &Document) -> bool {
    place(value, document).is_some()
}

/// The message of a result. Others say nothing.
pub(crate) fn message(value: &Value) -> Option<String> {
    let text = value.as_string().ok().or_else(|| field(value, "msg")?.as_string().ok())?;
    Some(text.to_string())
}

/// How bad what a rule finds is: the policy's word, else what comments say, else its kind.
pub(crate) fn level(source: &Source, package: &Metadata, files: &RegoFiles) -> Level {
    let of_policy = files.levels.get(&source.full_name()).copied();
    let of_comments = source.about.level.or(package.level);
    let of_kind = || kind(&source.name).map(|(level, _)| level);
    of_policy.or(of_comments).or_else(of_kind).unwrap_or(Level::Error)
}

/// The finding of a result.
pub(crate) fn finding(
    result: &Result,
    source: &Source,
    package: &Metadata,
    document: &Document,
    files: &RegoFiles,
    project: &Project<'_>,
    policy: &plimsoll_diagnostics::Sources,
) -> Option<Diagnostic> {
    let text = message(&result.value)?;
    let name = source.full_name();
    let word = |key: &str| field(&result.value, key).and_then(|value| value.as_string().ok());
    let own = level(source, package, files);
    // A result may be milder than its rule, unless the policy says how bad it is.
    let said = word("level").and_then(|word| metadata::level(word)).unwrap_or(own);
    let level = if files.levels.contains_key(&name) { own } else { said.min(own) };
    let place = place(&result.value, document).or(result.place);
    let place = place.unwrap_or_else(|| first_line(document, project));
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut found = rego_finding(place, level, lines.next().unwrap_or("this breaks a rule in the policy"));
    lines.for_each(|line| {
        found.note(line.to_owned());
    });
    let title = source.about.title.as_ref().or(package.title.as_ref());
    if let Some(title) = title.filter(|title| **title != found.message) {
        found.here(title.clone());
    }
    found.label(copied(source.place, policy, project.sources), format!("reported by `{name}`"));
    let link = word("url").map(std::string::ToString::to_string);
    if let Some(link) = link.or_else(|| source.about.link.clone()).or_else(|| package.link.clone()) {
        found.note(format!("for more, see {link}"));
    }
    let help = word("help").map(std::string::ToString::to_string);
    if let Some(help) = help.or_else(|| source.about.help.clone()).or_else(|| package.help.clone()) {
        found.help(help);
    }
    if let (Some(place), Some(asked)) = (result.exception, &mut found.policy) {
        let name = format!("{}.{EXCEPTION}", source.package);
        let place = copied(place, policy, project.sources);
        asked.exception = Some(name.clone());
        found.label(place, format!("`{name}` excepts this file"));
    }
    let ids = source.about.id.iter().chain(&package.id).cloned();
    found.aliases = Some([format!("rego/{name}")].into_iter().chain(ids).map(Cow::Owned).collect());
    Some(found)
}

fn field<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    // The engine's own question costs more than an evaluation where the answer is no: it writes an error.
    let Value::Object(object) = value else { return None };
    object.get(&Value::from(key))
}

/// Where a result points to.
fn place(value: &Value, document: &Document) -> Option<Span> {
    if let Some(number) = field(value, "at").and_then(|at| at.as_u32().ok())
        && let Some(place) = document.at_number(number as usize)
    {
        return Some(place);
    }
    if let Some(path) = field(value, "path").and_then(|path| path.as_array().ok()) {
        let part = |part: &Value| {
            part.as_string().map_or_else(|_| part.to_string(), std::string::ToString::to_string)
        };
        return document.at_path(&path.iter().map(part).collect::<Vec<_>>());
    }
    // Trivy's cause is the command itself; others are below a key.
    let lines = [Some(value), field(value, "cmd"), field(value, "cause")];
    let line = |value: &Value| {
        let line = field(value, "StartLine").or_else(|| field(value, "startline"));
        line.or_else(|| field(field(value, "_loc")?, "line"))?.as_u32().ok()
    };
    let (at, line) = lines.into_iter().flatten().find_map(|value| Some((value, line(value)?)))?;
    let path = field(at, "Path").or_else(|| field(field(at, "_loc")?, "file"));
    document.at_line(line as usize, path.and_then(|path| path.as_string().ok()).map(|path| &**path))
}

/// The first line of a document's file.
fn first_line(document: &Document, project: &Project<'_>) -> Span {
    let text = project.sources.text(document.file);
    text.slice(0, text.raw.lines().next().map_or(0, str::len)).span
}
