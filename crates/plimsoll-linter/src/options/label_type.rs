//! Types of the values of labels.

use plimsoll_project::labels;
use serde::Deserialize;

/// What the value of a label must be.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LabelType {
    /// Anything but nothing.
    #[serde(alias = "")]
    Text,
    /// An absolute URL.
    Url,
    /// A timestamp.
    Rfc3339,
    /// A version as Semantic Versioning has it.
    SemVer,
    /// An SPDX license expression.
    Spdx,
    /// The hash of a commit.
    Hash,
    /// An email address.
    Email,
}

impl LabelType {
    /// What a value of this type is, in words that follow "is not".
    pub fn describe(self) -> &'static str {
        match self {
            LabelType::Text => "non-empty text",
            LabelType::Url => "a URL",
            LabelType::Rfc3339 => "an RFC 3339 timestamp",
            LabelType::SemVer => "a semantic version",
            LabelType::Spdx => "an SPDX license expression",
            LabelType::Hash => "a commit hash",
            LabelType::Email => "an email address",
        }
    }

    /// Whether a value has this type.
    pub fn accepts(self, value: &str) -> bool {
        match self {
            LabelType::Text => !value.is_empty(),
            LabelType::Url => labels::is_url(value),
            LabelType::Rfc3339 => labels::is_timestamp(value),
            LabelType::SemVer => labels::is_semver(value),
            LabelType::Spdx => labels::is_licence(value),
            LabelType::Hash => labels::is_git_hash(value),
            LabelType::Email => labels::is_email(value),
        }
    }
}
