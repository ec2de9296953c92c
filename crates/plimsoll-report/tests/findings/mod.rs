//! Reads `findings.toml`: findings as a person writes them, with places like `Dockerfile:3:13-20`.

use std::fs;
use std::path::Path;

use plimsoll_diagnostics::{Category, Diagnostic, Fix, Level, SourceFile, Sources, Span};
use plimsoll_packed::PackedText;
use plimsoll_report::{Report, RuleInfo, Stricter, Summary};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    finding: Vec<Finding>,
    stricter: Option<(String, usize)>,
    #[serde(default)]
    files: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Finding {
    rule: String,
    level: String,
    category: String,
    message: String,
    at: String,
    #[serde(default)]
    here: String,
    help: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    labels: Vec<(String, String)>,
    #[serde(default)]
    fixes: Vec<FixText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixText {
    title: String,
    sure: String,
    /// A place, and what comes there.
    edits: Vec<(String, String)>,
}

/// The report of a case.
pub(crate) fn read(case: &Path) -> Report {
    let sources = Sources::new();
    let text = fs::read_to_string(case.join("findings.toml")).expect("a case has findings.toml");
    let found: Case = toml::from_str(&text).expect("findings.toml can be read");
    for path in &found.files {
        open(case, path, &sources);
    }
    let diagnostics: Vec<Diagnostic> =
        found.finding.into_iter().map(|finding| diagnostic(finding, case, &sources)).collect();
    let mut summary = Summary::of(&diagnostics, sources.ids().count());
    summary.stricter = found.stricter.map(|(preset, findings)| Stricter { preset, findings });
    let files = sources.ids().map(|id| sources.file(id).path.clone()).collect();
    let rules = diagnostics.iter().map(rule).collect();
    Report { sources, diagnostics, files, rules, summary, ..Report::default() }
}

/// A rule with a page, as the finding would have it.
fn rule(finding: &Diagnostic) -> RuleInfo {
    let name: &str = String::leak(finding.rule.to_string());
    let page = format!("# {name}\n\nWhy `{name}` is\na rule.\n\n## Reported\n\n```dockerfile\nFROM a\n```\n");
    RuleInfo {
        name,
        summary: String::leak(format!("what {name} is about")),
        category: finding.category,
        level: finding.level,
        page: PackedText::plain(String::leak(page)),
        url: format!("https://example.org/rules/{name}"),
    }
}

fn diagnostic(finding: Finding, case: &Path, sources: &Sources) -> Diagnostic {
    let place = |at: &str| span(at, case, sources);
    let mut diagnostic = Diagnostic::new(finding.rule, place(&finding.at), finding.message);
    diagnostic.level = Level::from_name(&finding.level).expect("a level");
    diagnostic.category = Category::from_name(&finding.category).expect("a category");
    diagnostic.aliases = Some(finding.aliases.into_iter().map(Into::into).collect());
    diagnostic.here(finding.here);
    for (at, text) in finding.labels {
        diagnostic.label(place(&at), text);
    }
    if let Some(help) = finding.help {
        diagnostic.help(help);
    }
    for FixText { title, sure, edits } in finding.fixes {
        let fix = match sure.as_str() {
            "safe" => Fix::safe(title),
            "unsafe" => Fix::risky(title),
            "manual" => Fix::manual(title),
            other => panic!("no fix is {other}"),
        };
        diagnostic.fix(edits.into_iter().fold(fix, |fix, (at, text)| fix.replace(place(&at), text)));
    }
    diagnostic
}

/// `file:line:column`, `file:line:from-to` or `file:line:column-line:column`; the end is not part of the place.
fn span(at: &str, case: &Path, sources: &Sources) -> Span {
    let mut parts = at.splitn(3, ':');
    let (file, line, columns) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let file = sources.find(file).unwrap_or_else(|| open(case, file, sources));
    let (start, end) = columns.split_once('-').unwrap_or((columns, columns));
    let (end_line, end) = end.split_once(':').unwrap_or((line, end));
    let text = &sources.file(file).text;
    Span::new(file, offset(text, line, start), offset(text, end_line, end))
}

fn open(case: &Path, path: &str, sources: &Sources) -> plimsoll_diagnostics::FileId {
    let text = fs::read_to_string(case.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    sources.add(SourceFile::new(path, text))
}

fn offset(text: &str, line: &str, column: &str) -> usize {
    let (line, column): (usize, usize) = (line.parse().unwrap(), column.parse().unwrap());
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mark = if line == 1 && text.starts_with('\u{feff}') { 3 } else { 0 };
    let rest = &text[start + mark..];
    start + mark + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}
