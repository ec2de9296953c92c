//! `plimsoll check`: look, perhaps fix, report.

use std::path::Path;
use std::process::ExitCode;

use plimsoll_diagnostics::{Diagnostic, Level};
use plimsoll_linter::{
    Checked, Disk, FileKind, FileSystem, Hidden, LeftOut, Linter, Listed, Overlay, Registered, RuleMeta,
    Settings, Workspace, plain_path,
};
use plimsoll_report::{NotShown, Report, RuleIds, RuleInfo, Stricter, Summary, TextOptions, write_grouped};
use plimsoll_rules::RULES;

use crate::args::{CheckArgs, GroupBy};
use crate::failure::Failure;
use crate::fix::{fix, fix_stdin};
use crate::input::{Input, STDIN, paths};
use crate::new_only::{NewOnly, write_baseline};
use crate::outputs::Outputs;
use crate::plural::plural;
use crate::policy::pinned::check_digests;
use crate::progress::Progress;
use crate::settings::{settings, show_files, show_settings, tell_settings};
use crate::since::Trusted;
use crate::stderr::Stderr;
use crate::timings;
use crate::watch::watch;
use crate::write::replace_all;

/// No machine is faster with more, and starting thousands of threads takes longer than most checks.
const MOST_JOBS: u16 = 512;

/// Runs the command.
pub(crate) fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let is_about_fixes = [
        ("--unsafe-fixes", args.fixes.unsafe_fixes && !args.fixes.diff),
        ("--show-fixes", args.fixes.show_fixes),
        ("--exit-non-zero-on-fix", args.fixes.exit_non_zero_on_fix),
    ];
    if let Some((option, _)) = is_about_fixes.iter().find(|(_, is_given)| *is_given && !args.task.fix) {
        let or_diff = if *option == "--unsafe-fixes" { " or `--diff`" } else { "" };
        return Err(Failure::Usage(format!("`{option}` requires `--fix`{or_diff}")));
    }
    if args
        .task
        .reason
        .as_ref()
        .is_some_and(|reason| reason.trim().is_empty() || reason.contains(char::is_control))
    {
        return Err(Failure::Usage("`--reason` must be a line of text".to_owned()));
    }
    if let Some(jobs) = args.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs.min(MOST_JOBS)));
        pool.build_global().map_err(|why| Failure::Usage(format!("`--jobs {jobs}`: {why}")))?;
    }
    let paths = paths(args)?;
    if !args.task.watch {
        let disk = Disk::here(&paths).map_err(Failure::here)?;
        return check_once(args, &disk, &Listed::new(&disk));
    }
    if paths.iter().any(|path| path == STDIN) {
        return Err(Failure::Usage("standard input cannot be watched".to_owned()));
    }
    watch(args)
}

/// Looks once, at what `below` has; writes to the disk.
pub(crate) fn check_once(args: &CheckArgs, disk: &Disk, below: &dyn FileSystem) -> Result<ExitCode, Failure> {
    let trusted = args.known.trust.as_deref().map(|revision| Trusted::new(revision, disk)).transpose()?;
    let settings = settings(args, below, trusted.as_ref())?;
    let outputs = Outputs::new(args)?;
    let known = NewOnly::new(args, below, trusted.as_ref())?;
    let Input { paths, texts } = Input::read(args)?;
    trusted.as_ref().map_or(Ok(()), |trusted| trusted.check_paths(&paths))?;
    let files = Overlay { below, texts };
    let workspace = Workspace::find(&files, &paths);
    warn(args, &paths, &workspace)?;
    let linter = Linter::with(RULES, &settings, &files, &workspace, outputs.tell_more(args.output.tells()));
    check_digests(&args.rules.policy_sha256, &settings.policies, &linter)?;
    for path in linter.policy().0.left_out.iter().filter(|_| args.output.tells()) {
        writeln!(Stderr, "note: the policy `{path}` does not apply because of `--isolated`")?;
    }
    let linter = if args.task.timings { linter.counting_costs() } else { linter };
    if let Some(trusted) = &trusted {
        trusted.tell_differences(&files, &workspace, &linter)?;
    }
    known.tell_policies(&files, &linter)?;
    if let Some(path) = &args.files.show_settings {
        let path = plain_path(Path::new(path));
        files.look(&path).map_err(|why| Failure::File(path.clone(), why))?;
        show_settings(&linter, &path)?;
        return tell_mistakes(&linter);
    }
    if args.files.show_files {
        let checked = linter.check(&files, &workspace);
        show_files(&checked)?;
        tell_not_shown(args, checked)?;
        return tell_mistakes(&linter);
    }
    let run = Run {
        args,
        disk,
        files: &files,
        workspace: &workspace,
        paths: &paths,
        settings: &settings,
        known: &known,
    };
    if let Some((name, text)) = files.texts.iter().next().filter(|_| args.task.fix) {
        return fix_stdin(&run, outputs, name, text);
    }
    if args.task.fix || args.fixes.diff {
        return fix(&run, &outputs);
    }
    let progress = Progress::new(args, &workspace);
    let mut all_written = true;
    let checked = if let Some(reason) = &args.task.reason {
        let ignored = linter.add_ignores(&files, &workspace, reason.trim());
        drop(progress);
        all_written = replace_all(disk, &ignored.texts)?;
        if all_written {
            if args.output.tells() {
                writeln!(Stderr, "{} added", plural(ignored.count, "comment"))?;
            }
            ignored.left
        } else {
            linter.check(&files, &workspace)
        }
    } else {
        let checked = linter.check(&files, &workspace);
        drop(progress);
        checked
    };
    run.report(checked, &linter, &outputs, all_written)
}

