//! Seccomp profiles: their names, and how they are read.

use plimsoll_compose::json;
use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_project::{Project, seccomp};

use super::{Format, Name, data};
use crate::load::Reader;
use crate::proof::{Changes, Proof};

/// The format of seccomp profiles.
pub(super) struct SeccompFormat;

impl Format for SeccompFormat {
    /// `seccomp.json`, `chrome-seccomp.json`, `seccomp_profile.json`.
    fn is_named(&self, name: Name<'_>) -> bool {
        name.ends_with(".json") && name.file.to_ascii_lowercase().contains("seccomp")
    }

    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        text.contains("\"defaultAction\"") || text.contains("\"SCMP_ACT_")
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*seccomp*.json"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::document(reader.sources, seccomp::read(reader.sources, file))
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(json::read, sources.text(before), sources.text(after), changes)
    }
}
