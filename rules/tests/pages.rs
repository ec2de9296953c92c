//! Every example of every page: what is reported looks as the page shows it, what is accepted is silent, and fixes
//! give the text that the page promises. `UPDATE=1` rewrites what is shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

#[path = "contradictions/mod.rs"]
mod contradictions;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_diagnostics::{Applicability, Category};
use plimsoll_linter::pages::{Block, Example, Expectation, examples, rewrite};
use plimsoll_linter::{
    Checked, Choices, FixRequest, Fixer, Linter, MemoryFiles, Overrides, Registered, Settings, Workspace,
};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_report::{TextOptions, write_findings};
use plimsoll_rules::RULES;

fn main() {
    let args = Arguments::from_args();
    let page = |rule: &'static Registered| Trial::test(rule.meta.name, move || check_page(rule));
    let advice = |rule: &'static Registered| {
        Trial::test(format!("{}: advice", rule.meta.name), move || {
            let page = std::fs::read_to_string(page_path(rule))?;
            Ok(contradictions::check(rule, &page, &examples(&page)?)?)
        })
    };
    let trials = RULES.iter().map(page).chain(RULES.iter().map(advice)).collect();
    libtest_mimic::run(&args, trials).exit();
}

fn check_page(rule: &'static Registered) -> Result<(), Failed> {
    let path = page_path(rule);
    let page = std::fs::read_to_string(&path)?;
    let mut shown = BTreeMap::new();
    let mut problems = Vec::new();
    let found = examples(&page)?;
    // No page can show a file that cannot be read, nor a mistake that is not known, nor what is too long.
    let is_showable =
        !["unreadable-file", "unsupported-file", "internal-error", "long-script"].contains(&rule.meta.name);
    if is_showable && !found.iter().any(|example| matches!(example.expectation, Expectation::Reported(_))) {
        return Err("the page shows nothing that is reported".into());
    }
    if rule.meta.fixable_unsafely && found.iter().all(|example| example.fixed_unsafely.is_empty()) {
        problems.push("no section ``## Fixed with `--unsafe-fixes` `` shows what its fix gives".to_owned());
    }
    if !page.lines().any(|line| line == "## How to fix" || line.starts_with("## Fixed")) {
        problems.push("no section `## How to fix` or `## Fixed` says what to do".to_owned());
    }
    for example in found {
        let line = example.line();
        if let Err(why) = check_example(rule, &example, &mut shown) {
            problems.push(format!("{}:{line}: {why}", path.display()));
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, rewrite(&page, &shown))?;
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// The name in braces and backquotes that a finding says: `{path}`.
fn unfilled(checked: &Checked) -> Option<String> {
    let texts = checked.diagnostics.iter().flat_map(|finding| {
        let labels = finding.related.iter().chain([&finding.primary]).map(|label| label.text.to_string());
        labels.chain([finding.message.clone()]).collect::<Vec<_>>()
    });
    texts.flat_map(|text| text.split('`').map(str::to_owned).collect::<Vec<_>>()).find_map(|part| {
        let name = part.strip_prefix('{')?.strip_suffix('}')?.to_owned();
        (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
            .then_some(name)
    })
}

/// Notes in `shown` what the page should show, by place, when `UPDATE` is set; else compares.
fn check_example(
    rule: &'static Registered,
    example: &Example,
    shown: &mut BTreeMap<usize, (std::ops::Range<usize>, String)>,
) -> Result<(), String> {
    let files = example.repository();
    let checked = run(rule, &files, example);
    let said = render(&checked);
    if let Some(name) = unfilled(&checked) {
        return Err(format!("`{{{name}}}` is said where a value should stand: `format!` is missing"));
    }
    let update = std::env::var_os("UPDATE").is_some();
    match &example.expectation {
        Expectation::Accepted | Expectation::Repaired if said.is_empty() => {}
        Expectation::Accepted => return Err(format!("should be accepted, but:\n{said}")),
        Expectation::Repaired => return Err(format!("should be fixed, but:\n{said}")),
        Expectation::Reported(_) if said.is_empty() => {
            return Err("should be reported, but nothing is".to_owned());
        }
        Expectation::Reported(block) if update => {
            shown.insert(block.place.start, (block.place.clone(), said));
        }
        Expectation::Reported(block) if block.text == said => {}
        Expectation::Reported(block) => {
            return Err(format!("the page shows\n{}\nbut the linter says\n{said}", block.text));
        }
    }
    let safe = fix(rule, example, Applicability::Safe, &example.fixed, shown)?;
    fix(rule, example, Applicability::Unsafe, &example.fixed_unsafely, shown)?;
    if safe.is_empty() { Ok(()) } else { Err(format!("is still reported after its fix:\n{safe}")) }
}

/// Compares what fixes give with what the page promises; says what is still reported then.
fn fix(
    rule: &'static Registered,
    example: &Example,
    sure: Applicability,
    promised: &[Block],
    shown: &mut BTreeMap<usize, (std::ops::Range<usize>, String)>,
) -> Result<String, String> {
    if promised.is_empty() {
        return Ok(String::new());
    }
    let files = example.repository();
    let (settings, workspace) = settings(rule, &files, example);
    let fixer = Fixer::new(RULES, &settings, &files, &workspace);
    let outcome = fixer.fix(&files, &workspace, FixRequest::all(sure));
    for block in promised {
        let text =
            outcome.texts.get(&block.path).ok_or_else(|| format!("no fix changes `{}`", block.path))?;
        if std::env::var_os("UPDATE").is_some() {
            shown.insert(block.place.start, (block.place.clone(), text.clone()));
        } else if *text != block.text {
            return Err(format!("the page promises\n{}\nbut the fix gives\n{text}", block.text));
        }
    }
    Ok(render(&only(rule, outcome.left)))
}

fn settings(rule: &'static Registered, files: &MemoryFiles, example: &Example) -> (Settings, Workspace) {
    let mut paths = example.paths();
    paths.sort();
    // An example is a whole repository.
    let mut workspace = Workspace::find(files, &paths);
    workspace.searched = vec![".".to_owned()];
    let mut settings =
        Settings { requirements: REQUIREMENTS, rego: Some(plimsoll_rego::load), ..Settings::default() };
    // What the linter itself reports needs other rules to be on.
    if !rule.meta.on.is_empty() {
        let select = [rule.meta.name.to_owned()];
        settings.overrides = Overrides::parse(Choices { select: &select, ..Choices::default() }, RULES)
            .expect("the rule exists");
    }
    (settings, workspace)
}

fn run(rule: &'static Registered, files: &MemoryFiles, example: &Example) -> Checked {
    let (settings, workspace) = settings(rule, files, example);
    let checked = Linter::new(RULES, &settings, files, &workspace).check(files, &workspace);
    for finding in &checked.diagnostics {
        let unreadable = matches!(finding.category, Category::Syntax | Category::Validity);
        assert!(
            finding.rule == rule.meta.name || !unreadable || rule.make.is_none(),
            "an example must be readable: {}",
            finding.message
        );
    }
    only(rule, checked)
}

fn only(rule: &Registered, mut checked: Checked) -> Checked {
    checked.diagnostics.retain(|finding| finding.rule == rule.meta.name);
    checked
}

fn render(checked: &Checked) -> String {
    let mut out = Vec::new();
    write_findings(&checked.sources, &checked.diagnostics, TextOptions::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// The page beside the rule: `rules/*/apt_get_yes.md`.
fn page_path(rule: &Registered) -> PathBuf {
    let name = format!("{}.md", rule.meta.name.replace('-', "_"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = fs::read_dir(root).expect("the rules are there").flatten();
    folders.map(|folder| folder.path().join(&name)).find(|path| path.exists()).expect("a rule has a page")
}
