//! The codes that can be reported, with what is known of each.

use crate::own::FACTS;
use shuck_linter::{Rule, RuleMetadata, ShellCheckCodeMap, ShellCheckLevel, rule_metadata};

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
    /// What is wrong, in a sentence.
    pub description: &'static str,
    /// Why, and what to do.
    pub rationale: &'static str,
}

/// Codes that the shell linter names, and that never come: about scripts that cannot be read, and one that is another's.
const ABSENT: [u32; 13] = [1011, 1036, 1042, 1058, 1064, 1070, 1088, 1140, 1141, 2096, 2301, 2309, 3051];

/// Every code that can be reported, in order.
pub fn facts() -> Vec<Fact> {
    let map = ShellCheckCodeMap::default();
    let is_own = |code: u32| FACTS.iter().any(|own| own.code == code);
    let theirs = map.mappings().filter(|(code, _)| !is_own(*code) && !ABSENT.contains(code));
    let mut facts: Vec<Fact> = theirs.filter_map(|(code, rule)| fact(code, rule)).collect();
    facts.extend(FACTS.iter().map(|own| Fact {
        code: own.code,
        severity: own.severity,
        description: own.message,
        rationale: own.help,
    }));
    facts.sort_unstable_by_key(|fact| fact.code);
    facts
}

fn fact(code: u32, rule: Rule) -> Option<Fact> {
    let &RuleMetadata { shellcheck_level, description, rationale, .. } = rule_metadata(rule)?;
    let severity = match shellcheck_level? {
        ShellCheckLevel::Style => Severity::Style,
        ShellCheckLevel::Info => Severity::Info,
        ShellCheckLevel::Warning => Severity::Warning,
        ShellCheckLevel::Error => Severity::Error,
    };
    Some(Fact { code, severity, description, rationale })
}
