//! `plimsoll policy`: what helps those who write policies.

mod adopt;
pub(crate) mod pinned;
pub(crate) mod show;

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, FileId, Level, SourceFile, Sources};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{
    Disk, FileSystem, Linter, POLICY_NAMES, PolicyUse, Settings, Workspace, check_is_policy, convert_policy,
    plain_path, today,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::visible;
use plimsoll_rules::RULES;

use self::show::show;
use crate::ambient::{ambient, here};
use crate::args::PolicyAction;
use crate::failure::Failure;
use crate::plural::plural;
use crate::write::write;

/// Runs the command.
pub(crate) fn policy(action: &PolicyAction) -> Result<ExitCode, Failure> {
    match action {
        PolicyAction::Check { files } => check(files),
        PolicyAction::Digest { files } => digest(files),
        PolicyAction::Convert { file } => convert(file),
        PolicyAction::Pin { file } => pin(file),
        PolicyAction::Adopt(args) => adopt::adopt(args),
        PolicyAction::Test(args) => crate::rego::test(args),
        PolicyAction::Input(args) => crate::rego::input(args),
        PolicyAction::Requirements => requirements(),
    }
}

/// A linter that reads these policies and nothing else.
fn reader(files: &[String], policy_use: PolicyUse) -> Result<(Linter, Workspace, Disk), Failure> {
    let paths: Vec<String> = files.iter().map(|file| plain_path(Path::new(file))).collect();
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    for path in paths.iter().filter(|path| !disk.is_named_folder(path)) {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let settings = Settings {
        isolated: true,
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        policies: paths,
        policy_use,
        today: today(),
        here: here(),
        ..Settings::default()
    };
    let workspace = Workspace::default();
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    Ok((linter, workspace, disk))
}

/// A linter with the policy in force here, and the files that it holds for.
fn reader_of_policy_in_force() -> Result<(Linter, Workspace, Disk), Failure> {
    let paths = [".".to_owned()];
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let workspace = Workspace::find(&disk, &paths);
    let settings = Settings {
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        ambient: ambient(),
        today: today(),
        here: here(),
        ..Settings::default()
    };
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    if linter.policy().0.is_empty() {
        let name = POLICY_NAMES.first().copied().unwrap_or_default();
        return Err(Failure::Usage(format!(
            "no policy found: create `{name}` at the root of the repository, or run `plimsoll policy check FILE`"
        )));
    }
    Ok((linter, workspace, disk))
}

fn check(files: &[String]) -> Result<ExitCode, Failure> {
    let (linter, workspace, disk) =
        if files.is_empty() { reader_of_policy_in_force()? } else { reader(files, PolicyUse::Read)? };
    let mut checked = linter.check(&disk, &workspace);
    // Mistakes in the configuration around it are for `plimsoll check`.
    let (_, of_policy) = linter.policy();
    let is_about_policy = |finding: &Diagnostic| {
        let path = &checked.sources.file(finding.primary.span.file).path;
        ["policy", "unverified", "unused-waiver", "rego"].contains(&&*finding.rule)
            && of_policy.find(path).is_some()
    };
    checked.diagnostics.retain(|finding| !files.is_empty() || is_about_policy(finding));
    show(&checked.sources, &checked.diagnostics)?;
    let wrong = checked.diagnostics.iter().any(|finding| finding.level == Level::Error);
    if !wrong {
        let (asks, rules) = (linter.policy().0.lines("").count(), linter.rego_rules().len());
        let rego = if rules > 0 { format!(", {} in Rego", plural(rules, "rule")) } else { String::new() };
        let paths = || linter.policy().0.files.iter().map(|file| format!("`{}`", visible(&file.path)));
        let named = if files.is_empty() {
            format!(" in {}", paths().collect::<Vec<_>>().join(", "))
        } else {
            String::new()
        };
        let unverifiable = linter.policy().0.keys.iter().filter(|key| key.unverifiable.is_some()).count();
        let beyond =
            if unverifiable > 0 { format!(", {unverifiable} not checkable in files") } else { String::new() };
        let asks = plural(asks, "requirement");
        writeln!(std::io::stdout(), "no errors{named}: {asks}{beyond}{rego}")?;
    }
    let (policy, sources) = linter.policy();
    let own = policy.extensions.iter().map(|(key, span)| {
        let file = sources.file(span.file);
        format!("`{}` ({}:{})", visible(key), visible(&file.path), file.lines().line(span.start) + 1)
    });
    let own: Vec<String> = own.collect();
    if !own.is_empty() {
        writeln!(std::io::stdout(), "not checked, because these keys are extensions: {}", own.join(", "))?;
    }
    Ok(if wrong { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn digest(files: &[String]) -> Result<ExitCode, Failure> {
    let (linter, workspace, disk) = reader(files, PolicyUse::Read)?;
    let mut checked = linter.check(&disk, &workspace);
    // What is pinned wrongly has a digest all the same.
    checked.diagnostics.retain(|finding| finding.level == Level::Error && finding.fixes.is_empty());
    if !checked.diagnostics.is_empty() {
        show(&checked.sources, &checked.diagnostics)?;
        return Ok(ExitCode::from(2));
    }
    let (policy, _) = linter.policy();
    let mut out = std::io::stdout().lock();
    let named: BTreeSet<String> = files.iter().map(|file| plain_path(Path::new(file))).collect();
    for file in policy.files.iter().filter(|file| named.contains(&file.path)) {
        writeln!(out, "{}  {}", file.digest, visible(&file.path))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a policy in its other form.
fn convert(file: &str) -> Result<ExitCode, Failure> {
    let (path, sources, id) = named(file)?;
    match convert_policy(sources.text(id), &path) {
        Ok(text) => {
            write!(std::io::stdout(), "{text}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(problems) => show_mistakes(&sources, problems),
    }
}

/// Writes the digests that `extends` should have. Findings about them hold the edits.
fn pin(file: &str) -> Result<ExitCode, Failure> {
    let (path, sources, id) = named(file)?;
    if let Err(problems) = check_is_policy(sources.text(id), &path) {
        return show_mistakes(&sources, problems);
    }
    let (linter, workspace, disk) = reader(&[file.to_owned()], PolicyUse::Pin)?;
    let mut checked = linter.check(&disk, &workspace);
    let mut text = sources.file(id).text.clone();
    let of_file = checked.sources.find(&path);
    let mut edits: Vec<_> =
        checked.diagnostics.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits).collect();
    edits.retain(|edit| Some(edit.span.file) == of_file);
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in &edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    if !edits.is_empty() {
        write(&disk, &path, text.into_bytes())?;
    }
    let written = match edits.len() {
        0 => "no digests to write".to_owned(),
        count => format!("{} written", plural(count, "digest")),
    };
    writeln!(std::io::stdout(), "{}: {written}", visible(&path))?;
    // What it extends and cannot be read has no digest.
    checked.diagnostics.retain(|finding| finding.level == Level::Error && finding.fixes.is_empty());
    if checked.diagnostics.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    show_mistakes(&checked.sources, checked.diagnostics)
}

/// A file that somebody named, read.
fn named(file: &str) -> Result<(String, Sources, FileId), Failure> {
    let path = plain_path(Path::new(file));
    let disk = Disk::here(std::slice::from_ref(&path)).map_err(Failure::here)?;
    let bytes = disk.read_named(&path, FILE_BYTES).map_err(|why| Failure::File(path.clone(), why))?;
    let sources = Sources::new();
    let id = sources.add(SourceFile::new(&*path, String::from_utf8_lossy(&bytes)));
    Ok((path, sources, id))
}

fn show_mistakes(sources: &Sources, mut problems: Vec<Diagnostic>) -> Result<ExitCode, Failure> {
    for problem in &mut problems {
        problem.level = Level::Error;
    }
    show(sources, &problems)?;
    Ok(ExitCode::from(2))
}

/// Everything that a policy can ask for, with its keys.
fn requirements() -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    for one in REQUIREMENTS {
        let keys: Vec<&str> = one.keys.iter().copied().filter(|key| !key.contains('.')).collect();
        let how = if one.proof.is_some() { "can be proved" } else { "violations only" };
        writeln!(out, "{:24} {how:17} {}", keys.first().copied().unwrap_or(one.name), one.summary)?;
    }
    Ok(ExitCode::SUCCESS)
}
