//! Configuration, ours and that of peers: it says how files are linted, and is none of them.

use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_project::Project;

use super::{Format, Name};
use crate::load::Reader;
use crate::proof::{Changes, Proof};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "plimsoll.toml";

/// The names of hadolint's configuration file; the first counts where both are.
pub const HADOLINT_NAMES: [&str; 2] = [".hadolint.yaml", ".hadolint.yml"];

/// The format of `plimsoll.toml`, and of what peers read.
pub(super) struct ConfigFormat;

impl Format for ConfigFormat {
    fn is_named(&self, name: Name<'_>) -> bool {
        name.file == CONFIG_NAME || HADOLINT_NAMES.contains(&name.file)
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/plimsoll.toml", "**/.hadolint.{yml,yaml}"]
    }

    fn is_linted(&self) -> bool {
        false
    }

    fn open<'s>(&self, _file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::empty(reader.sources)
    }

    fn same_meaning(&self, _: &Sources, _: FileId, _: FileId, _: &Changes) -> Proof {
        Ok(())
    }
}
