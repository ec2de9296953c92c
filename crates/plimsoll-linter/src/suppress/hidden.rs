//! Findings that a comment hides, and that are worth a word all the same.

/// A finding that is not shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hidden {
    /// What hides it.
    pub by: HiddenBy,
    /// The file that it is about.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
    /// The rule that found it.
    pub rule: String,
}

/// What hides a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenBy {
    /// `# check=skip=all`, which names no rule: security findings of level error.
    SkipAll,
    /// A comment for another linter: security findings of level error.
    PeerComment,
    /// A rule of another linter that its own configuration switches off.
    PeerConfiguration,
    /// A comment that the trusted revision does not have: findings below level error.
    NewComment,
}

impl HiddenBy {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            HiddenBy::SkipAll => "skip-all",
            HiddenBy::PeerComment => "peer-comment",
            HiddenBy::PeerConfiguration => "peer-configuration",
            HiddenBy::NewComment => "new-comment",
        }
    }
}
