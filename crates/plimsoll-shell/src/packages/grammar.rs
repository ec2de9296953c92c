//! How the command line of a package manager is described.

use super::words::Read;
use super::{PackageManager, PackageVerb};

/// How a package manager's command line is read.
pub(super) struct Grammar {
    pub(super) name: &'static str,
    pub(super) manager: PackageManager,
    /// Words that may stand before the verb: `yarn global add`, `uv pip install`.
    pub(super) groups: &'static [&'static str],
    pub(super) verbs: &'static [(&'static str, PackageVerb)],
    /// What it does when no verb is given: `yarn`.
    pub(super) without_verb: Option<PackageVerb>,
    /// The options that take the next word as a value.
    pub(super) takes_value: &'static [&'static str],
    /// Of those, the ones whose value is a file that lists packages …
    pub(super) lists: &'static [&'static str],
    /// … is a package …
    pub(super) places: &'static [&'static str],
    /// … or is the version of the packages.
    pub(super) versions: &'static [&'static str],
    /// How a word is read as a package.
    pub(super) read: Read,
    /// Whether `python -m` runs it.
    pub(super) is_python_module: bool,
}

pub(super) const fn manager(name: &'static str, manager: PackageManager, read: Read) -> Grammar {
    Grammar {
        name,
        manager,
        groups: &[],
        verbs: &[],
        without_verb: None,
        takes_value: &[],
        lists: &[],
        places: &[],
        versions: &[],
        read,
        is_python_module: false,
    }
}
