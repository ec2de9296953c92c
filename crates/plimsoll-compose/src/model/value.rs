//! The small values that every part of the model is made of.

use plimsoll_diagnostics::Span;

use super::words;
use crate::yaml::Scalar;

/// A scalar that stands for a truth value or a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed<'s, T> {
    /// What it stands for; `None` when a variable is in it, or when it cannot be read.
    pub value: Option<T>,
    /// As it is written.
    pub scalar: Scalar<'s>,
}

impl<T: PartialEq> Typed<'_, T> {
    /// Whether it certainly stands for this value.
    pub fn is(&self, value: T) -> bool {
        self.value == Some(value)
    }
}

impl<T> Typed<'_, T> {
    /// Where it is written.
    pub fn span(&self) -> Span {
        self.scalar.span
    }
}

/// A name and perhaps a value, from a list (`NAME=value`) or a mapping (`NAME: value`): a variable of the
/// environment, a label, a build argument.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<'s> {
    /// The name.
    pub name: Scalar<'s>,
    /// The value; `None` when only the name is given, which takes the value from the caller.
    pub value: Option<Scalar<'s>>,
    /// All of it.
    pub span: Span,
}

impl Pair<'_> {
    /// Whether name and value are one item of a list, `NAME=value`, in which YAML does not read the value by itself.
    pub fn is_list_item(&self) -> bool {
        let value = self.value.as_ref();
        value.is_some_and(|value| self.name.span.end + 1 == value.span.start && self.span != value.span)
    }
}

/// Which of the two ways of writing was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// One string, `"8080:80"`.
    Short,
    /// A mapping.
    Long,
}

/// A command: `command`, `entrypoint`, the `command` of a hook.
#[derive(Clone, Debug, PartialEq)]
pub struct Command<'s> {
    /// How it is written.
    pub form: CommandForm,
    /// The whole string, when it is written as one.
    pub text: Option<Scalar<'s>>,
    /// The words. A string is split as a shell would, but no shell runs it.
    pub words: Vec<Scalar<'s>>,
    /// The end of a string that Compose drops: from the first `&&`, `;`, `|`, `<` or `>` outside quotes on.
    pub dropped: Option<Scalar<'s>>,
    /// The quote or bracket in a string for which Compose refuses it.
    pub unbalanced: Option<Scalar<'s>>,
    /// All of it.
    pub span: Span,
}

impl<'s> Command<'s> {
    pub(super) fn empty(form: CommandForm, span: Span) -> Command<'s> {
        Command { form, text: None, words: Vec::new(), dropped: None, unbalanced: None, span }
    }

    /// Its words as the file gives them, before `.env` gave values to variables.
    pub fn written_words(&self) -> Vec<Scalar<'s>> {
        match &self.text {
            Some(text) => words::split(&text.as_written()).words,
            None => self.words.iter().map(Scalar::as_written).collect(),
        }
    }
}

/// How a command is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandForm {
    /// As a string.
    String,
    /// As a list.
    List,
    /// As null: the image decides.
    Null,
}
