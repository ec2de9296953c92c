//! `plimsoll check`: look, perhaps fix, report.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::Applicability;
use plimsoll_linter::{
    Checked, Disk, FailOn, FileSystem, Linter, Overlay, Overrides, Registered, RuleMeta, Settings, Workspace,
    plain_path, today,
};
use plimsoll_report::{DiffStyle, Report, RuleInfo, Stricter, Summary, TextOptions, write_diff};
use plimsoll_rules::RULES;

use crate::ambient::{ambient, here};
use crate::args::{CheckArgs, Color};
use crate::failure::Failure;
use crate::input::{STDIN, named, stdin};
use crate::known::{Known, write_baseline};
use crate::outputs::Outputs;
use crate::progress::Progress;
use crate::stderr::Stderr;
use crate::watch::watch;
use crate::write::replace_all;

/// No machine is faster with more, and starting thousands of threads takes longer than most checks.
const MOST_JOBS: u16 = 512;

/// Runs the command.
pub(crate) fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    if args.unsafe_fixes && !args.fix && !args.diff {
        return Err(Failure::Usage("`--unsafe-fixes` goes with `--fix` or `--diff`".to_owned()));
    }
    if args
        .reason
        .as_ref()
        .is_some_and(|reason| reason.trim().is_empty() || reason.contains(char::is_control))
    {
        return Err(Failure::Usage("`--reason` wants a line of text".to_owned()));
    }
    if args.paths.iter().any(String::is_empty) {
        // A variable of a script that is not set; to look at everything instead would be a guess.
        return Err(Failure::Usage("a path is empty; `.` is this folder".to_owned()));
    }
    if let Some(jobs) = args.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs.min(MOST_JOBS)));
        pool.build_global().map_err(|why| Failure::Usage(format!("`--jobs {jobs}`: {why}")))?;
    }
    let paths = paths(args);
    if !args.watch {
        let disk = Disk::here(&paths).map_err(Failure::here)?;
        return check_once(args, &disk, &disk);
    }
    if paths.iter().any(|path| path == STDIN) {
        return Err(Failure::Usage("standard input cannot be watched".to_owned()));
    }
    watch(args)
}

/// The paths of the command line.
pub(crate) fn paths(args: &CheckArgs) -> Vec<String> {
    args.paths.iter().map(|path| named(path)).collect()
}

/// Looks once, at what `below` has; writes to the disk.
pub(crate) fn check_once(args: &CheckArgs, disk: &Disk, below: &dyn FileSystem) -> Result<ExitCode, Failure> {
    let settings = settings(args, below)?;
    let outputs = Outputs::new(args)?;
    let known = Known::new(args, below)?;
    let mut paths = paths(args);
    let mut texts = BTreeMap::new();
    if paths.iter().any(|path| path == STDIN) {
        if args.fix || args.add_ignores {
            return Err(Failure::Usage("standard input cannot be changed; use `--diff`".to_owned()));
        }
        let name = plain_path(Path::new(&args.stdin_filename));
        texts.insert(name.clone(), stdin()?);
        paths.iter_mut().filter(|path| *path == STDIN).for_each(|path| path.clone_from(&name));
    }
    let files = Overlay { below, texts };
    let workspace = Workspace::find(&files, &paths);
    if workspace.compose.is_empty() && workspace.dockerfiles.is_empty() {
        let places = args.paths.join("`, `");
        writeln!(
            Stderr,
            "warning: no Dockerfiles or Compose files found in `{places}` (files ignored by Git are skipped)"
        )?;
    }
    let linter = Linter::new(RULES, &settings, &files, &workspace);

    let progress = Progress::new(workspace.compose.len() + workspace.dockerfiles.len());
    let mut refused = false;
    let mut checked = if args.fix || args.diff {
        let sure = if args.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let fixed = linter.fix(&files, &workspace, sure);
        drop(progress);
        if args.diff {
            return show_diff(args, &files, &fixed.texts);
        }
        refused = !replace_all(disk, &fixed.texts)?;
        for (path, title) in &fixed.undone {
            writeln!(
                Stderr,
                "warning: {path}: not done, because the file might mean something else: {title}"
            )?;
        }
        if refused {
            // Not all of it came true: what counts is what the files hold now.
            linter.check(&files, &workspace)
        } else {
            if fixed.count > 0 {
                writeln!(Stderr, "{} fixed", plural(fixed.count, "finding"))?;
            }
            fixed.left
        }
    } else if let Some(reason) = &args.reason {
        let ignored = linter.add_ignores(&files, &workspace, reason.trim());
        drop(progress);
        refused = !replace_all(disk, &ignored.texts)?;
        if refused {
            linter.check(&files, &workspace)
        } else {
            writeln!(Stderr, "{} added", plural(ignored.count, "comment"))?;
            ignored.left
        }
    } else {
        let checked = linter.check(&files, &workspace);
        drop(progress);
        checked
    };

    let missing = paths.iter().any(|path| !files.is_folder(path) && files.read(path, 0).is_err());
    let mistakes = checked.diagnostics.iter().filter(|finding| finding.rule == "config").count();
    if args.write_baseline && !missing && mistakes == 0 {
        return write_baseline(args, &checked, disk);
    }
    known.take_from(&mut checked, &files, &paths, &settings)?;
    let failed = fails(&checked, linter.config().fail_on());
    print(args, &outputs, checked, disk)?;
    if mistakes > 0 {
        writeln!(Stderr, "error: the configuration has {}", plural(mistakes, "mistake"))?;
    }
    Ok(match (missing || refused || mistakes > 0, failed && !args.exit_zero) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::FAILURE,
        (false, false) => ExitCode::SUCCESS,
    })
}

