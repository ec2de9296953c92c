//! `--fix` and `--diff`: change what is reported, or show how.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use plimsoll_diagnostics::{Applicability, Diagnostic};
use plimsoll_linter::{Checked, FixRequest, Fixed, Fixer, Withheld, limits};
use plimsoll_report::{DiffStyle, Summary, write_diff};
use plimsoll_rules::RULES;

use crate::ambient::here;
use crate::check::{Run, tell_mistakes, tell_not_shown, wants_color};
use crate::failure::Failure;
use crate::outputs::Outputs;
use crate::plural::plural;
use crate::progress::Progress;
use crate::stderr::Stderr;
use crate::write::replace_all;

/// Of so many rules is told how many problems were fixed.
const RULES_TOLD: usize = 8;

/// Fixes, and reports what is left; or prints what would change.
pub(crate) fn fix(run: &Run<'_>, outputs: &Outputs) -> Result<ExitCode, Failure> {
    let Run { args, files, workspace, .. } = *run;
    let fixer = Fixer::new(RULES, run.settings, files, workspace);
    let done = make(run, &fixer, None);
    if args.fixes.diff {
        let code = show_diff(run, &done.texts)?;
        if done.texts.is_empty() && run.args.output.tells() {
            tell_nothing(run, &done)?;
        }
        tell_withheld(run, &done)?;
        tell_not_shown(args, done.left)?;
        let mistakes = tell_mistakes(fixer.linter())?;
        return Ok(if mistakes == ExitCode::SUCCESS { code } else { mistakes });
    }
    let all_written = replace_all(run.disk, &done.texts)?;
    if !all_written {
        tell_withheld(run, &done)?;
        // What counts is what the files hold now.
        let checked = fixer.linter().check(files, workspace);
        return run.report(checked, fixer.linter(), outputs, false);
    }
    report(run, &fixer, done, outputs)
}

/// Fixes standard input, and prints the text; what is left of problems goes to standard error.
pub(crate) fn fix_stdin(
    run: &Run<'_>,
    outputs: Outputs,
    name: &str,
    text: &[u8],
) -> Result<ExitCode, Failure> {
    if text.len() > limits::FILE_BYTES {
        let most = limits::FILE_BYTES / 1024;
        return Err(Failure::Usage(format!("standard input is larger than {most} KiB and cannot be fixed")));
    }
    if str::from_utf8(text).is_err() {
        return Err(Failure::Usage("standard input is not UTF-8 text and cannot be fixed".to_owned()));
    }
    let fixer = Fixer::new(RULES, run.settings, run.files, run.workspace);
    let done = make(run, &fixer, Some(name));
    let mut out = std::io::stdout().lock();
    out.write_all(done.texts.get(name).map_or(text, String::as_bytes))?;
    out.flush()?;
    drop(out);
    report(run, &fixer, done, &outputs.aside())
}

/// Makes the fixes that the command line asks for, in memory.
fn make(run: &Run<'_>, fixer: &Fixer, file: Option<&str>) -> Fixed {
    let Run { args, files, workspace, .. } = *run;
    let progress = Progress::new(args, workspace);
    let sure = if args.fixes.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let config = fixer.linter().config();
    // A policy's findings are there whatever is selected; only what is selected is fixed.
    let is_picked = |finding: &Diagnostic| {
        let rule = RULES.iter().find(|rule| rule.meta.name == finding.rule);
        rule.is_none_or(|rule| config.picks(&rule.meta, finding))
    };
    let select = |checked: &Checked| {
        let are_new = run.known.are_new(checked, files, run.paths, run.settings).into_iter();
        are_new.zip(&checked.diagnostics).map(|(new, finding)| new && is_picked(finding)).collect()
    };
    let is_any = run.known.is_any() || !args.rules.select.is_empty();
    let select = is_any.then_some(&select as _);
    let done = fixer.fix(files, workspace, FixRequest { sure, select, file });
    drop(progress);
    done
}

/// Says what was fixed, and what is left.
fn report(run: &Run<'_>, fixer: &Fixer, done: Fixed, outputs: &Outputs) -> Result<ExitCode, Failure> {
    tell_withheld(run, &done)?;
    if run.args.output.tells() {
        tell(&done)?;
    }
    if run.args.fixes.show_fixes {
        list(&done)?;
    }
    let has_changed = !done.texts.is_empty();
    let code = if run.args.fixes.fix_only {
        ExitCode::SUCCESS
    } else {
        run.report(done.left, fixer.linter(), outputs, true)?
    };
    let must_fail = run.args.fixes.exit_non_zero_on_fix && has_changed && code == ExitCode::SUCCESS;
    Ok(if must_fail { ExitCode::FAILURE } else { code })
}

