//! The pages about scripts, beside what the shell linter can say: no code without a page, and none promised that never
//! comes.
#![cfg(feature = "shellcheck")]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use plimsoll_linter::prelude::{Level, Node, RuleMeta};
use plimsoll_rules::RULES;
use plimsoll_shellcheck::{Severity, facts};

/// Codes about other files that a script reads, of which none is given.
const ABOUT_OTHER_FILES: [u32; 2] = [1090, 1091];

/// Codes that a rule of ours finds by itself, beside what the shell linter reports for its page.
const FOUND_BY_RULES: [u32; 1] = [2077];

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
