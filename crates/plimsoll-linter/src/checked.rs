//! What a run gives.

use std::collections::BTreeSet;

use plimsoll_diagnostics::{Diagnostic, Sources};

use crate::costs::Costs;
use crate::unread::Unread;
use crate::{Hidden, LeftOut, Preset, Verdict};

/// The result of a check.
#[derive(Default)]
pub struct Checked {
    /// The files that findings refer to.
    pub sources: Sources,
    /// The findings, sorted by path, location and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was linted.
    pub files: BTreeSet<String>,
    /// The Dockerfiles and Compose files that were found but skipped, sorted by path.
    pub left_out: Vec<LeftOut>,
    /// Suppressed findings that are worth mentioning.
    pub hidden: Vec<Hidden>,
    /// The number of command lines of container clients in scripts.
    pub lines: usize,
    /// The next stricter preset, and the number of findings it would add.
    pub stricter: Option<(Preset, usize)>,
    /// Whether the policy lets a baseline hide what it requires.
    pub baseline_covers_policy: bool,
    /// The findings that a waiver in the policy covers.
    pub waived: Vec<Diagnostic>,
    /// The verdicts about the subjects of the policy, if requested.
    pub verdicts: Vec<Verdict>,
    /// The files that were not read in whole.
    pub unread: BTreeSet<Unread>,
    /// The files of variables, secrets and configs, in which nothing looks for secrets.
    pub unsearched: BTreeSet<String>,
    /// The cost of the run, if measured.
    pub costs: Option<Costs>,
}
