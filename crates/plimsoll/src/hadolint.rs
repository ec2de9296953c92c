//! `plimsoll hadolint`: hadolint's rules under its own command line, so that what calls hadolint goes on working.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, Span};
use plimsoll_dockerfile::{Dockerfile, Instruction, Kind};
use plimsoll_linter::{
    Ambient, Checked, Choices, Disk, FailOn, FileSystem, Linter, Overlay, Overrides, Settings, Workspace,
    find_rules, today,
};
use plimsoll_report::{HadolintFormat, Report};
use plimsoll_rules::RULES;

use crate::ambient::{ambient, here};
use crate::args::HadolintArgs;
use crate::failure::Failure;
use crate::input::{STDIN, named, stdin};
use crate::stderr::Stderr;
use crate::write::write;

/// The name of the command, and of a link to the program that stands for it.
pub(crate) const NAME: &str = "hadolint";

/// The command line of this command, when the program was started by the name of hadolint.
pub(crate) fn call(args: Vec<OsString>) -> Vec<OsString> {
    let is_hadolint =
        args.first().is_some_and(|program| Path::new(program).file_stem().is_some_and(|name| name == NAME));
    if !is_hadolint {
        return args;
    }
    ["plimsoll", NAME].map(OsString::from).into_iter().chain(args.into_iter().skip(1)).collect()
}

/// Whether this command was asked for: hadolint has one exit code for everything that goes wrong.
pub(crate) fn is_called(args: &[OsString]) -> bool {
    args.get(1).is_some_and(|word| word == NAME)
}

