//! Files of environment variables that nothing reads here, or anything may: those with a secret in them.

use plimsoll_compose::yaml::Stream;
use plimsoll_diagnostics::{FileId, Sources, Text};
use plimsoll_project::{Document, Project, dotenv_secrets};

use super::{Format, Name};
use crate::load::Reader;
use crate::proof::{Changes, Proof, Unproven};

/// The format of `.env` files. Compose reads them together with its own file; on their own, only a secret is of interest.
pub(super) struct DotenvFormat;

impl Format for DotenvFormat {
    /// `.env`, `.env.production`, `api.env`.
    fn is_named(&self, name: Name<'_>) -> bool {
        name.ends_with(".env") || name.file.to_ascii_lowercase().contains(".env.")
    }

    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_all(&self) -> bool {
        true
    }

    fn decides_about_others(&self) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        dotenv_secrets::has_any(Text::new(text, FileId::FIRST, 0))
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*.env", "**/*.env.*"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        reader.sources.file(file).hide_values();
        let document = Document::new(reader.sources, file, dotenv_secrets::KIND, |_| Stream::default());
        Project::document(reader.sources, document)
    }

    /// No rule changes one.
    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, _: &Changes) -> Proof {
        let is_same = sources.text(before).raw == sources.text(after).raw;
        is_same.then_some(()).ok_or(Unproven::Somewhere)
    }
}
