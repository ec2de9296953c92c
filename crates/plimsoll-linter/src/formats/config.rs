//! Configuration, ours and that of peers: it says how files are linted, and is none of them.

use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_project::Project;

use super::{Format, Name};
use crate::load::Reader;
use crate::peers::PeerConfig;
use crate::policy::keeps_all_but_waivers;
use crate::proof::{Changes, Proof};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "plimsoll.toml";

/// The names of hadolint's configuration file; the first counts where both are.
pub const HADOLINT_NAMES: [&str; 2] = [".hadolint.yaml", ".hadolint.yml"];

/// Where wrappers keep hadolint's configuration: there it holds for the directory that this one is in.
pub(crate) const LINTERS_FOLDER: &str = ".github/linters";

/// Names of files that hadolint is given by name, since it does not look for them itself.
pub(crate) const NAMED_HADOLINT_NAMES: [&str; 2] = ["hadolint.yaml", "hadolint.yml"];

/// The format of `plimsoll.toml`, and of what peers read.
pub(super) struct ConfigFormat;

impl Format for ConfigFormat {
    fn is_named(&self, name: Name<'_>) -> bool {
        name.file == CONFIG_NAME
            || HADOLINT_NAMES.contains(&name.file)
            || NAMED_HADOLINT_NAMES.contains(&name.file)
            || PeerConfig::of(name.file).is_some()
    }

    fn globs(&self) -> &'static [&'static str] {
        &[
            "**/plimsoll.toml",
            "**/{.,}hadolint.{yml,yaml}",
            "**/{.dclintrc,.trivyignore,trivy.yaml,trivy.yml,.checkov.,kics.config,.tally.toml,tally.toml}*",
        ]
    }

    fn is_linted(&self) -> bool {
        false
    }

    fn open<'s>(&self, _file: FileId, reader: &Reader<'s>) -> Project<'s> {
        Project::empty(reader.sources)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, _: &Changes) -> Proof {
        keeps_all_but_waivers(sources, sources.text(before), sources.text(after))
    }
}
