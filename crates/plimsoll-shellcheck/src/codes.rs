//! The codes that can be reported, with what is known of each.

use crate::own::FACTS;
use crate::words;
use shuck_linter::{Rule, ShellCheckCodeMap, ShellCheckLevel, rule_metadata};

/// How bad ShellCheck holds what a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It reads worse than it could.
    Style,
    /// It may surprise.
    Info,
    /// It is probably a mistake.
    Warning,
    /// It is a mistake.
    Error,
}

/// What is known of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// `2086`, which is written `SC2086`.
    pub code: u32,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Codes that the shell linter names, and that never come: about scripts that cannot be read, and one that is another's.
const ABSENT: [u32; 13] = [1011, 1036, 1042, 1058, 1064, 1070, 1088, 1140, 1141, 2096, 2301, 2309, 3051];

/// Every code that can be reported, in order.
pub fn facts() -> Vec<Fact> {
    let mut facts: Vec<Fact> = theirs().filter_map(|(code, rule)| fact(code, rule)).collect();
    facts.extend(FACTS.iter().map(|own| Fact {
        code: own.code,
        severity: own.severity,
        message: own.message.to_owned(),
        help: format!("{}: {}", own.label, own.help),
    }));
    facts.sort_unstable_by_key(|fact| fact.code);
    facts
}

/// The codes of the shell linter that are not found in our own tree.
pub(crate) fn theirs() -> impl Iterator<Item = (u32, Rule)> {
    let is_own = |code: u32| FACTS.iter().any(|own| own.code == code);
    let all: Vec<(u32, Rule)> = ShellCheckCodeMap::default().mappings().collect();
    all.into_iter().filter(move |(code, _)| !is_own(*code) && !ABSENT.contains(code))
}

fn fact(code: u32, rule: Rule) -> Option<Fact> {
    let shellcheck_level = rule_metadata(rule)?.shellcheck_level;
    let words = words::of(code)?;
    let severity = match shellcheck_level? {
        ShellCheckLevel::Style => Severity::Style,
        ShellCheckLevel::Info => Severity::Info,
        ShellCheckLevel::Warning => Severity::Warning,
        ShellCheckLevel::Error => Severity::Error,
    };
    Some(Fact { code, severity, message: words.title(), help: format!("{}: {}", words.label, words.help) })
}
