//! `plimsoll graph`: how a project hangs together, and what can be reached from outside.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use plimsoll_project::PrivateValues;
use plimsoll_report::{GraphFormat, write_graph};

use crate::args::DrawFormat;
use crate::failure::Failure;
use crate::project;
use crate::stderr::Stderr;

/// Runs the command.
pub(crate) fn graph(path: &str, format: DrawFormat) -> Result<ExitCode, Failure> {
    let is_text = format == DrawFormat::Mermaid && std::io::stdout().is_terminal();
    let format = match format {
        DrawFormat::Mermaid => GraphFormat::Mermaid,
        DrawFormat::Dot => GraphFormat::Dot,
        DrawFormat::Svg => GraphFormat::Svg,
        DrawFormat::Json => GraphFormat::Json,
    };
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let text = project::ask(path, |project| {
        let mut text = Vec::new();
        write_graph(&project.graph(), format, &mut text)
            .map(|()| PrivateValues::of(project.sources).conceal(&String::from_utf8_lossy(&text)))
    })??;
    out.write_all(text.as_bytes())?;
    out.flush()?;
    if is_text {
        writeln!(Stderr)?;
        writeln!(
            Stderr,
            "GitHub and GitLab render this in Markdown; for an image, use `--format svg > graph.svg`"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
