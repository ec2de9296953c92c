//! Values of files of data as words of a command line.

use plimsoll_commands::Word;
use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Span;

/// A value in which `${…}` is somebody else's variable.
pub(super) fn template(value: &Scalar<'_>) -> Word {
    let inside = value.is_quoted() && value.span.len() == value.value.len() + 2;
    let span = if inside {
        Span { start: value.span.start + 1, end: value.span.end - 1, ..value.span }
    } else {
        value.span
    };
    in_file(&value.value, span)
}

/// A text that stands for what is written at `span`. Where it is not just what is written there, its parts have no places.
pub(super) fn in_file(text: &str, span: Span) -> Word {
    if !text.contains("${") {
        let word = Word::known(text, span);
        return if span.len() == text.len() { word } else { word.apart() };
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        plain.push_str(&before.replace('$', "$$"));
        plain.push_str("${_}");
        rest = behind.split_once('}').map_or("", |(_, rest)| rest);
    }
    plain.push_str(&rest.replace('$', "$$"));
    Word::template(&plain, span, false, false).apart()
}
