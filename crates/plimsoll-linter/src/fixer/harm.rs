//! Which errors a change of text brought: those of the new text that the old one did not have, wherever they moved.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_diagnostics::{Category, Diagnostic, Level, Span};
use plimsoll_project::Project;

use crate::proof::Changes;
use crate::registry::Registry;

/// A place: path, start and end.
type Place = (String, u32, u32);

/// An error that a rule finds when it has its own level, whatever the configuration says of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ErrorFinding {
    rule: String,
    message: String,
    category: Category,
    /// The places that it is about, the primary one first.
    places: Vec<Place>,
    /// Its instruction from the start up to it: whether it is read as it is depends on this.
    above: Option<Place>,
}

impl ErrorFinding {
    fn new(finding: &Diagnostic, category: Category, project: &Project<'_>) -> ErrorFinding {
        let labels = std::iter::once(&finding.primary).chain(&finding.related);
        let place = |span: Span| (project.sources.file(span.file).path.clone(), span.start, span.end);
        let dockerfile = project.dockerfile_at(finding.primary.span.file);
        let instruction = dockerfile.and_then(|it| it.tree.instruction_around(finding.primary.span));
        let above = instruction.map(|it| Span { end: finding.primary.span.end, ..it.span });
        ErrorFinding {
            rule: finding.rule.clone().into_owned(),
            message: finding.message.clone(),
            category,
            places: labels.map(|label| place(label.span)).collect(),
            above: above.map(place),
        }
    }

    /// Whether an edit came to a place that it is about, or right beside one.
    pub(super) fn is_about(&self, path: &str, start: u32, end: u32) -> bool {
        self.places.iter().any(|(other, from, to)| other == path && start <= *to && *from <= end)
    }

    /// What it says, and its primary place as `place` has it.
    fn identity(&self, place: impl Fn(&str, u32) -> u32) -> Option<Identity<'_>> {
        let (path, start, _) = self.places.first()?;
        Some((&self.rule, &self.message, path, place(path, *start)))
    }

    fn is_touched(&self, changes: &BTreeMap<String, Changes>) -> bool {
        self.places.iter().chain(&self.above).any(|(path, start, end)| {
            changes.get(path).is_some_and(|changes| changes.touch_new_range(*start..*end))
        })
    }
}

/// The findings that are errors when rules have their own levels, or that were before their rule was split by harm.
pub(crate) fn errors(
    found: &[Diagnostic],
    project: &Project<'_>,
    registry: &Registry,
) -> BTreeSet<ErrorFinding> {
    let is_error = |name: &str| registry.meta(name).is_some_and(|meta| meta.level == Level::Error);
    let error = |finding: &Diagnostic| {
        let meta = registry.meta(&finding.rule)?;
        let counts = is_error(&finding.rule) || meta.replaces.iter().any(|name| is_error(name));
        counts.then(|| ErrorFinding::new(finding, meta.category, project))
    };
    found.iter().filter_map(error).collect()
}

/// What tells errors apart: rule, message, path, place.
type Identity<'t> = (&'t str, &'t str, &'t str, u32);

/// The errors after a change that were not there before.
///
/// An error that another one hid until now is none of them: it is about text that no edit touched, and the file could be
/// read there.
pub(super) fn brought<'t>(
    before: &BTreeSet<ErrorFinding>,
    after: &'t BTreeSet<ErrorFinding>,
    changes: &BTreeMap<String, Changes>,
) -> Vec<&'t ErrorFinding> {
    // Where one edit moves several lines, it is not known which of them went where: there, errors are only counted.
    let moved = |path: &str, at| changes.get(path).map_or(at, |changes| changes.moved(at));
    let come = |path: &str, at| changes.get(path).map_or(at, |changes| changes.come_around(at));
    let mut old: BTreeMap<Identity<'_>, usize> = BTreeMap::new();
    for identity in before.iter().filter_map(|error| error.identity(moved)) {
        *old.entry(identity).or_default() += 1;
    }
    let mut brought = Vec::new();
    for error in after {
        let count = error.identity(come).and_then(|identity| old.get_mut(&identity));
        match count.filter(|count| **count > 0) {
            Some(count) => *count -= 1,
            None => brought.push(error),
        }
    }
    let has_gone = old.values().any(|count| *count > 0);
    brought.retain(|error| {
        let was_hidden = has_gone && error.category != Category::Syntax && !error.is_touched(changes);
        !was_hidden
    });
    brought
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{Edit, FileId};

    use super::*;

    /// An error of a rule at a place of the only file.
    fn error(rule: &str, start: u32) -> ErrorFinding {
        ErrorFinding {
            rule: rule.to_owned(),
            message: "m".to_owned(),
            category: Category::Validity,
            places: vec![("f".to_owned(), start, start + 2)],
            above: None,
        }
    }

    /// The rules of errors that a change of bytes 10 to 14 into 8 others brought.
    fn rules(before: &[ErrorFinding], after: &[ErrorFinding]) -> Vec<String> {
        let edit = Edit { span: Span::new(FileId::FIRST, 10, 14), text: "12345678".to_owned() };
        let changes = BTreeMap::from([("f".to_owned(), Changes::new(&[&edit]))]);
        let [before, after] = [before, after].map(|all| all.iter().cloned().collect());
        brought(&before, &after, &changes).into_iter().map(|it| it.rule.clone()).collect()
    }

    #[test]
    fn an_error_that_moved_is_the_same() {
        let before = [error("a", 2), error("b", 20)];
        assert_eq!(rules(&before, &[error("a", 2), error("b", 24)]), [""; 0]);
        assert_eq!(rules(&before, &[error("b", 24), error("b", 40)]), [""; 0], "hidden until now");
    }

    #[test]
    fn another_error_is_new_even_if_one_is_gone() {
        assert_eq!(rules(&[error("a", 2)], &[error("b", 12)]), ["b"]);
        assert_eq!(rules(&[error("a", 2)], &[error("a", 2), error("a", 30)]), ["a"]);
    }

    #[test]
    fn an_error_behind_an_edit_of_its_instruction_was_not_hidden() {
        let grown = ErrorFinding { above: Some(("f".to_owned(), 0, 42)), ..error("b", 40) };
        assert_eq!(rules(&[error("a", 20)], &[grown]), ["b"]);
    }

    #[test]
    fn where_lines_changed_places_errors_are_counted() {
        assert_eq!(rules(&[error("a", 11)], &[error("a", 15)]), [""; 0]);
        assert_eq!(rules(&[error("a", 11)], &[error("a", 11), error("a", 15)]), ["a"]);
    }
}
