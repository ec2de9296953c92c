//! What is said about comments that silence nothing: the finding `unused-suppression`.

use plimsoll_diagnostics::{Diagnostic, FileId, Fix, Span, Text, nearest};

use super::request::PeerName;
use super::{Comment, Name, Suppressions};
use crate::config::{Names, did_you_mean};
use crate::limits::FINDINGS_OF_A_RULE;
use crate::peers::is_retired;

/// The page that speaks of them.
pub(crate) const RULE: &str = "unused-suppression";

impl Suppressions {
    /// The comments that silenced nothing, and those that could not be understood.
    ///
    /// `ran` tells whether a rule is on in a file: of one that is not, nothing can be said.
    pub(crate) fn unused(self, ran: &dyn Fn(&str, FileId) -> bool) -> Vec<Diagnostic> {
        let mut found = self.unclear;
        for comment in &self.comments {
            for name in &comment.names {
                // No more are shown in one file, and to look for what was meant costs something.
                let names = self.names.as_ref().filter(|_| found.len() <= FINDINGS_OF_A_RULE);
                found.extend(cannot_be(name, |unknown| names.and_then(|names| names.nearest(unknown))));
            }
            found.extend(idle(comment, ran));
        }
        found
    }
}

/// A name that means no rule, or one that cannot be suppressed.
fn cannot_be(name: &Name, nearest: impl FnOnce(&str) -> Option<&'static str>) -> Option<Diagnostic> {
    if name.rules.is_empty() {
        let mut finding = Diagnostic::new(RULE, name.span, format!("unknown rule `{}`", name.text));
        let near = nearest(&name.text);
        if name.text.contains(char::is_whitespace) {
            finding.help("separate rules with commas");
            return Some(finding);
        }
        finding.help(did_you_mean(near, || "run `plimsoll rules` to list all rules".to_owned()));
        if let Some(near) = near {
            // It may silence something then.
            finding.fix(Fix::risky(format!("write `{near}`")).replace(name.span, near));
        }
        return Some(finding);
    }
    name.rules.iter().all(|rule| rule.on.is_empty()).then(|| {
        let mut finding = Diagnostic::new(RULE, name.span, format!("`{}` cannot be suppressed", name.text));
        finding
            .here("the linter itself reports this problem")
            .help("fix the problem: only findings from rules can be suppressed");
        finding
    })
}

/// A comment of which all or some names silenced nothing.
fn idle(comment: &Comment, ran: &dyn Fn(&str, FileId) -> bool) -> Option<Diagnostic> {
    if !comment.covers {
        let mut finding = Diagnostic::new(RULE, comment.span, "this comment suppresses nothing");
        finding.here("there is nothing here that it can apply to");
        finding.help("move the comment above the line that it applies to");
        finding.fix(removal(comment));
        return Some(finding);
    }
    let file = comment.span.file;
    let is_idle = |name: &&Name| {
        // Of a rule that is off nothing is known, so a name that stands for several is of no use only if all are on.
        let mut rules = name.rules.iter().filter(|rule| !rule.on.is_empty()).peekable();
        !name.is_used && rules.peek().is_some() && rules.all(|rule| ran(rule.name, file))
    };
    let (idle, kept): (Vec<&Name>, Vec<&Name>) = comment.names.iter().partition(is_idle);
    let (first, more) = idle.split_first()?;
    if kept.is_empty() {
        let mut finding = Diagnostic::new(RULE, comment.span, "this comment suppresses nothing");
        finding.help("remove the comment").fix(removal(comment));
        return Some(finding);
    }
    let list: Vec<_> = kept.iter().map(|name| &*name.text).collect();
    let verb = if more.is_empty() { "suppresses" } else { "suppress" };
    let names: Vec<_> = idle.iter().map(|name| format!("`{}`", name.text)).collect();
    let names = match &*names {
        [others @ .., end] if !others.is_empty() => format!("{} and {end}", others.join(", ")),
        _ => names.concat(),
    };
    let mut finding = Diagnostic::new(RULE, first.span, format!("{names} {verb} nothing here"));
    for name in more {
        finding.label(name.span, "this name has no effect either");
    }
    let removed = if more.is_empty() { "remove the name" } else { "remove the names" };
    finding.help(removed).fix(Fix::safe(removed).replace(comment.list, list.join(", ")));
    Some(finding)
}

fn removal(comment: &Comment) -> Fix {
    let title = "remove the comment";
    let fix = if comment.hides_directive { Fix::risky(title) } else { Fix::safe(title) };
    fix.delete(comment.whole)
}

/// A comment that wants to be one of ours and is not: what to write instead.
pub(super) fn misses(
    names: &Names,
    span: Span,
    message: String,
    keyword: &str,
    list: Text<'_>,
) -> Diagnostic {
    let known = |name: &Text<'_>| !names.find(name.raw).is_empty();
    let words = list.raw.split([',', ' ', '\t']).map(|word| Text::new(word, span.file, 0));
    let meant: Vec<_> = words.take_while(|word| word.raw.is_empty() || known(word)).collect();
    let meant: Vec<_> = meant.iter().map(|word| word.raw).filter(|word| !word.is_empty()).collect();
    let rules = if meant.is_empty() { "rule".to_owned() } else { meant.join(", ") };
    let mut finding = Diagnostic::new(RULE, span, message);
    finding.help(format!("write `# plimsoll: {keyword}[{rules}] reason`"));
    finding
}

/// Rules that hadolint had, and dropped: <https://github.com/hadolint/hadolint/pull/677>.
const FORMER: [&str; 4] = ["DL3005", "DL3017", "DL3031", "DL3039"];

/// A name in a peer's comment that nothing here answers to, when it is a slip for certain: hadolint's codes are all
/// known, and of the names that are words the nearest is told. Of any other, the peer may know more than is known here.
pub(super) fn no_code(name: &PeerName, names: &Names) -> Option<Diagnostic> {
    if is_retired(&name.text) {
        return None;
    }
    let peer = name.text.split_once(':');
    let is_shellchecks = name.text.strip_prefix("SC").is_some_and(|digits| digits.parse::<u16>().is_ok());
    let (shown, near) = match peer {
        None if is_shellchecks || name.text.contains('-') => return None,
        // Of a rule that there was, the comment is a rest that harms nobody.
        None if FORMER.contains(&&*name.text) => return None,
        None => (&*name.text, None),
        Some((peer @ ("buildkit" | "dclint" | "tally"), code)) => {
            let known = names.of_peer(peer).filter_map(|named| named.key.split_once(':'));
            (code, Some(nearest(code, known.map(|(_, code)| code))?))
        }
        Some(_) => return None,
    };
    let mut finding = Diagnostic::new(RULE, name.span, format!("unknown rule `{shown}`"));
    finding
        .help(did_you_mean(near, || "use a hadolint code: `DL` or `SC` followed by four digits".to_owned()));
    Some(finding)
}
