//! Who sees the projects of a run.

use plimsoll_diagnostics::Diagnostic;
use plimsoll_project::Project;

use crate::FileKind;

/// Sees each project that a run checks while it is open, so that it does not have to be read again.
pub trait Witness: Send + Sync {
    /// Is told of a project, and of the findings in it that remain.
    fn see(&self, kind: FileKind, path: &str, project: &Project<'_>, found: &[Diagnostic]);
}
