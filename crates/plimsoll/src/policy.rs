//! `plimsoll policy`: what helps those who write policies.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, Level, Sources};
use plimsoll_linter::{Disk, FileSystem, Linter, POLICY_NAMES, Settings, Workspace, plain_path, today};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{TextOptions, visible, write_findings};
use plimsoll_rules::RULES;

use crate::ambient::here;
use crate::args::{AdoptArgs, PolicyAction};
use crate::check::wants_color;
use crate::failure::Failure;
use crate::plural::plural;
use crate::stderr::Stderr;
use crate::write::write;

/// Runs the command.
pub(crate) fn policy(action: &PolicyAction) -> Result<ExitCode, Failure> {
    match action {
        PolicyAction::Check { files } => check(files),
        PolicyAction::Digest { files } => digest(files),
        PolicyAction::Pin { file } => pin(file),
        PolicyAction::Adopt(args) => adopt(args),
        PolicyAction::Requirements => requirements(),
    }
}

/// A linter that reads these policies and nothing else.
fn reader(files: &[String]) -> Result<(Linter, Workspace, Disk), Failure> {
    let paths: Vec<String> = files.iter().map(|file| plain_path(Path::new(file))).collect();
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    for path in &paths {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let settings = Settings {
        isolated: true,
        requirements: REQUIREMENTS,
        policies: paths,
        today: today(),
        here: here(),
        ..Settings::default()
    };
    let workspace = Workspace::default();
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    Ok((linter, workspace, disk))
}

fn check(files: &[String]) -> Result<ExitCode, Failure> {
    let (linter, workspace, disk) = reader(files)?;
    let checked = linter.check(&disk, &workspace);
    show(&checked.sources, &checked.diagnostics)?;
    let wrong = checked.diagnostics.iter().any(|finding| finding.level == Level::Error);
    if !wrong {
        let asks = linter.policy().0.lines().count();
        writeln!(std::io::stdout(), "no mistakes: {} asked for", plural(asks, "requirement"))?;
    }
    Ok(if wrong { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn show(sources: &Sources, findings: &[Diagnostic]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let options = TextOptions { colour: wants_color(), ..TextOptions::default() };
    Ok(write_findings(sources, findings, options, &mut out)?)
}

fn digest(files: &[String]) -> Result<ExitCode, Failure> {
    let (linter, ..) = reader(files)?;
    let (policy, _) = linter.policy();
    let mut out = std::io::stdout().lock();
    let named: BTreeSet<String> = files.iter().map(|file| plain_path(Path::new(file))).collect();
    for file in policy.files.iter().filter(|file| named.contains(&file.path)) {
        writeln!(out, "{}  {}", file.digest, visible(&file.path))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the digests that `extends` should have. Findings about them hold the edits.
fn pin(file: &str) -> Result<ExitCode, Failure> {
    let (linter, workspace, disk) = reader(&[file.to_owned()])?;
    let checked = linter.check(&disk, &workspace);
    let path = plain_path(Path::new(file));
    let Some(id) = checked.sources.find(&path) else {
        writeln!(std::io::stdout(), "{}: nothing to pin", visible(&path))?;
        return Ok(ExitCode::SUCCESS);
    };
    let mut text = checked.sources.file(id).text.clone();
    let mut edits: Vec<_> =
        checked.diagnostics.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits).collect();
    edits.retain(|edit| edit.span.file == id);
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in &edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    if !edits.is_empty() {
        write(&disk, &path, text.into_bytes())?;
    }
    writeln!(std::io::stdout(), "{}: {} written", visible(&path), plural(edits.len(), "digest"))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes a waiver for what breaks the policy, one for each requirement, file and service.
fn adopt(args: &AdoptArgs) -> Result<ExitCode, Failure> {
    let paths: Vec<String> = args.paths.iter().map(|path| plain_path(Path::new(path))).collect();
    let paths = if paths.is_empty() { vec![".".to_owned()] } else { paths };
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let file = plain_path(Path::new(&args.file));
    let old = disk.read_named(&file, 1 << 20).map_err(|why| Failure::File(file.clone(), why))?;
    if !file.ends_with(".yaml") && !file.ends_with(".yml") {
        return Err(Failure::Usage(format!("`adopt` writes YAML, and `{file}` is another format")));
    }
    let settings =
        Settings { requirements: REQUIREMENTS, today: today(), here: here(), ..Settings::default() };
    let workspace = Workspace::find(&disk, &paths);
    let linter = Linter::new(RULES, &settings, &disk, &workspace);
    if !linter.policy().0.files.iter().any(|one| one.path == file) {
        let names = POLICY_NAMES.join("`, `");
        return Err(Failure::Usage(format!(
            "`{file}` is not a policy of this repository; one that is found by itself is called `{names}`"
        )));
    }
    let checked = linter.check(&disk, &workspace);
    let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
    for finding in checked.diagnostics.iter().filter(|finding| finding.level == Level::Error) {
        let Some(asked) = &finding.policy else { continue };
        let path = checked.sources.file(finding.primary.span.file).path.clone();
        wanted.extend(asked.requirements.iter().map(|name| ((*name).to_owned(), path.clone())));
    }
    let mut text = String::from_utf8_lossy(&old).into_owned();
    if text.lines().any(|line| line.starts_with("waivers:")) {
        return Err(Failure::Usage(format!("`{file}` has waivers already; `adopt` only starts a list")));
    }
    if wanted.is_empty() {
        writeln!(std::io::stdout(), "nothing breaks the policy")?;
        return Ok(ExitCode::SUCCESS);
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str("\nwaivers:\n");
    for (number, (requirement, path)) in wanted.iter().enumerate() {
        let number = number + 1;
        let _ = write!(
            text,
            "  - id: W-{number}\n    requirement: {}\n    where: {{ files: [{}] }}\n    reason: broken when the policy \
             was adopted\n    owner: {}\n    granted: {}\n    expires: {}\n",
            requirement.replace('-', "_"),
            serde_json::to_string(&format!("/{path}")).unwrap_or_default(),
            serde_json::to_string(&args.owner).unwrap_or_default(),
            today(),
            args.expires,
        );
    }
    write(&disk, &file, text.into_bytes())?;
    writeln!(Stderr, "{} written to {}", plural(wanted.len(), "waiver"), visible(&file))?;
    Ok(ExitCode::SUCCESS)
}

/// Everything that a policy can ask for, with its keys.
fn requirements() -> Result<ExitCode, Failure> {
    let mut out = std::io::stdout().lock();
    for one in REQUIREMENTS {
        let keys: Vec<&str> = one.keys.iter().copied().filter(|key| !key.contains('.')).collect();
        let how = if one.proof.is_some() { "proved or broken" } else { "broken only" };
        writeln!(out, "{:24} {how:17} {}", keys.first().copied().unwrap_or(one.name), one.summary)?;
    }
    Ok(ExitCode::SUCCESS)
}
