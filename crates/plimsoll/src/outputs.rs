//! Where a run's findings go: in which formats, to standard output and to files.

use std::io::{BufWriter, Write};
use std::path::Path;

use plimsoll_linter::{Disk, one_of, plain_path};
use plimsoll_report::{Format, Report, TextOptions};

use crate::args::CheckArgs;
use crate::failure::Failure;
use crate::write::put_all;

/// The formats of a run.
pub(crate) struct Outputs {
    /// For standard output, one after the other.
    printed: Vec<Format>,
    /// Each with its file.
    files: Vec<(Format, String)>,
    /// Whether standard output gets counts instead of findings.
    statistics: bool,
    /// Whether what is printed goes to standard error, because standard output gets something else.
    is_aside: bool,
}

impl Outputs {
    /// What the command line asks for. Standard output gets what `--format` says, unless `--output` says it.
    pub(crate) fn new(args: &CheckArgs) -> Result<Outputs, Failure> {
        let mut outputs = Outputs {
            printed: Vec::new(),
            files: Vec::new(),
            statistics: args.task.statistics,
            is_aside: false,
        };
        for output in &args.output.output {
            match output.split_once('=') {
                Some((_, "")) => {
                    return Err(Failure::Usage(format!("`--output {output}` does not specify a file")));
                }
                Some((name, file)) => {
                    outputs.files.push((format_named(name).map_err(Failure::Usage)?, file.to_owned()));
                }
                None => outputs.printed.push(named_alone(output).map_err(Failure::Usage)?),
            }
        }
        match args.output.format {
            Some(format) if format != Format::Text => outputs.printed.insert(0, format),
            _ if outputs.printed.is_empty() => outputs.printed.push(Format::Text),
            _ => {}
        }
        outputs.reject_clashes()?;
        if args.output.silent {
            outputs.printed.clear();
        }
        if let Some(format) = outputs.printed.iter().find(|format| **format != Format::Text)
            && args.task.group_by.is_some()
        {
            let name = format.name();
            return Err(Failure::Usage(format!("`--group-by` is not supported by the format `{name}`")));
        }
        match outputs.printed.iter().find(|format| outputs.statistics && !format.tells_statistics()) {
            Some(format) => Err(Failure::Usage(format!(
                "`--statistics` is not supported by the format `{}`",
                format.name()
            ))),
            None => Ok(outputs),
        }
    }

    /// Whether a report says what a stricter preset would find; with `tells`, what is printed says more than the findings.
    pub(crate) fn tell_more(&self, tells: bool) -> bool {
        tells || !self.files.is_empty() || self.printed.iter().any(|format| *format != Format::Text)
    }

    /// The same, printed to standard error.
    pub(crate) fn aside(self) -> Outputs {
        Outputs { is_aside: true, ..self }
    }

    fn reject_clashes(&self) -> Result<(), Failure> {
        if let (Some(alone), [first, second, ..]) =
            (self.printed.iter().find(|format| !format.is_lines()), &*self.printed)
        {
            let (alone, other) = (alone.name(), if first == alone { second } else { first }.name());
            let what = format!(
                "`{alone}` and `{other}` cannot both be printed: write one to a file with `--output {alone}=FILE`"
            );
            return Err(Failure::Usage(what));
        }
        let mut seen = std::collections::BTreeSet::new();
        match self.files.iter().find(|(_, file)| !seen.insert(plain_path(Path::new(file)))) {
            Some((_, file)) => Err(Failure::Usage(format!("two outputs use the same file, `{file}`"))),
            None => Ok(()),
        }
    }

    /// Writes the report everywhere. No file changes unless all of them can be written; whoever only reads standard
    /// output sees nothing when they cannot.
    pub(crate) fn write(&self, report: &Report, options: TextOptions, disk: &Disk) -> Result<(), Failure> {
        let plain = TextOptions { colour: false, links: false, ..options };
        let files = self.files.iter().map(|(format, path)| {
            let mut bytes = Vec::new();
            format.write(report, TextOptions { only_findings: false, ..plain }, &mut bytes)?;
            Ok((&**path, bytes))
        });
        put_all(disk, files)?;
        let (out, options): (Box<dyn Write>, _) = if self.is_aside {
            (Box::new(std::io::stderr()), plain)
        } else {
            (Box::new(std::io::stdout().lock()), options)
        };
        let mut out = BufWriter::new(out);
        for format in &self.printed {
            if self.statistics {
                format.write_statistics(report, &mut out)?;
            } else {
                format.write(report, options, &mut out)?;
            }
        }
        Ok(out.flush()?)
    }
}

/// The format with this name.
pub(crate) fn format_named(name: &str) -> Result<Format, String> {
    one_of("format", name, Format::ALL.iter().map(|format| (format.name(), *format)))
}

/// The format that stands where a file may follow. Whoever knows other programs writes the file alone.
fn named_alone(output: &str) -> Result<Format, String> {
    let format = match output.rsplit_once('.').map(|(_, end)| end) {
        None => return format_named(output),
        Some("json") => "json",
        Some("md") => "markdown",
        Some("sarif") => "sarif",
        Some("txt") => "text",
        Some("xml") => "junit",
        Some(_) => "FORMAT",
    };
    Err(format!("`--output {output}` does not specify a format: use `--output {format}={output}`"))
}
