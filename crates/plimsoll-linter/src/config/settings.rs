//! Settings of a run that are not in configuration files.

use std::sync::Arc;

use super::Overrides;
use crate::Ambient;
use crate::{LoadRego, PolicyUse, Requirement, Trust, Witness};

/// The settings of a run, apart from its paths.
#[derive(Clone, Default)]
pub struct Settings {
    /// Settings of rules on the command line, which override configuration files.
    pub overrides: Overrides,
    /// The configuration file for all files, instead of the nearest one above each file.
    pub config: Option<String>,
    /// Whether configuration files are ignored.
    pub isolated: bool,
    /// Whether ignore comments have no effect.
    pub no_ignores: bool,
    /// The requirements that policies can contain.
    pub requirements: &'static [Requirement],
    /// The Rego engine, if any.
    pub rego: Option<LoadRego>,
    /// The policies on the command line, which the checked files cannot change.
    pub policies: Vec<String>,
    /// What policies are read for.
    pub policy_use: PolicyUse,
    /// Whether to create a verdict for each subject of a policy, as reports require.
    pub wants_verdicts: bool,
    /// What sees each project while it is open.
    pub witness: Option<Arc<dyn Witness>>,
    /// The revision whose configuration and comments are trusted.
    pub trust: Option<Trust>,
    /// hadolint's settings in the environment and in the user's directories.
    pub ambient: Ambient,
    /// The date of the check, such as `2026-04-30`, for rules about support periods. If it is empty, these rules report
    /// nothing.
    pub today: String,
    /// The absolute path of the working directory. Configurations in its parents also apply. If it is empty, they are
    /// not searched.
    pub here: String,
    /// Compose files to merge into one project, in this order.
    pub project: Vec<String>,
    /// The files to read variables of Compose files from, instead of `.env`.
    pub env_files: Vec<String>,
}
