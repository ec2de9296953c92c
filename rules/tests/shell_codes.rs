//! The pages about scripts, beside what the shell linter can say: no code without a page, and none promised that never
//! comes.
#![cfg(feature = "shellcheck")]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use plimsoll_linter::prelude::{Level, Node, RuleMeta};
use plimsoll_linter::{Choices, Linter, MemoryFiles, Overrides, Settings, Workspace};
use plimsoll_rules::RULES;
use plimsoll_shellcheck::{Severity, facts};

/// Codes about other files that a script reads, of which none is given.
const ABOUT_OTHER_FILES: [u32; 2] = [1090, 1091];

/// Codes that a rule of ours finds by itself, beside what the shell linter reports for its page.
const FOUND_BY_RULES: [u32; 6] = [1108, 2077, 2158, 2159, 2160, 2161];

/// The pages that take what has no page of its own, by how bad `ShellCheck` holds it.
const CATCH_ALL: [(&str, Level); 3] =
    [("shell-error", Level::Error), ("shell-warning", Level::Warning), ("shell-note", Level::Note)];

fn pages() -> impl Iterator<Item = &'static RuleMeta> {
    RULES.iter().map(|rule| &rule.meta).filter(|meta| meta.on.contains(&Node::Shellcheck))
}

fn codes(meta: &RuleMeta) -> Vec<u32> {
    let codes = meta.aliases.iter().filter_map(|alias| alias.strip_prefix("shellcheck:SC"));
    codes.map(|code| code.parse().unwrap()).collect()
}

#[test]
fn every_code_has_a_page() {
    let known = facts().into_iter().map(|fact| fact.code);
    let known: BTreeSet<u32> = known.filter(|code| !ABOUT_OTHER_FILES.contains(code)).collect();
    let paged: BTreeSet<u32> =
        pages().flat_map(codes).filter(|code| !FOUND_BY_RULES.contains(code)).collect();
    assert_eq!(known.difference(&paged).collect::<Vec<_>>(), Vec::<&u32>::new(), "without a page");
    assert_eq!(paged.difference(&known).collect::<Vec<_>>(), Vec::<&u32>::new(), "never reported");
}

#[test]
fn what_has_no_page_of_its_own_is_as_bad_as_it_is_to_shellcheck() {
    for fact in facts() {
        let level = match fact.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info | Severity::Style => Level::Note,
        };
        for (page, has) in CATCH_ALL {
            let meta = pages().find(|meta| meta.name == page).unwrap();
            assert_eq!(meta.level, has);
            let is_right = has == level || !codes(meta).contains(&fact.code);
            assert!(is_right, "SC{} is {level:?} and stands on {page}", fact.code);
        }
    }
}

/// Codes of the shell linter that no snippet makes `ShellCheck` 0.11 report.
const WITHOUT_SNIPPET: [u32; 20] = [
    1004, 1112, 1143, 2103, 2127, 2148, 2305, 2329, 2336, 2339, 2370, 2387, 2389, 2390, 2391, 2396, 2399,
    3073, 3079, 3083,
];

/// Each snippet: its code, its shell, whether the code is said not to come here, and the text.
fn snippets() -> Vec<(u32, &'static str, bool, &'static str)> {
    let text = include_str!("../../testdata/shellcheck/snippets.txt");
    let read = |snippet: &'static str| {
        let (head, text) = snippet.split_once('\n')?;
        let (head, why) = head.split_once(": ").map_or((head, None), |(head, why)| (head, Some(why)));
        let mut head = head.split(' ');
        let code = head.next()?.strip_prefix("SC")?.parse().ok()?;
        Some((code, head.nth(1)?, why.is_some(), text.trim_end_matches('\n')))
    };
    text.split("\n=== ").skip(1).map(|snippet| read(snippet).unwrap()).collect()
}

#[test]
fn every_claimed_code_comes() {
    let mut files = MemoryFiles::default();
    for (code, shell, _, text) in snippets() {
        let shell = if shell == "bash" { "SHELL [\"/bin/bash\", \"-c\"]\n" } else { "" };
        files.0.insert(
            format!("{code}/Dockerfile"),
            format!("FROM debian:12\n{shell}RUN <<'END'\n{text}\nEND\n"),
        );
    }
    let paths: Vec<String> = snippets().iter().map(|(code, ..)| format!("{code}/Dockerfile")).collect();
    let choices = Choices { preset: Some("all"), ..Choices::default() };
    let settings = Settings { overrides: Overrides::parse(choices, RULES).unwrap(), ..Settings::default() };
    let workspace = Workspace::find(&files, &paths);
    let checked = Linter::new(RULES, &settings, &files, &workspace).check(&files, &workspace);
    let mut wrong = Vec::new();
    for (code, _, is_absent, text) in snippets() {
        let alias = format!("shellcheck:SC{code}");
        let is_here = checked.diagnostics.iter().any(|finding| {
            let path = &checked.sources.file(finding.primary.span.file).path;
            *path == format!("{code}/Dockerfile") && finding.aliases.iter().flatten().any(|it| **it == *alias)
        });
        if is_here == is_absent {
            wrong.push(format!("SC{code} {}: {text}", if is_here { "comes" } else { "is missing" }));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_claimed_code_has_a_snippet() {
    let with_snippet: BTreeSet<u32> = snippets().into_iter().map(|(code, ..)| code).collect();
    let claimed: BTreeSet<u32> = RULES.iter().flat_map(|rule| codes(&rule.meta)).collect();
    let without: Vec<&u32> =
        claimed.difference(&with_snippet).filter(|code| !WITHOUT_SNIPPET.contains(code)).collect();
    assert!(without.is_empty(), "claimed, and never seen: {without:?}");
}
