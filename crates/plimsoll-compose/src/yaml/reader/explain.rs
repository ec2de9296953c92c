//! What is wrong with text that is no YAML, in the words of someone who writes Compose files.

use std::borrow::Cow;

use granit_parser::ErrorKind;

/// One line on what the parser met.
pub(super) fn message(kind: &ErrorKind) -> Cow<'static, str> {
    Cow::Borrowed(match kind {
        ErrorKind::RecursionLimitExceeded => "the file is nested too deeply; what follows is not read",
        ErrorKind::UnclosedQuotedScalar => "the quote that opens here is not closed",
        ErrorKind::UnclosedFlowCollection { open: '[' }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowSequenceSeparator => "the list in `[ ]` is not closed, or lacks a comma",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => "the mapping in `{ }` is not closed, or lacks a comma",
        ErrorKind::MappingValueNotAllowed => "a `:` makes no key here: the line before already has a value",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "the `:` after this key is missing",
        ErrorKind::ExpectedBlockMappingKey => "a key is expected here; the indentation may be wrong",
        ErrorKind::ExpectedBlockSequenceEntry => "a `-` is expected here; the indentation may be wrong",
        ErrorKind::BlockSequenceEntryNotAllowed => "no list can start here",
        ErrorKind::InvalidIndentation | ErrorKind::InvalidQuotedScalarIndent => {
            "the indentation fits no line above"
        }
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            "a tab cannot indent a line of YAML"
        }
        ErrorKind::InvalidColonPlacement => "no `:` can stand here",
        ErrorKind::UnknownQuotedScalarEscape => "this escape sequence does not exist in YAML",
        ErrorKind::UndeclaredTagHandle => "the handle of this tag is not declared",
        ErrorKind::UnexpectedCharacter { character } => {
            return Cow::Owned(format!("no value can start with `{}`", character.escape_default()));
        }
        other => return Cow::Owned(format!("not valid YAML: {other}")),
    })
}