/// What a run looks at, and how.
pub(crate) struct Run<'r> {
    pub(crate) args: &'r CheckArgs,
    pub(crate) disk: &'r Disk,
    pub(crate) files: &'r dyn FileSystem,
    pub(crate) workspace: &'r Workspace,
    pub(crate) paths: &'r [String],
    pub(crate) settings: &'r Settings,
    pub(crate) known: &'r NewOnly,
}

impl Run<'_> {
    /// Prints what was found and is not known; gives the exit code.
    pub(crate) fn report(
        &self,
        mut checked: Checked,
        linter: &Linter,
        outputs: &Outputs,
        all_written: bool,
    ) -> Result<ExitCode, Failure> {
        let Run { args, disk, files, .. } = *self;
        // What was linted was read.
        let is_missing = |path: &String| {
            !checked.files.contains(path) && !files.is_folder(path) && files.read(path, 0).is_err()
        };
        let missing = self.paths.iter().any(is_missing);
        let mistakes = checked.diagnostics.iter().filter(|finding| finding.rule == "config").count();
        let wrong = checked.diagnostics.iter().filter(|finding| is_mistake_in_policy(finding)).count();
        if args.task.write_baseline && !missing && mistakes + wrong == 0 {
            write_baseline(args, &checked, disk)?;
            return tell_not_shown(args, checked).map(|()| ExitCode::SUCCESS);
        }
        self.known.take_from(&mut checked, files, self.paths, self.settings)?;
        let fails = |finding: &Diagnostic| {
            // What a policy requires is no matter of taste.
            linter.config().fails(finding) || finding.violates_policy() && finding.level == Level::Error
        };
        let failed = checked.diagnostics.iter().any(fails);
        if args.output.verbose {
            tell_settings(linter, &checked, self.workspace)?;
        }
        if let Some(costs) = &checked.costs {
            timings::write(costs, &checked.diagnostics)?;
        }
        print(self, outputs, linter.config().gathers(), checked)?;
        if mistakes > 0 {
            writeln!(Stderr, "error: the configuration has {}", plural(mistakes, "mistake"))?;
        }
        if wrong > 0 {
            let what = plural(wrong, "mistake");
            writeln!(Stderr, "error: the policy has {what}, so some requirements are not checked")?;
        }
        Ok(match (missing || !all_written || mistakes + wrong > 0, failed && !args.output.exit_zero) {
            (true, _) => ExitCode::from(2),
            (false, true) => ExitCode::FAILURE,
            (false, false) => ExitCode::SUCCESS,
        })
    }
}

/// Whether a policy cannot be understood there.
fn is_mistake_in_policy(finding: &Diagnostic) -> bool {
    finding.rule == "policy" && finding.level == Level::Error
}

/// Says what was not checked, where standard output gets something else than a report.
pub(crate) fn tell_not_shown(args: &CheckArgs, checked: Checked) -> Result<(), Failure> {
    let lines = not_shown(checked.left_out, checked.hidden).lines();
    Ok(lines.iter().filter(|_| args.output.tells()).try_for_each(|line| writeln!(Stderr, "{line}"))?)
}

/// Says what is wrong with the configuration, where standard output gets something else than a report.
pub(crate) fn tell_mistakes(linter: &Linter) -> Result<ExitCode, Failure> {
    let mut code = ExitCode::SUCCESS;
    for (place, message) in linter.config_mistakes() {
        writeln!(Stderr, "error: {place}: {message}")?;
        code = ExitCode::from(2);
    }
    Ok(code)
}

