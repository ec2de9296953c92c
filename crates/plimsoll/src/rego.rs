//! Policies in Rego: the engine, which a build may leave out, and what the commands for those who write rules do with it.

use plimsoll_linter::LoadRego;

#[cfg(feature = "rego")]
mod commands;

#[cfg(feature = "rego")]
pub(crate) use commands::{input, test};

/// What reads such rules.
#[cfg(feature = "rego")]
pub(crate) const LOAD: Option<LoadRego> = Some(plimsoll_rego::load);

/// This build has none, and a policy that needs it makes the run fail.
#[cfg(not(feature = "rego"))]
pub(crate) const LOAD: Option<LoadRego> = None;

#[cfg(not(feature = "rego"))]
mod without {
    use std::process::ExitCode;

    use crate::args::{PolicyInputArgs, PolicyTestArgs};
    use crate::failure::Failure;

    fn missing() -> Failure {
        Failure::Usage("this build does not include Rego: use a build with the feature `rego`".to_owned())
    }

    pub(crate) fn test(_: &PolicyTestArgs) -> Result<ExitCode, Failure> {
        Err(missing())
    }

    pub(crate) fn input(_: &PolicyInputArgs) -> Result<ExitCode, Failure> {
        Err(missing())
    }
}

#[cfg(not(feature = "rego"))]
pub(crate) use without::{input, test};
