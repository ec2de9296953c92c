//! Where a report goes: to standard output, or to files, each in its format.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;
use plimsoll_linter::{Disk, plain_path};
use plimsoll_report::{Assurance, AssuranceFormat};

use crate::args::{ReportArgs, ReportFormat};
use crate::failure::Failure;
use crate::write::put_all;

/// Where a report goes.
pub(super) struct Outputs {
    /// For standard output, which gets it where there are no files.
    printed: AssuranceFormat,
    files: Vec<(AssuranceFormat, String)>,
}

impl Outputs {
    /// What the command line asks for. A file whose name has `=` in it may have no format before it.
    pub(super) fn new(args: &ReportArgs) -> Result<Outputs, Failure> {
        let mut outputs = Outputs { printed: format(args.format), files: Vec::new() };
        let mut seen = BTreeSet::new();
        for output in &args.output {
            let named = output
                .split_once('=')
                .and_then(|(name, file)| Some((ReportFormat::from_str(name, false).ok()?, file)));
            let (form, file) = named.unwrap_or((args.format, output));
            if file.is_empty() {
                return Err(Failure::Usage(format!("`--output {output}` does not specify a file")));
            }
            if !seen.insert(plain_path(Path::new(file))) {
                return Err(Failure::Usage(format!("two outputs use the same file, `{file}`")));
            }
            outputs.files.push((format(form), file.to_owned()));
        }
        Ok(outputs)
    }

    /// Writes a report everywhere. No file changes unless all of them can be written.
    pub(super) fn write(&self, report: &Assurance, disk: &Disk) -> Result<(), Failure> {
        let written = |format: AssuranceFormat| -> Result<Vec<u8>, Failure> {
            let mut bytes = Vec::new();
            report.write(format, &mut bytes)?;
            Ok(bytes)
        };
        if self.files.is_empty() {
            return Ok(std::io::stdout().lock().write_all(&written(self.printed)?)?);
        }
        put_all(disk, self.files.iter().map(|(format, path)| Ok((&**path, written(*format)?))))
    }
}

fn format(format: ReportFormat) -> AssuranceFormat {
    match format {
        ReportFormat::Markdown => AssuranceFormat::Markdown,
        ReportFormat::Json => AssuranceFormat::Json,
        ReportFormat::Html => AssuranceFormat::Html,
        ReportFormat::Junit => AssuranceFormat::Junit,
    }
}
