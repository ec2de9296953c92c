//! What is found in a file with scripts, and how templates in it are hidden.

use plimsoll_commands::Variables;
use plimsoll_compose::yaml::{Scalar, Style};
use plimsoll_diagnostics::{Joined, JoinedBuilder, Span};
use plimsoll_project::{Folder, Line, Place};

/// A script of a file.
pub(super) struct Shell<'s> {
    /// As the shell gets it, what nobody knows replaced by a variable.
    pub(super) text: Joined<'s>,
    /// What is known of its variables.
    pub(super) variables: Variables,
    /// The folder that it is run in.
    pub(super) folder: Folder,
    /// Where it is written, if its lines are no lines of the file, so that no comment can stand between them.
    pub(super) outside: Option<Span>,
}

/// Where a script is written that a value of YAML holds, if its lines are no lines of the file.
pub(super) fn outside(value: &Scalar<'_>) -> Option<Span> {
    (value.style != Style::Literal).then_some(value.span)
}

/// What was found in a file.
pub(super) struct Found<'s> {
    /// Where it runs.
    pub(super) place: Place,
    /// Its scripts.
    pub(super) scripts: Vec<Shell<'s>>,
    /// The same scripts with the values of a combination of a matrix: of these, only what they build counts.
    pub(super) combined: Vec<Shell<'s>>,
    /// Where scripts are written that run before anything is in their folder.
    pub(super) bare: Vec<Span>,
    /// What stands for command lines.
    pub(super) lines: Vec<Line>,
}

impl Found<'_> {
    /// Nothing yet.
    pub(super) fn new(place: Place) -> Self {
        Found { place, scripts: Vec::new(), combined: Vec::new(), bare: Vec::new(), lines: Vec::new() }
    }
}

/// A text in which something is replaced: `next` finds it in the rest of the text, and says what to put there.
pub(super) fn replaced<'s>(
    text: &Joined<'s>,
    next: impl Fn(&str) -> Option<(std::ops::Range<usize>, String)>,
) -> Joined<'s> {
    let whole: &str = &text.text;
    let mut builder: Option<JoinedBuilder> = None;
    let mut at = 0;
    while let Some((range, by)) = whole.get(at..).and_then(&next) {
        let (start, end) = (at + range.start, at + range.end.max(range.start + 1));
        let builder = builder.get_or_insert_with(|| JoinedBuilder::new(text.whole().file));
        builder.push_joined(text, at..start);
        builder.push_replaced(&by, text.span(start..end));
        at = end;
    }
    match builder {
        None => text.clone(),
        Some(mut builder) => {
            if at < whole.len() {
                builder.push_joined(text, at..whole.len());
            }
            builder.finish()
        }
    }
}

/// A text in which what a template engine puts in between two marks is a variable that nobody knows.
pub(super) fn without_templates<'s>(text: &Joined<'s>, open: &str, close: &str) -> Joined<'s> {
    replaced(text, |rest| {
        let start = rest.find(open)?;
        let len = rest.get(start..)?.find(close)? + close.len();
        Some((start..start + len, "${_}".to_owned()))
    })
}