/// Says how many problems were fixed, and of which rules.
fn tell(done: &Fixed) -> Result<(), Failure> {
    if done.count() == 0 {
        return Ok(());
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for (rule, count) in done.made.values().flatten() {
        *rules.entry(rule).or_default() += count;
    }
    let mut rules: Vec<(&str, usize)> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let more = rules.len().saturating_sub(RULES_TOLD);
    let mut told: Vec<String> =
        rules.iter().take(RULES_TOLD).map(|(rule, count)| format!("{rule} {count}")).collect();
    told.extend((more > 0).then(|| format!("and {} more", plural(more, "rule"))));
    let (problems, files) = (plural(done.count(), "problem"), plural(done.texts.len(), "file"));
    writeln!(Stderr, "Fixed {problems} in {files}: {}", told.join(", "))?;
    Ok(())
}

/// Says that there is nothing to show.
fn tell_nothing(run: &Run<'_>, done: &Fixed) -> Result<(), Failure> {
    match Summary::of(&done.left.diagnostics, 0).risky {
        more if more > 0 && !run.known.is_any() => {
            writeln!(Stderr, "Nothing to fix · {more} fixable with `--unsafe-fixes`")?;
        }
        _ => writeln!(Stderr, "Nothing to fix")?,
    }
    Ok(())
}

/// Lists what was fixed, file by file.
fn list(done: &Fixed) -> Result<(), Failure> {
    for (path, rules) in &done.made {
        writeln!(Stderr, "{path}:")?;
        for (rule, count) in rules {
            writeln!(Stderr, "    {count} × {rule}")?;
        }
    }
    Ok(())
}

/// Says which fixes were not made.
fn tell_withheld(run: &Run<'_>, done: &Fixed) -> Result<(), Failure> {
    for (path, withheld) in done.withheld.iter().filter(|_| run.args.output.tells()) {
        writeln!(Stderr, "warning: {path}: {}", sentence(*withheld))?;
    }
    Ok(())
}

/// How many fixes of a file were not made, and why.
fn sentence(withheld: Withheld) -> String {
    let Withheld { unproved, harmful, late } = withheld;
    let reasons = [
        (unproved, "might change what the file means"),
        (harmful, "would cause a new error"),
        (late, "a limit was reached, so run the command again"),
    ];
    let reasons: Vec<(usize, &str)> = reasons.into_iter().filter(|(count, _)| *count > 0).collect();
    let all = match unproved + harmful + late {
        1 => "1 fix".to_owned(),
        all => format!("{all} fixes"),
    };
    if let [(_, why)] = &*reasons {
        return format!("{all} not applied: {why}");
    }
    let reasons: Vec<String> = reasons.iter().map(|(count, why)| format!("{count} {why}")).collect();
    format!("{all} not applied: {}", reasons.join(", "))
}

fn show_diff(run: &Run<'_>, texts: &BTreeMap<String, String>) -> Result<ExitCode, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    // A patch must apply byte for byte; only eyes want it readable.
    let style = match (wants_color(), std::io::stdout().is_terminal()) {
        (true, _) => DiffStyle::Coloured,
        (false, true) => DiffStyle::Readable,
        (false, false) => DiffStyle::Exact,
    };
    let here = here();
    for (path, new) in texts {
        let old = run.files.read(path, limits::FILE_BYTES).map_err(|why| Failure::File(path.clone(), why))?;
        // As for `--fix`: what cannot be read would be lost, and a patch of it could not be applied.
        let Ok(old) = String::from_utf8(old) else {
            writeln!(Stderr, "warning: {path}: not UTF-8 text, so the file is not changed")?;
            continue;
        };
        // As `git apply` wants it, which is run here.
        let below = path.strip_prefix(&*here).and_then(|rest| rest.strip_prefix('/'));
        write_diff(below.unwrap_or(path), &old, new, style, &mut out)?;
    }
    Ok(if texts.is_empty() || run.args.output.exit_zero { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
