//! What a comment may ask for, whoever's words it uses.

use plimsoll_diagnostics::{Span, Text};

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The instruction or entry below it, or the one that it stands in.
    Node,
    /// The same; all of the file when it stands above everything.
    NodeOrFile,
    /// The build stage whose FROM comes next, else the one that it stands in.
    Stage,
    /// From here to the end of the build stage that it stands in; all of the file above the first.
    RestOfStage,
    /// The command below it in a script, or all of the script that it stands above.
    Script,
    /// The line that it stands on.
    Line,
    /// The line below it.
    NextLine,
    /// All of the file.
    File,
}

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request<'s> {
    /// `# plimsoll: ignore[rule, …] reason`
    Ignore {
        reach: Reach,
        names: Vec<Text<'s>>,
        /// What stands between the brackets.
        list: Text<'s>,
    },
    /// The same in the words of a peer.
    Peer { reach: Reach, names: Vec<PeerName>, by_hadolint: bool },
    /// It wants to be one of a peer's, and is not.
    Unclear { span: Span, message: String, help: String },
    /// It wants to be one of ours, and is not.
    Misses {
        span: Span,
        message: String,
        /// `ignore` or `ignore-file`, as far as one can tell.
        keyword: &'static str,
        /// What is perhaps the list of rules.
        list: Text<'s>,
    },
}

/// A name in a peer's comment, as findings are compared with it: `DL3007`, `dclint:no-version-field`, `kics:*`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PeerName {
    pub(crate) text: String,
    pub(crate) span: Span,
}

pub(crate) fn named(peer: &str, code: &str, span: Span) -> PeerName {
    PeerName { text: format!("{peer}:{code}"), span }
}

/// A word of letters, digits, `-` and `_`, and what follows.
pub(crate) fn split_word(text: Text<'_>) -> (Text<'_>, Text<'_>) {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    let end = text.raw.find(|character| !is_word(character)).unwrap_or(text.raw.len());
    (text.slice(0, end), from(text, end))
}

pub(crate) fn from(text: Text<'_>, start: usize) -> Text<'_> {
    text.slice(start, text.raw.len())
}
