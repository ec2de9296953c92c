//! `plimsoll graph`: how a project hangs together, and what can be reached from outside.

use std::process::ExitCode;

use plimsoll_report::{GraphFormat, write_graph};

use crate::args::DrawFormat;
use crate::failure::Failure;
use crate::project;

/// Runs the command.
pub(crate) fn graph(path: &str, format: DrawFormat) -> Result<ExitCode, Failure> {
    let format = match format {
        DrawFormat::Mermaid => GraphFormat::Mermaid,
        DrawFormat::Dot => GraphFormat::Dot,
        DrawFormat::Svg => GraphFormat::Svg,
        DrawFormat::Json => GraphFormat::Json,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    project::ask(path, |project| write_graph(&project.graph(), format, &mut out))??;
    Ok(ExitCode::SUCCESS)
}
