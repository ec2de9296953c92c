//! `plimsoll policy test` and `plimsoll policy input`.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Level, SourceFile, Sources, Span};
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{Disk, FileKind, FileSystem, RegoData, RegoFiles, RegoModule, Workspace, plain_path};
use plimsoll_rego::{Outcome, Shape, Tested};
use plimsoll_report::visible;

use crate::args::{DocumentShape, PolicyInputArgs, PolicyTestArgs, TestFormat};
use crate::failure::Failure;
use crate::plural::plural;
use crate::policy::show::show;
use crate::project;

/// Runs the tests of a policy, by OPA's convention.
pub(crate) fn test(args: &PolicyTestArgs) -> Result<ExitCode, Failure> {
    let named = args.paths.iter().chain(&args.data);
    let paths: Vec<String> = named.map(|path| plain_path(Path::new(path))).collect();
    let disk = Disk::here(&paths).map_err(Failure::here)?;
    let sources = Sources::new();
    let mut files = RegoFiles::default();
    for path in args.paths.iter().map(|path| plain_path(Path::new(path))) {
        for (_, file) in read(&disk, &path, &[".rego"], &sources)? {
            files.modules.push(RegoModule { file, named: Span::at(file, 0), is_combined: false });
        }
    }
    for path in args.data.iter().map(|path| plain_path(Path::new(path))) {
        for (name, file) in read(&disk, &path, &[".json", ".yaml", ".yml", ".toml"], &sources)? {
            let below = name.strip_prefix(&*path).unwrap_or_default().trim_start_matches('/');
            let folders = below.rsplit_once('/').map_or("", |(folders, _)| folders);
            let keys = folders.split('/').filter(|key| !key.is_empty()).map(str::to_owned).collect();
            files.data.push(RegoData { keys, file, named: Span::at(file, 0) });
        }
    }
    let (tested, mistakes) = plimsoll_rego::test(&files, &sources, args.run.as_deref())
        .map_err(|why| Failure::Usage(format!("`--run`: {why}")))?;
    show(&sources, &mistakes)?;
    let is_wrong = mistakes.iter().any(|mistake| mistake.level == Level::Error);
    let count = |wanted: fn(&Outcome) -> bool| tested.iter().filter(|one| wanted(&one.outcome)).count();
    let passed = count(|outcome| *outcome == Outcome::Passed);
    let skipped = count(|outcome| *outcome == Outcome::Skipped);
    let failed = tested.len() - passed - skipped;
    let mut out = std::io::stdout().lock();
    match args.format {
        TestFormat::Text => {
            for one in &tested {
                tell(one, args.verbose, &mut out)?;
            }
            let mut parts = vec![format!("{} passed", plural(passed, "test"))];
            parts.extend((failed > 0).then(|| format!("{failed} failed")));
            parts.extend((skipped > 0).then(|| format!("{skipped} skipped")));
            writeln!(out, "{}", parts.join(", "))?;
        }
        TestFormat::Json => {
            let one = |one: &Tested| {
                serde_json::json!({
                    "name": one.name, "file": one.file, "line": one.line,
                    "outcome": word(&one.outcome), "why": why(&one.outcome), "prints": one.prints,
                })
            };
            let all: Vec<_> = tested.iter().map(one).collect();
            writeln!(out, "{}", serde_json::json!({ "tests": all }))?;
        }
    }
    if tested.is_empty() && !is_wrong {
        writeln!(crate::stderr::Stderr, "error: no rule name starts with `test_`")?;
    }
    Ok(if is_wrong || tested.is_empty() {
        ExitCode::from(2)
    } else if failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The files at or below a path with one of these endings, taken into the sources.
fn read(
    disk: &Disk,
    path: &str,
    ends: &[&str],
    sources: &Sources,
) -> Result<Vec<(String, plimsoll_diagnostics::FileId)>, Failure> {
    let mut paths = if disk.is_folder(path) {
        disk.walk(path, &|file| ends.iter().any(|end| file.ends_with(end)).into()).files
    } else {
        vec![path.to_owned()]
    };
    paths.sort_unstable();
    let read = |path: String| {
        let bytes = disk.read_named(&path, FILE_BYTES).map_err(|why| Failure::File(path.clone(), why))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::Usage(format!("`{}` is not valid UTF-8", visible(&path))))?;
        Ok((path.clone(), sources.add(SourceFile::new(path, text))))
    };
    paths.into_iter().map(read).collect()
}

fn tell(one: &Tested, is_verbose: bool, out: &mut impl std::io::Write) -> Result<(), Failure> {
    if is_verbose || !matches!(one.outcome, Outcome::Passed) {
        let place = format!("{}:{}", visible(&one.file), one.line);
        writeln!(out, "{place}: {}: {}", visible(&one.name), word(&one.outcome))?;
        for line in why(&one.outcome).lines() {
            writeln!(out, "  {}", visible(line))?;
        }
        for line in &one.prints {
            writeln!(out, "  {}", visible(line))?;
        }
    }
    Ok(())
}

fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::Skipped => "skipped",
        Outcome::Error(_) => "error",
    }
}

fn why(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Error(why) => why,
        _ => "",
    }
}

/// Prints what a policy sees of a file.
pub(crate) fn input(args: &PolicyInputArgs) -> Result<ExitCode, Failure> {
    let path = plain_path(Path::new(&args.file));
    let disk = Disk::here(std::slice::from_ref(&path)).map_err(Failure::here)?;
    let shape = match args.shape {
        DocumentShape::Conftest => Shape::Conftest,
        DocumentShape::Combined => Shape::Combined,
        DocumentShape::Trivy => Shape::Trivy,
        DocumentShape::Plimsoll => Shape::Plimsoll,
    };
    disk.read(&path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    let workspace = Workspace::find(&disk, std::slice::from_ref(&path));
    let linter = project::linter(&disk, &workspace);
    let documents = linter.read_project(&disk, FileKind::of_named(&path), &path, |project| {
        plimsoll_rego::input(project, shape, &|| linter.found_in(project, &path))
    });
    let documents = documents.unwrap_or_default();
    if documents.is_empty() {
        return Err(Failure::Usage(format!("`{}` does not have a document with this shape", visible(&path))));
    }
    let mut out = std::io::stdout().lock();
    for document in documents {
        writeln!(out, "{document}")?;
    }
    Ok(ExitCode::SUCCESS)
}
