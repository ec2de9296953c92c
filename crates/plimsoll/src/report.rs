//! `plimsoll report`: what a policy asks for, what is proved, what is broken, and what nobody knows.

mod model;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, Level};
use plimsoll_facts::standards::{self, Standard};
use plimsoll_linter::{
    Choices, Disk, FileSystem, Linter, Overrides, Settings, Workspace, one_of, plain_path, today,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{AssuranceFormat, Trend};
use plimsoll_rules::RULES;

use crate::ambient::{ambient, here};
use crate::args::{ReportArgs, ReportFormat};
use crate::failure::Failure;
use crate::stderr::Stderr;
use crate::write::write;

/// The most bytes that an earlier report may have.
const REPORT_BYTES: usize = 64 << 20;

/// Runs the command.
pub(crate) fn report(args: &ReportArgs) -> Result<ExitCode, Failure> {
    let paths: Vec<String> = args.paths.iter().map(|path| plain_path(Path::new(path))).collect();
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths };
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let workspace = Workspace::find(&disk, &paths);
    let mut shown = standards_of(&args.standard)?;
    let settings = settings(args, &shown)?;
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    let named = linter.policy().0.files.iter().flat_map(|file| &file.standards).cloned().collect::<Vec<_>>();
    let is_new = |standard: &Standard| shown.iter().all(|one| one.id != standard.id);
    let more: Vec<Standard> = standards_of(&named)?.into_iter().filter(is_new).collect();
    let linter = if more.is_empty() {
        linter
    } else {
        shown.extend(more);
        Linter::new(RULES, &self::settings(args, &shown)?, &disk, &workspace)
    };
    if linter.policy().0.is_empty() && shown.is_empty() {
        return Err(Failure::Usage(
            "nothing to report on: there is no policy, and `--standard` is not set".to_owned(),
        ));
    }
    let checked = linter.check(&disk, &workspace);
    let is_empty = checked.files.is_empty();
    let mistakes = checked.diagnostics.iter().any(is_mistake);
    let mut whole = model::assurance(&linter, &checked, &shown, &settings.today);
    if let Some(earlier) = &args.against {
        let bytes = disk.read_named(&plain_path(Path::new(earlier)), REPORT_BYTES);
        let bytes = bytes.map_err(|why| Failure::File(earlier.clone(), why))?;
        let trend = Trend::new(&bytes, &whole)
            .map_err(|why| Failure::Usage(format!("`--against {earlier}`: {why}")))?;
        whole.trend = Some(trend);
    }
    let format = match args.format {
        ReportFormat::Markdown => AssuranceFormat::Markdown,
        ReportFormat::Json => AssuranceFormat::Json,
        ReportFormat::Html => AssuranceFormat::Html,
        ReportFormat::Junit => AssuranceFormat::Junit,
    };
    let mut bytes = Vec::new();
    whole.write(format, &mut bytes)?;
    match &args.output {
        Some(path) => write(&disk, path, bytes)?,
        None => std::io::stdout().lock().write_all(&bytes)?,
    }
    if mistakes {
        writeln!(Stderr, "error: the policy or the configuration has errors, so this report is incomplete")?;
    }
    if whole.is_partial() {
        writeln!(
            Stderr,
            "error: a file could not be read completely or was excluded, so this report is incomplete"
        )?;
    }
    if is_empty && !args.allow_empty {
        writeln!(Stderr, "error: no Dockerfiles or Compose files were found, so nothing was checked")?;
    }
    Ok(if mistakes || whole.is_partial() || is_empty && !args.allow_empty {
        ExitCode::from(2)
    } else if args.exit_on.is_some() && whole.is_violated() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn is_mistake(finding: &Diagnostic) -> bool {
    ["config", "policy"].contains(&&*finding.rule) && finding.level == Level::Error
}

/// The settings of a report: every rule runs that answers to a control of what is shown.
fn settings(args: &ReportArgs, shown: &[Standard]) -> Result<Settings, Failure> {
    let rules = standards::rows().filter(|row| shown.iter().any(|standard| standard.id == row.standard));
    let mut select: Vec<String> = rules.map(|row| row.rule().to_owned()).collect();
    select.sort_unstable();
    select.dedup();
    select.retain(|rule| RULES.iter().any(|one| one.meta.name == rule));
    let choices = Choices { extend_select: &select, ..Choices::default() };
    Ok(Settings {
        overrides: Overrides::parse(choices, RULES).map_err(Failure::Usage)?,
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        policies: args.policy.iter().map(|path| plain_path(Path::new(path))).collect(),
        wants_verdicts: true,
        ambient: ambient(),
        today: args.date.clone().unwrap_or_else(today),
        here: here(),
        ..Settings::default()
    })
}

/// The standards of these names.
pub(crate) fn standards_of(names: &[String]) -> Result<Vec<Standard>, Failure> {
    let known = || standards::all().iter().map(|standard| (standard.id, *standard));
    let find = |name: &String| match standards::find(name) {
        Some(standard) => Ok(standard),
        None => one_of("standard", name, known()).map_err(Failure::Usage),
    };
    names.iter().map(find).collect()
}
