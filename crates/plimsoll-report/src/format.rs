//! The formats that a report can be told in. Each has a file of its own; this is their only list.

pub(crate) mod azure;
pub(crate) mod checkstyle;
pub(crate) mod concise;
pub(crate) mod github;
pub(crate) mod gitlab;
pub(crate) mod gnu;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod markdown;
pub(crate) mod ndjson;
pub(crate) mod rdjson;
pub(crate) mod sarif;
pub(crate) mod sonarqube;
pub(crate) mod text;

use std::io::{self, Write};

use crate::{Report, TextOptions, hadolint};

/// Makes the enum and everything that has a line for each format.
macro_rules! formats {
    ($($variant:ident, $name:literal, $about:literal, $write:path;)+) => {
        /// How a report is told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)+
        }

        impl Format {
            /// Every format.
            pub const ALL: &[Format] = &[$(Format::$variant),+];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => $name,)+ }
            }

            /// What it is for, in a few words.
            pub fn about(self) -> &'static str {
                match self { $(Format::$variant => $about,)+ }
            }

            /// Writes a report.
            ///
            /// # Errors
            /// When `out` cannot be written.
            pub fn write(self, report: &Report, options: TextOptions, out: &mut dyn Write) -> io::Result<()> {
                match self { $(Format::$variant => $write(report, options, out),)+ }
            }
        }
    };
}

formats! {
    Text, "text", "Source lines with messages, for people", text::write;
    Concise, "concise", "One line per finding, as compilers print it", concise::write;
    Gnu, "gnu", "One line per finding, as GNU programs print it", gnu::write;
    Json, "json", "A single JSON document", json::write;
    Ndjson, "ndjson", "One JSON object per line", ndjson::write;
    Sarif, "sarif", "SARIF 2.1.0, for GitHub code scanning and other tools", sarif::write;
    Github, "github", "Annotations in GitHub Actions", github::write;
    Gitlab, "gitlab", "GitLab Code Quality report", gitlab::write;
    Codeclimate, "codeclimate", "Code Climate issues, which GitLab also reads", gitlab::write;
    Azure, "azure", "Issues in Azure Pipelines", azure::write;
    Junit, "junit", "JUnit XML, for tools that show test results", junit::write;
    Checkstyle, "checkstyle", "Checkstyle XML", checkstyle::write;
    Rdjson, "rdjson", "reviewdog's diagnostic format", rdjson::write;
    Markdown, "markdown", "A table, for job summaries", markdown::write;
    Hadolint, "hadolint", "hadolint's JSON, for tools that read it", hadolint::write;
    Sonarqube, "sonarqube", "SonarQube generic issues", sonarqube::write;
}

impl Format {
    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name() == name)
    }

    /// Whether it is made of lines that stand for themselves, so that another such format may follow.
    pub fn is_lines(self) -> bool {
        matches!(self, Format::Text | Format::Concise | Format::Gnu | Format::Github | Format::Azure)
    }
}
