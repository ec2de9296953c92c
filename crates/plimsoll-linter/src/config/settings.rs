//! What a run is told that no configuration file says.

use super::Overrides;
use crate::Ambient;
use crate::{LoadRego, PolicyUse, Requirement, Trust};

/// What a run was told, besides the paths.
#[derive(Clone, Default)]
pub struct Settings {
    /// What the command line says about rules; it wins over configuration files.
    pub overrides: Overrides,
    /// The configuration file to use for everything, instead of the nearest above each file.
    pub config: Option<String>,
    /// Whether no configuration file is read.
    pub isolated: bool,
    /// Whether comments silence nothing.
    pub no_ignores: bool,
    /// What policies can ask for.
    pub requirements: &'static [Requirement],
    /// What evaluates Rego, if anything does.
    pub rego: Option<LoadRego>,
    /// The policies that the command line names: what is checked cannot change them.
    pub policies: Vec<String>,
    /// What policies are read for.
    pub policy_use: PolicyUse,
    /// Whether each subject of a policy gets a verdict, which a report needs.
    pub wants_verdicts: bool,
    /// The revision whose configuration and comments are trusted.
    pub trust: Option<Trust>,
    /// What the environment and the user's folders say to hadolint.
    pub ambient: Ambient,
    /// The day of the check, as `2026-04-30`, for rules about what is no longer maintained. Empty: they say nothing.
    pub today: String,
    /// Where the run was started, as an absolute path: configurations that lie above hold too. Empty: none is looked for.
    pub here: String,
    /// Compose files that are read as one project, in this order.
    pub project: Vec<String>,
    /// The files that variables of Compose files are read from in the place of `.env`.
    pub env_files: Vec<String>,
}
