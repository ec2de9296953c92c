//! What is wrong with text that is no YAML, in the words of someone who writes Compose files.

use std::borrow::Cow;

use granit_parser::ErrorKind;

/// One line on what the parser met.
pub(super) fn message(kind: &ErrorKind) -> Cow<'static, str> {
    Cow::Borrowed(match kind {
        ErrorKind::RecursionLimitExceeded => "the file is nested too deeply; the rest is not read",
        ErrorKind::UnclosedQuotedScalar => "unclosed quote",
        ErrorKind::UnclosedFlowCollection { open: '[' }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::ExpectedFlowSequenceSeparator => "missing `,` or `]` in a list",
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => "missing `,` or `}` in a mapping",
        ErrorKind::MappingValueNotAllowed => "unexpected `:`: the line before already has a value",
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => "missing `:` after this key",
        ErrorKind::ExpectedBlockMappingKey => "expected a key; check the indentation",
        ErrorKind::ExpectedBlockSequenceEntry => "expected `-`; check the indentation",
        ErrorKind::BlockSequenceEntryNotAllowed => "unexpected list",
        ErrorKind::InvalidIndentation | ErrorKind::InvalidQuotedScalarIndent => {
            "the indentation does not match any line above"
        }
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            "tabs cannot be used for indentation in YAML"
        }
        ErrorKind::InvalidColonPlacement => "unexpected `:`",
        ErrorKind::UnknownQuotedScalarEscape => "unknown YAML escape sequence",
        ErrorKind::UndeclaredTagHandle => "this tag's handle is not declared",
        ErrorKind::UnexpectedCharacter { character } => {
            return Cow::Owned(format!("a value cannot start with `{}`", character.escape_default()));
        }
        other => return Cow::Owned(format!("not valid YAML: {other}")),
    })
}
