//! hadolint: its comments and codes. Its configuration and its environment have a file each.

pub(super) mod config;
pub(super) mod environment;
pub(crate) mod severities;

use plimsoll_diagnostics::{Text, nearest};

use super::comment::shell;
use super::{Peer, is_number_behind};
use crate::suppress::{PeerName, Reach, Request, from, named, split_word};

pub(super) const PEER: Peer = Peer {
    name: "hadolint",
    configs: &[],
    comments: &["hadolint"],
    comment: hadolint,
    is_code: |code| is_number_behind("DL", code),
    code: str::to_ascii_uppercase,
};

/// Codes that hadolint had once: they stand in lists of rules to ignore, and mean nothing any more.
///
/// Source: hadolint's pull requests 592 and 677.
const RETIRED: [&str; 4] = ["DL3005", "DL3017", "DL3031", "DL3039"];

/// Whether hadolint had this code, and has it no more.
pub(crate) fn is_retired(code: &str) -> bool {
    RETIRED.iter().any(|retired| code.eq_ignore_ascii_case(retired))
}

/// `hadolint ignore=DL3007,SC2086`, with `global` or `stage` before `ignore`; `hadolint shell=bash`.
fn hadolint<'s>(word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let rest = from(rest, usize::from(rest.raw.starts_with(':'))).trim();
    let (first, behind) = split_word(rest);
    let (reach, scope, rest) = match first.raw.to_ascii_lowercase().as_str() {
        "global" => (Reach::File, " global", behind.trim()),
        "stage" => (Reach::Stage, " stage", behind.trim()),
        _ => (Reach::Node, "", rest),
    };
    let (keyword, behind) = split_word(rest);
    let behind = behind.trim();
    let value = behind.raw.starts_with(['=', ':']).then(|| from(behind, 1).trim());
    if keyword.raw.eq_ignore_ascii_case("shell") {
        return shell(value?.words().next()?);
    }
    let is_exact = keyword.raw.eq_ignore_ascii_case("ignore");
    let list = value.unwrap_or(behind);
    let starts_with_code = list.words().next().is_some_and(|first| is_code(first.raw.trim_end_matches(',')));
    if is_exact && (value.is_some() || starts_with_code) {
        let names = codes(list);
        return Some(if names.is_empty() {
            let help = format!("write `# hadolint{scope} ignore=DL3008`");
            Request::Unclear { span: word.span.to(list.span), message: "no rule name here".into(), help }
        } else {
            Request::Peer { reach, names, by_hadolint: true }
        });
    }
    // `ignroe=`, `ignored=`, `disable=`: what they want is plain, and hadolint does nothing.
    let is_meant = nearest(keyword.raw, ["ignore", "ignored", "ignores"]).is_some()
        || matches!(keyword.raw, "disable" | "skip" | "ignored");
    (value.is_some() && is_meant && starts_with_code).then(|| {
        let codes: Vec<_> = codes(list).into_iter().map(|name| name.text).collect();
        Request::Unclear {
            span: word.span.to(list.span),
            message: "this comment is meant for hadolint, but suppresses nothing".to_owned(),
            help: format!("write `# hadolint{scope} ignore={}`", codes.join(",")),
        }
    })
}

/// The codes of a list, up to the first word that is none; `#` starts a reason.
fn codes(list: Text<'_>) -> Vec<PeerName> {
    let list = list.slice(0, list.raw.find('#').unwrap_or(list.raw.len()));
    let mut names = Vec::new();
    for part in list.split(',') {
        let mut words = part.words();
        let Some(first) = words.next() else { continue };
        let name = |word: Text<'_>| match word.raw {
            "*" | "all" => vec![named("hadolint", "*", word.span), named("shellcheck", "*", word.span)],
            code => vec![PeerName { text: code.to_ascii_uppercase(), span: word.span }],
        };
        let more: Vec<_> = words.collect();
        // `DL3007, because it is pinned elsewhere`
        if !more.is_empty() && !is_code(first.raw) {
            break;
        }
        names.extend(name(first));
        let further = more.iter().take_while(|word| is_code(word.raw)).count();
        names.extend(more.iter().take(further).flat_map(|word| name(*word)));
        if further < more.len() {
            break;
        }
    }
    names
}

fn is_code(word: &str) -> bool {
    is_number_behind("DL", word) || is_number_behind("SC", word)
}
