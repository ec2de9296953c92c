//! `plimsoll report`: what a policy asks for, what is proved, what is broken, and what nobody knows.

mod by_rule;
mod doubt;
mod facts;
mod fixes;
mod gathered;
mod model;
mod modules;
mod open;
mod outputs;
mod pictures;
mod places;
mod seen;
mod standards;

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use plimsoll_diagnostics::{Diagnostic, Level};
use plimsoll_linter::{Choices, Disk, FileSystem, Linter, Overrides, Settings, Workspace, plain_path, today};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{Assurance, Depth};
use plimsoll_rules::RULES;

use gathered::Gatherer;
use open::Open;
use outputs::Outputs;
use standards::{Run, Shown};

use crate::ambient::{ambient, here};
use crate::args::{ReportArgs, ReportDepth};
use crate::environment::{build_day, policies};
use crate::failure::Failure;
use crate::policy::pinned::check_digests;
use crate::settings::is_date;
use crate::stderr::Stderr;

/// The most bytes that an earlier report may have.
const REPORT_BYTES: usize = 64 << 20;

/// Runs the command.
pub(crate) fn report(args: &ReportArgs) -> Result<ExitCode, Failure> {
    let paths: Vec<String> = args.paths.iter().map(|path| plain_path(Path::new(path))).collect();
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths };
    let outputs = Outputs::new(args)?;
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    if let Some(path) = &args.from {
        let mut whole = earlier(path, &disk).and_then(|(name, bytes)| {
            Assurance::from_json(&bytes).map_err(|why| Failure::Usage(format!("`--from {name}`: {why}")))
        })?;
        return finish(args, &mut whole, &outputs, &disk);
    }
    let day = day(args)?;
    let workspace = Workspace::find(&disk, &paths);
    let mut shown = standards::shown(&args.standard, &disk)?;
    let gatherer = Arc::new(Gatherer::new(&day));
    let settings = settings(args, &shown, &day, &gatherer)?;
    for path in settings.policies.iter().filter(|path| !disk.is_named_folder(path)) {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    check_digests(&args.policy_sha256, &settings.policies, &linter)?;
    let named = linter.policy().0.files.iter().flat_map(|file| &file.standards).cloned().collect::<Vec<_>>();
    let is_new = |standard: &Shown| shown.iter().all(|one| one.id() != standard.id());
    let more: Vec<Shown> = standards::shown(&named, &disk)?.into_iter().filter(is_new).collect();
    let linter = if more.is_empty() {
        linter
    } else {
        shown.extend(more);
        Linter::new(RULES, &self::settings(args, &shown, &day, &gatherer)?, &disk, &workspace)
    };
    if linter.policy().0.is_empty() && shown.is_empty() {
        return Err(Failure::Usage(
            "nothing to report on: there is no policy, and `--standard` is not set".to_owned(),
        ));
    }
    let checked = linter.check(&disk, &workspace);
    let mistakes: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|one| is_mistake(one)).collect();
    let mut whole = model::assurance(&linter, &checked, &mistakes, &day);
    whole.not_checked.extend(doubt::lookalikes(&workspace, &disk, &checked));
    let seen = facts::add(&mut whole, &linter, gatherer.finish(), &workspace, &checked);
    let looked = seen.looked(shown.iter().flat_map(Shown::rules));
    let open = Open::new(&linter, &checked, &day);
    let run = Run::new(&checked, &looked, &open);
    whole.standards = shown.iter().map(|standard| standard.section(&run)).collect();
    whole.command = command(args, &paths, &day);
    whole.sort();
    let reports = args.against.iter().map(|path| earlier(path, &disk)).collect::<Result<Vec<_>, _>>()?;
    whole.compare(&reports).map_err(|(name, why)| Failure::Usage(format!("`--against {name}`: {why}")))?;
    finish(args, &mut whole, &outputs, &disk)
}

/// The day that a report is about.
fn day(args: &ReportArgs) -> Result<String, Failure> {
    match &args.date {
        Some(day) => is_date(day).map(|()| day.clone()),
        None => Ok(build_day()?.unwrap_or_else(today)),
    }
}

/// An earlier report: its name, and what is in it.
fn earlier(path: &str, disk: &Disk) -> Result<(String, Vec<u8>), Failure> {
    let bytes = disk.read_named(&plain_path(Path::new(path)), REPORT_BYTES);
    Ok((path.to_owned(), bytes.map_err(|why| Failure::File(path.to_owned(), why))?))
}

/// Writes a report, and says what it lacks.
fn finish(
    args: &ReportArgs,
    whole: &mut Assurance,
    outputs: &Outputs,
    disk: &Disk,
) -> Result<ExitCode, Failure> {
    whole.depth = match args.depth {
        ReportDepth::Summary => Depth::Summary,
        ReportDepth::Controls => Depth::Controls,
        ReportDepth::Evidence => Depth::Evidence,
    };
    outputs.write(whole, disk)?;
    let has_mistakes = !whole.mistakes.is_empty() || !whole.configuration.is_empty();
    let is_empty = whole.files == 0 && !args.allow_empty;
    if has_mistakes {
        writeln!(Stderr, "error: the policy or the configuration has errors, so this report is incomplete")?;
    } else if whole.is_partial() {
        writeln!(
            Stderr,
            "error: a file was not read completely or was excluded, so this report is incomplete"
        )?;
    }
    if is_empty {
        writeln!(Stderr, "error: no Dockerfiles or Compose files were found, so nothing was checked")?;
    }
    Ok(if has_mistakes || whole.is_partial() || is_empty {
        ExitCode::from(2)
    } else if args.exit_on.is_some() && whole.is_violated() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The command line that gives this report again, without where it is written to.
fn command(args: &ReportArgs, paths: &[String], day: &str) -> String {
    let mut words = vec!["plimsoll", "report"];
    words.extend(paths.iter().map(|path| &**path));
    let policies: Vec<String> = args.policy.iter().cloned().chain(policies()).collect();
    words.extend(policies.iter().flat_map(|path| ["--policy", path]));
    words.extend(args.policy_sha256.iter().flat_map(|digest| ["--policy-sha256", digest]));
    let standards = args.standard.join(",");
    if !standards.is_empty() {
        words.extend(["--standard", &standards]);
    }
    words.extend(["--date", day]);
    words.into_iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./,:=@+".contains(letter);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

fn is_mistake(finding: &Diagnostic) -> bool {
    ["config", "policy"].contains(&&*finding.rule) && finding.level == Level::Error
}

/// The settings of a report: every rule runs that answers to a control of what is shown.
fn settings(
    args: &ReportArgs,
    shown: &[Shown],
    day: &str,
    gatherer: &Arc<Gatherer>,
) -> Result<Settings, Failure> {
    let mut select: Vec<String> = shown.iter().flat_map(Shown::rules).map(str::to_owned).collect();
    select.sort_unstable();
    select.dedup();
    select.retain(|rule| RULES.iter().any(|one| one.meta.name == rule));
    let choices = Choices { extend_select: &select, ..Choices::default() };
    Ok(Settings {
        overrides: Overrides::parse(choices, RULES).map_err(Failure::Usage)?,
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        policies: args.policy.iter().chain(&policies()).map(|path| plain_path(Path::new(path))).collect(),
        wants_verdicts: true,
        witness: Some(gatherer.clone()),
        // What a comment hides is no evidence that there is nothing.
        no_ignores: true,
        ambient: ambient(),
        today: day.to_owned(),
        here: here(),
        ..Settings::default()
    })
}