/// What the command line says about rules.
fn settings(args: &CheckArgs, disk: &dyn FileSystem) -> Result<Settings, Failure> {
    let overrides =
        Overrides::parse(&args.preset, &args.select, &args.ignore, &args.level, &args.fail_on, RULES)
            .map_err(Failure::Usage)?;
    let config = args.config.as_deref().map(|path| plain_path(Path::new(path)));
    if let Some(path) = &config {
        disk.read_named(path, 0).map_err(|why| Failure::File(path.clone(), why))?;
    }
    let ambient = ambient();
    ambient.check(RULES).map_err(Failure::Usage)?;
    Ok(Settings { overrides, config, ambient, today: today(), here: here() })
}

fn fails(checked: &Checked, fail_on: FailOn) -> bool {
    checked.diagnostics.iter().any(|finding| fail_on.fails(finding.level))
}

fn print(args: &CheckArgs, outputs: &Outputs, checked: Checked, disk: &Disk) -> Result<(), Failure> {
    let stricter =
        checked.stricter.map(|(preset, findings)| Stricter { preset: preset.name().to_owned(), findings });
    let only_new = args.since.is_some() || args.baseline.is_some();
    let summary = Summary { stricter, only_new, ..Summary::of(&checked.diagnostics, checked.files.len()) };
    let Checked { sources, diagnostics, files, .. } = checked;
    let report = Report { sources, diagnostics, files, rules: rules(), summary };
    let (colour, links) = (wants_color(args), wants_links(args));
    outputs.write(&report, TextOptions { full: args.full, colour, links }, disk)
}

/// What a report may tell about rules.
fn rules() -> Vec<RuleInfo> {
    let info = |rule: &Registered| {
        let RuleMeta { name, summary, category, level, .. } = rule.meta;
        RuleInfo { name, summary, category, level, page: rule.meta.body(), url: rule.meta.url() }
    };
    RULES.iter().map(info).collect()
}

fn wants_color(args: &CheckArgs) -> bool {
    let out = std::io::stdout();
    anstream::AutoStream::choice(&out) != anstream::ColorChoice::Never
        && args.color.choice() != anstream::ColorChoice::Never
        || args.color.choice() == anstream::ColorChoice::Always
}

/// Whether names of rules lead to their pages: at a terminal that is known to have links.
fn wants_links(args: &CheckArgs) -> bool {
    args.color != Color::Never && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

fn show_diff(
    args: &CheckArgs,
    files: &dyn FileSystem,
    texts: &BTreeMap<String, String>,
) -> Result<ExitCode, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // A patch must apply byte for byte; only eyes want it readable.
    let style = match (wants_color(args), std::io::IsTerminal::is_terminal(&std::io::stdout())) {
        (true, _) => DiffStyle::Coloured,
        (false, true) => DiffStyle::Readable,
        (false, false) => DiffStyle::Exact,
    };
    let here = here();
    for (path, new) in texts {
        let old = files
            .read(path, plimsoll_linter::limits::FILE_BYTES)
            .map_err(|why| Failure::File(path.clone(), why))?;
        // As for `--fix`: what cannot be read would be lost, and a patch of it could not be applied.
        let Ok(old) = String::from_utf8(old) else {
            writeln!(Stderr, "warning: {path}: not UTF-8 text, so it is left as it is")?;
            continue;
        };
        // As `git apply` wants it, which is run here.
        let below = path.strip_prefix(&*here).and_then(|rest| rest.strip_prefix('/'));
        write_diff(below.unwrap_or(path), &old, new, style, &mut out)?;
    }
    Ok(if texts.is_empty() || args.exit_zero { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// `1 finding`, `2 findings`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
