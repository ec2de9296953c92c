//! Findings about a policy itself, on the terminal.

use plimsoll_diagnostics::{Diagnostic, Sources};
use plimsoll_report::{TextOptions, write_findings};

use crate::check::wants_color;
use crate::failure::Failure;

/// Prints findings about a policy.
pub(crate) fn show(sources: &Sources, findings: &[Diagnostic]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let options = TextOptions { colour: wants_color(), ..TextOptions::default() };
    Ok(write_findings(sources, findings, options, &mut out)?)
}