/// Says why little or nothing may be checked.
fn warn(args: &CheckArgs, paths: &[String], workspace: &Workspace) -> Result<(), Failure> {
    if !args.output.tells() {
        return Ok(());
    }
    for (index, why) in &workspace.unread_indexes {
        writeln!(
            Stderr,
            "warning: {index}: {why}; files that Git ignores are not checked, even if they are tracked"
        )?;
    }
    for (file, why) in &workspace.long_ignores {
        writeln!(Stderr, "warning: {file}: {why}; files that Git ignores may be checked")?;
    }
    let counts = |kind: &FileKind| {
        *kind == FileKind::Policy || kind.is_linted() && (kind.is_default() || args.files.markdown)
    };
    let is_empty = workspace.files().iter().all(|(kind, files)| files.is_empty() || !counts(kind));
    if is_empty && workspace.problems.is_empty() {
        let places = paths.join("`, `");
        let is_markdown = |path: &String| FileKind::of(path) == Some(FileKind::Markdown);
        let why = if paths.iter().all(is_markdown) {
            "`--markdown` reads the command lines in Markdown"
        } else {
            "untracked files ignored by Git are skipped"
        };
        writeln!(Stderr, "warning: no Dockerfiles or Compose files found in `{places}` ({why})")?;
    }
    Ok(())
}

fn print(run: &Run<'_>, outputs: &Outputs, gathers: bool, checked: Checked) -> Result<(), Failure> {
    let args = run.args;
    let stricter =
        checked.stricter.map(|(preset, findings)| Stricter { preset: preset.name().to_owned(), findings });
    let only_new = args.known.since.is_some() || args.known.baseline.is_some();
    let lines = checked.lines;
    let summary =
        Summary { lines, stricter, only_new, ..Summary::of(&checked.diagnostics, checked.files.len()) };
    let Checked { sources, diagnostics, waived, files, left_out, hidden, .. } = checked;
    let excepted =
        waived.iter().filter(|finding| finding.policy.iter().any(|it| it.exception.is_some())).count();
    for (count, word) in [(waived.len() - excepted, "waived"), (excepted, "excepted by the policy")] {
        if count > 0 && args.output.tells() {
            writeln!(Stderr, "note: {} {word}", plural(count, "finding"))?;
        }
    }
    let not_shown = not_shown(left_out, hidden);
    let rule_ids = match args.output.rule_ids.as_deref() {
        Some("hadolint") => RuleIds::Hadolint,
        _ => RuleIds::Own,
    };
    let report =
        Report { rule_ids, sources, diagnostics, waived, files, rules: rules(), summary, not_shown, gathers };
    if let Some(by) = args.task.group_by {
        let wanted = |standard: &str| match by {
            GroupBy::Standard => !["stride", "cwe"].contains(&standard),
            GroupBy::Stride => standard == "stride",
        };
        return Ok(write_grouped(&report, &wanted, &mut std::io::stdout().lock())?);
    }
    let options = TextOptions {
        full: args.output.full,
        only_findings: args.output.quiet,
        colour: wants_color(),
        links: wants_links(),
    };
    outputs.write(&report, options, run.disk)
}

fn not_shown(left_out: Vec<LeftOut>, hidden: Vec<Hidden>) -> NotShown {
    let files = left_out.into_iter().map(|LeftOut { path, by, place }| plimsoll_report::LeftOut {
        file: path,
        by: by.name(),
        place,
    });
    let findings = hidden.into_iter().map(|Hidden { by, file, line, rule }| plimsoll_report::Hidden {
        file,
        line,
        rule,
        by: by.name(),
    });
    NotShown { files: files.collect(), findings: findings.collect() }
}

/// What a report may tell about rules.
fn rules() -> Vec<RuleInfo> {
    let info = |rule: &Registered| {
        let RuleMeta { name, summary, category, level, .. } = rule.meta;
        RuleInfo { name, summary, category, level, page: rule.meta.page, url: rule.meta.url() }
    };
    RULES.iter().map(info).collect()
}

/// Whether standard output gets colours. What `--color` says is known to the library by now.
pub(crate) fn wants_color() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Whether names of rules lead to their pages: at a terminal that is known to have links.
fn wants_links() -> bool {
    anstream::ColorChoice::global() != anstream::ColorChoice::Never
        && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}
