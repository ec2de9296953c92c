//! No page's advice is reported by another rule: what a page's fixes and pasted helps give is run through all rules, what
//! it accepts through the recommended ones. A finding that this adds must be listed under `also:` in the front matter
//! of the page, with the reason: `also: "root-user (why), latest-tag (why)"`.

use std::collections::BTreeMap;

use plimsoll_diagnostics::{Applicability, Diagnostic};
use plimsoll_linter::pages::{Example, Expectation};
use plimsoll_linter::{
    Checked, Choices, FileKind, FixRequest, Fixer, Linter, MemoryFiles, Overrides, Registered, Settings,
    Workspace,
};
use plimsoll_rules::RULES;

/// Rules about files that an example does not have, and about what an example is too short to have: a `USER`, a password.
const OF_FILES: [&str; 11] = [
    "missing-copy-source",
    "missing-dockerfile",
    "missing-env-file",
    "missing-file",
    "missing-program",
    "missing-required-variable",
    "root-base-image",
    "root-user",
    "missing-build-arg",
    "unused-stage",
    "unset-variable",
];

/// Looks for findings that the page's own advice brings about.
pub(crate) fn check(rule: &'static Registered, page: &str, examples: &[Example]) -> Result<(), String> {
    let meant = meant(page);
    let mut problems = Vec::new();
    for example in examples {
        let before = example.repository();
        let added = match &example.expectation {
            Expectation::Accepted | Expectation::Repaired => {
                let found = run("recommended", &OF_FILES, &before);
                found.diagnostics.into_iter().map(|it| ("is accepted", it)).collect()
            }
            Expectation::Reported(_) => advised(rule, &before),
        };
        for (what, finding) in added {
            if !meant.contains(&finding.rule.as_ref()) && finding.rule != rule.meta.name {
                problems.push(format!(
                    "line {}: what {what} is reported by `{}`: {}",
                    example.line(),
                    finding.rule,
                    finding.message
                ));
            }
        }
    }
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

/// The rules that a page says report what it advises.
fn meant(page: &str) -> Vec<&str> {
    let line = page.lines().find_map(|line| line.strip_prefix("also: ")).unwrap_or_default();
    let items = line.trim_matches('"').split("),").map(str::trim);
    items.filter_map(|item| item.split(' ').next()).filter(|name| !name.is_empty()).collect()
}

/// What its fixes and pasted helps add to the findings of an example.
fn advised(rule: &'static Registered, before: &MemoryFiles) -> Vec<(&'static str, Diagnostic)> {
    let found = run("all", &[], before);
    let counts = count(&found.diagnostics);
    let mut added = Vec::new();
    let mut compare = |what: &'static str, after: MemoryFiles| {
        let mut known = counts.clone();
        for finding in run("all", &[], &after).diagnostics {
            let left = known.entry(key(&finding)).or_insert(0);
            if *left == 0 {
                added.push((what, finding));
            } else {
                *left -= 1;
            }
        }
    };
    for (what, sure) in
        [("its safe fix writes", Applicability::Safe), ("its unsafe fix writes", Applicability::Unsafe)]
    {
        let (settings, workspace) = settings(Some(rule), "all", &[], before);
        let texts = Fixer::new(RULES, &settings, before, &workspace)
            .fix(before, &workspace, FixRequest::all(sure))
            .texts;
        if !texts.is_empty() {
            let mut after = before.clone();
            after.0.extend(texts.into_iter().map(|(path, text)| (path.clone(), text.clone())));
            compare(what, after);
        }
    }
    for finding in found.diagnostics.iter().filter(|finding| finding.rule == rule.meta.name) {
        for after in pasted(finding, &found, before) {
            compare("its help says", after);
        }
    }
    added
}

/// Whether a text in backquotes is all that is to be written, without a placeholder.
fn is_whole(snippet: &&str) -> bool {
    let is_placeholder = |part: &str| snippet.contains(part);
    *snippet != "SHELL" && !["…", "NAME", "PORT", "source", "VERSION"].into_iter().any(is_placeholder)
}

/// The files with what a help holds in backquotes put where it belongs: in the place of the line that it rewrites, before
/// it, or at the end.
fn pasted(finding: &Diagnostic, found: &Checked, before: &MemoryFiles) -> Vec<MemoryFiles> {
    let span = finding.primary.span;
    let path = &found.sources.file(span.file).path;
    let (Some(help), Some(text)) = (&finding.help, before.0.get(path)) else { return Vec::new() };
    let lines: Vec<&str> = text.lines().collect();
    let at = text.bytes().take(span.start as usize).filter(|byte| *byte == b'\n').count();
    let line = lines.get(at).copied().unwrap_or_default();
    let indent = " ".repeat(line.len() - line.trim_start().len());
    let mut repositories = Vec::new();
    for snippet in help.split('`').skip(1).step_by(2).filter(is_whole) {
        let mut lines = lines.clone();
        let whole = format!("{indent}{snippet}");
        let (first, own) = (snippet.split(' ').next(), line.trim_start().split(' ').next());
        let is_one_line = !line.ends_with('\\');
        if first == own && snippet.contains(' ') && is_one_line {
            lines.splice(at..=at, [&*whole]);
        } else if first == Some("SHELL") {
            lines.insert(at, snippet);
        } else if first == Some("USER") && snippet.contains(' ') {
            lines.push(snippet);
        } else {
            continue;
        }
        let mut after = before.clone();
        after.0.insert(path.clone(), format!("{}\n", lines.join("\n")));
        repositories.push(after);
    }
    repositories
}

fn key(finding: &Diagnostic) -> (String, String) {
    (finding.rule.to_string(), finding.message.clone())
}

fn count(findings: &[Diagnostic]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_insert(0) += 1;
    }
    counts
}

fn settings(
    rule: Option<&Registered>,
    preset: &str,
    ignore: &[&str],
    files: &MemoryFiles,
) -> (Settings, Workspace) {
    let is_checked = |path: &str, text: &str| {
        FileKind::of(path).is_some_and(FileKind::is_linted)
            && !FileKind::is_something_else(path, || Some(text.as_bytes().to_vec()))
    };
    let checked = files.0.iter().filter(|(path, text)| is_checked(path, text));
    let paths: Vec<String> = checked.map(|(path, _)| path.clone()).collect();
    let mut workspace = Workspace::find(files, &paths);
    workspace.searched = vec![".".to_owned()];
    let select: Vec<String> =
        rule.iter().filter(|rule| !rule.meta.on.is_empty()).map(|rule| rule.meta.name.to_owned()).collect();
    let ignore: Vec<String> = ignore.iter().map(|name| (*name).to_owned()).collect();
    let preset = select.is_empty().then_some(preset);
    let choices = Choices { preset, select: &select, ignore: &ignore, ..Choices::default() };
    let overrides = Overrides::parse(choices, RULES).expect("the rules exist");
    (Settings { overrides, ..Settings::default() }, workspace)
}

fn run(preset: &str, ignore: &[&str], files: &MemoryFiles) -> Checked {
    let (settings, workspace) = settings(None, preset, ignore, files);
    Linter::new(RULES, &settings, files, &workspace).check(files, &workspace)
}
