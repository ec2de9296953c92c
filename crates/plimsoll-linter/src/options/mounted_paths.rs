//! Which paths of the host may be mounted, as options of rules.

use serde::Deserialize;

use super::{PathPatterns, WordList};

/// Which paths of the host may be mounted, and by whom the socket of an engine.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct MountedPaths {
    /// The paths that may be mounted.
    pub allow: Option<PathPatterns>,
    /// The paths that must not be.
    pub deny: PathPatterns,
    /// The paths that may only be read.
    pub read_only: PathPatterns,
    /// Who may mount the socket of an engine.
    pub engine_socket: Option<EngineSockets>,
}

/// The images that may mount an engine's socket.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EngineSockets {
    /// Their names, without tags.
    pub allow: WordList,
}