/// Checks the files as hadolint does.
pub(crate) fn hadolint(args: &HadolintArgs) -> Result<ExitCode, Failure> {
    if args.version {
        writeln!(std::io::stdout(), "plimsoll {} as a replacement for hadolint", env!("CARGO_PKG_VERSION"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.files.is_empty() {
        return Err(Failure::Usage("specify a Dockerfile, or `-` for standard input".to_owned()));
    }
    let paths: Vec<String> = args.files.iter().map(|path| named(path)).collect();
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let settings = settings(args, &disk)?;
    let mut files = Overlay { below: &disk as &dyn FileSystem, texts: BTreeMap::default() };
    if paths.iter().any(|path| path == STDIN) {
        files.texts.insert(STDIN.to_owned(), stdin()?);
    }
    // hadolint takes no directories, and tells nothing when one file is missing.
    for path in &paths {
        if files.is_folder(path) {
            return Err(Failure::Usage(format!(
                "{path} is a directory; to search directories, use `plimsoll check`"
            )));
        }
        files.read(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let workspace = Workspace::find(&files, &paths);
    let linter = Linter::new(RULES, &settings, &files, &workspace);
    let mut checked = linter.check(&files, &workspace);
    tell_problems(&checked)?;
    keep_shown(&mut checked);
    let output = HadolintOutput::new(&linter, args)?;
    let failed = checked.diagnostics.iter().any(|finding| output.fails(finding));
    // Paths are shown as they were given: who asked for `./Dockerfile` looks for that.
    let files: Vec<(String, String)> = paths.iter().cloned().zip(args.files.iter().cloned()).collect();
    output.write(&report(checked), &files, &disk)?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What the command line tells hadolint.
fn settings(args: &HadolintArgs, disk: &Disk) -> Result<Settings, Failure> {
    let levels =
        [("error", &args.error), ("warning", &args.warning), ("note", &args.info), ("style", &args.style)];
    // hadolint takes any code, and so do lists that have grown old.
    let is_known = |code: &&String| find_rules(code, RULES).is_ok();
    let of_level = |(level, codes): (&str, &Vec<String>)| -> Vec<String> {
        codes.iter().filter(is_known).map(|code| format!("{code}={level}")).collect()
    };
    let levels: Vec<String> = levels.into_iter().flat_map(of_level).collect();
    let ignore: Vec<String> = args.ignore.iter().filter(is_known).cloned().collect();
    let choices = Choices { preset: Some(NAME), ignore: &ignore, levels: &levels, ..Choices::default() };
    let overrides = Overrides::parse(choices, RULES).map_err(Failure::Usage)?;
    // What stands for no configuration at all.
    let isolated = args.config.as_deref() == Some("/dev/null");
    let config = args.config.as_deref().filter(|_| !isolated).map(named);
    if let Some(path) = &config {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    Ok(Settings {
        overrides,
        config,
        isolated,
        ambient: surroundings(args),
        today: today(),
        here: here(),
        ..Settings::default()
    })
}

/// The environment, with what options say that have a variable.
fn surroundings(args: &HadolintArgs) -> Ambient {
    let mut ambient = ambient();
    let mut set = |name: &str, value: String| ambient.variables.push((format!("HADOLINT_{name}"), value));
    if !args.trusted_registry.is_empty() {
        set("TRUSTED_REGISTRIES", args.trusted_registry.join(","));
    }
    if !args.require_label.is_empty() {
        set("REQUIRE_LABELS", args.require_label.join(","));
    }
    if args.strict_labels {
        set("STRICT_LABELS", "true".to_owned());
    }
    if args.disable_ignore_pragma {
        set("DISABLE_IGNORE_PRAGMA", "true".to_owned());
    }
    ambient
}

/// Keeps what hadolint has a code for. It shows ShellCheck the scripts of RUN, and no other command.
fn keep_shown(checked: &mut Checked) {
    let Checked { sources, diagnostics, .. } = checked;
    let mut runs: HashMap<FileId, Vec<Span>> = HashMap::new();
    let mut is_in_run = |span: Span| {
        let of_file = runs.entry(span.file).or_insert_with(|| {
            let instructions = Dockerfile::parse(sources.text(span.file)).instructions;
            let is_run = |it: &&Instruction| matches!(it.kind.triggered(), Kind::Run(_));
            instructions.iter().filter(is_run).map(|it| it.span).collect()
        });
        of_file.iter().any(|run| run.contains(span))
    };
    diagnostics.retain(|finding| {
        let has = |peer: &str| finding.aliases.iter().flatten().any(|alias| alias.starts_with(peer));
        has("hadolint:") || has("shellcheck:") && is_in_run(finding.primary.span)
    });
}

/// Says what is wrong with the configuration: hadolint passes over that.
fn tell_problems(checked: &Checked) -> Result<(), Failure> {
    let is_problem = |finding: &&Diagnostic| finding.rule == "peer-config" || finding.rule == "config";
    for finding in checked.diagnostics.iter().filter(is_problem) {
        let file = checked.sources.file(finding.primary.span.file);
        let line = file.lines().line(finding.primary.span.start) + 1;
        writeln!(Stderr, "warning: {}:{line}: {}", file.path, finding.message)?;
    }
    Ok(())
}

/// What is left, as a report.
fn report(checked: Checked) -> Report {
    Report {
        sources: checked.sources,
        diagnostics: checked.diagnostics,
        files: checked.files,
        ..Report::default()
    }
}

/// The output of a run: its formats, and the level from which it fails.
struct HadolintOutput<'a> {
    formats: Vec<HadolintFormat>,
    args: &'a HadolintArgs,
    fail_on: FailOn,
}

impl<'a> HadolintOutput<'a> {
    fn new(linter: &Linter, args: &'a HadolintArgs) -> Result<HadolintOutput<'a>, Failure> {
        let threshold = |word: &str| match word {
            "error" => Ok(Level::Error),
            "warning" => Ok(Level::Warning),
            "info" => Ok(Level::Note),
            "style" | "ignore" | "none" => Ok(Level::Style),
            _ => Err(Failure::Usage(format!(
                "`--failure-threshold` cannot be `{word}`: write error, warning, info, style, ignore or none"
            ))),
        };
        let own = args.failure_threshold.as_deref().map(threshold).transpose()?.map(FailOn::Level);
        let fail_on = own.or(linter.config().chosen_fail_on()).unwrap_or(FailOn::Level(Level::Note));
        let fail_on = if args.no_fail { FailOn::Never } else { fail_on };
        let mut formats = Vec::new();
        for name in &args.format {
            formats.push(HadolintFormat::from_name(name).ok_or_else(|| no_format(name))?);
        }
        // What the environment does not know, it passes over.
        let environment = ambient().variables;
        let environment = environment.iter().find(|(name, _)| name == "HADOLINT_FORMAT");
        let named = environment.iter().flat_map(|(_, names)| names.split(',')).map(str::trim);
        let others = named.chain(linter.config().hadolint_formats()).filter_map(HadolintFormat::from_name);
        for other in others {
            if !formats.contains(&other) {
                formats.push(other);
            }
        }
        if formats.is_empty() {
            formats.push(HadolintFormat::Tty);
        }
        Ok(HadolintOutput { formats, args, fail_on })
    }

    fn fails(&self, finding: &Diagnostic) -> bool {
        let is_unreadable = || finding.aliases.iter().flatten().any(|alias| alias == "hadolint:DL1000");
        let is_told_to_pass = self.formats.iter().any(|format| format.never_fails());
        let can_fail = !is_told_to_pass && self.fail_on != FailOn::Never;
        can_fail && (self.fail_on.fails(finding.level) || is_unreadable())
    }

    /// Writes each format to its file, or to standard output where there are fewer files.
    fn write(&self, report: &Report, files: &[(String, String)], disk: &Disk) -> Result<(), Failure> {
        let path = self.args.file_path_in_report.as_deref();
        let stdout = std::io::stdout();
        let colour = stdout.is_terminal() && !self.args.no_color && crate::check::wants_color();
        let mut out = BufWriter::new(stdout.lock());
        for (at, format) in self.formats.iter().enumerate() {
            match self.args.output.get(at) {
                Some(file) => {
                    let mut bytes = Vec::new();
                    format.write(report, files, path, false, &mut bytes)?;
                    write(disk, file, bytes)?;
                }
                None => format.write(report, files, path, colour, &mut out)?,
            }
        }
        Ok(out.flush()?)
    }
}

fn no_format(name: &str) -> Failure {
    let all: Vec<&str> = HadolintFormat::ALL.iter().map(|(name, _)| *name).collect();
    Failure::Usage(format!("unknown format `{name}`: expected one of {}", all.join(", ")))
}
