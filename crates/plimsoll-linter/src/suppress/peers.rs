//! What the comments of other linters ask for, in each linter's own words.
//!
//! More is taken than the peers take (letter case, blanks, text behind a list): whoever writes it means it, and most of
//! them drop what they do not like without a word. What cannot be taken is said.

use plimsoll_diagnostics::{Text, nearest};

use super::request::{PeerName, Reach, Request, from, named, split_word};
use crate::config::{kics as short_id, trivy as trivy_id};

/// Reads a comment of a peer. `body` is what stands behind its `#`, from its first word on.
pub(super) fn read<'s>(body: Text<'s>) -> Option<Request<'s>> {
    let (word, rest) = split_word(body);
    match word.raw.to_ascii_lowercase().as_str() {
        "hadolint" => hadolint(word, rest),
        "tally" => tally(rest),
        "shellcheck" => shellcheck(rest),
        "dclint" => dclint(word, rest),
        "checkov" | "bridgecrew" | "cortex" => checkov(rest),
        "kics-scan" => kics(word, rest),
        "trivy" | "tfsec" => trivy(rest),
        _ => None,
    }
}

/// Whether a `#` in a shell script may start one of these, or one of ours. Decided on a few bytes.
pub(crate) fn may_start(text: &str) -> bool {
    let body = text.trim_start_matches(['#', ' ', '\t']);
    ["plimsoll", "hadolint", "tally", "shellcheck", "checkov:", "kics-scan", "trivy:"]
        .iter()
        .any(|word| body.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
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
    let digits = word.get(2..).unwrap_or_default();
    let prefix = word.get(..2).unwrap_or_default();
    (prefix.eq_ignore_ascii_case("DL") || prefix.eq_ignore_ascii_case("SC"))
        && !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `shell=…` tells which dialect ShellCheck reads: none for those of Windows, and in those that have more than POSIX
/// has, nothing is said about what POSIX lacks (SC2039, SC3000 and up).
fn shell<'s>(shell: Text<'s>) -> Option<Request<'s>> {
    let name = shell.raw.rsplit('/').next()?.to_ascii_lowercase();
    let codes = match name.as_str() {
        name if ["powershell", "pwsh", "cmd"].iter().any(|windows| name.contains(windows)) => &["*"][..],
        "bash" | "ksh" | "zsh" => &["2039", "3*"],
        _ => return None,
    };
    let names = codes.iter().map(|code| {
        let code = if *code == "*" { (*code).to_owned() } else { format!("SC{code}") };
        named("shellcheck", &code, shell.span)
    });
    Some(peer(Reach::RestOfStage, names.collect()))
}

/// `tally ignore=hadolint/DL3008,buildkit/StageNameCasing;reason=…`, with `global` before `ignore`.
fn tally<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let (first, behind) = split_word(rest.trim());
    let is_global = first.raw.eq_ignore_ascii_case("global");
    let (keyword, behind) = if is_global { split_word(behind.trim()) } else { (first, behind) };
    let value = from(behind.trim(), behind.trim().raw.strip_prefix('=').map(|_| 1)?).trim();
    if keyword.raw.eq_ignore_ascii_case("shell") {
        return shell(value.words().next()?);
    }
    let list = keyword.raw.eq_ignore_ascii_case("ignore").then_some(value)?.split(';').next()?;
    let names = words_of_list(list).flat_map(|name| match name.raw.split_once('/') {
        _ if name.raw == "all" => {
            ["tally", "hadolint", "buildkit", "shellcheck"].map(|peer| named(peer, "*", name.span)).to_vec()
        }
        Some((peer, code)) => vec![named(peer, code, name.span)],
        None => vec![PeerName { text: name.raw.to_owned(), span: name.span }],
    });
    let reach = if is_global { Reach::File } else { Reach::Node };
    Some(peer(reach, names.collect()))
}

/// `shellcheck disable=SC2086,SC2010-SC2020`, `disable=all`.
fn shellcheck<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let mut names = Vec::new();
    for option in rest.slice(0, rest.raw.find('#').unwrap_or(rest.raw.len())).words() {
        let Some((key, list)) = option.split_once('=') else { continue };
        if !key.raw.eq_ignore_ascii_case("disable") {
            continue;
        }
        for code in list.split(',').filter(|code| !code.raw.is_empty()) {
            let upper = code.raw.to_ascii_uppercase();
            let number = |code: &str| code.trim_start_matches("SC").parse::<u16>().ok();
            if upper == "ALL" {
                names.push(named("shellcheck", "*", code.span));
            } else if let Some((from, to)) = upper.split_once('-') {
                let (from, to) = (number(from)?, number(to)?);
                let range = (from..=to).take(4000);
                names.extend(range.map(|code_of| named("shellcheck", &format!("SC{code_of}"), code.span)));
            } else {
                names.push(named("shellcheck", &format!("SC{}", number(&upper)?), code.span));
            }
        }
    }
    (!names.is_empty()).then_some(peer(Reach::Script, names))
}

/// `dclint disable-file`, `disable`, `disable-line`, `disable-next-line`, with or without names of rules.
fn dclint<'s>(word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let (keyword, list) = split_word(rest.trim());
    let reach = match keyword.raw {
        "disable" | "disable-file" => Reach::File,
        "disable-line" => Reach::Line,
        "disable-next-line" => Reach::NextLine,
        _ => return None,
    };
    let names: Vec<_> = words_of_list(list).map(|name| named("dclint", name.raw, name.span)).collect();
    let names = if names.is_empty() { vec![named("dclint", "*", word.span)] } else { names };
    Some(peer(reach, names))
}

/// `checkov:skip=CKV_DOCKER_3:reason`, which holds for the whole file.
fn checkov<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let rest = from(rest, rest.raw.strip_prefix(':').map(|_| 1)?).trim();
    let (keyword, rest) = split_word(rest);
    let list = from(rest, rest.raw.strip_prefix('=').map(|_| 1)?).split(':').next()?;
    let names = words_of_list(list).take_while(|name| name.raw.starts_with("CKV"));
    let names: Vec<_> = names.map(|name| named("checkov", name.raw, name.span)).collect();
    (keyword.raw == "skip" && !names.is_empty()).then_some(peer(Reach::File, names))
}

/// `kics-scan ignore`, `ignore-line`, `ignore-block`, `disable=ID,…`.
fn kics<'s>(word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let (keyword, behind) = split_word(rest.trim());
    let reach = match keyword.raw {
        "ignore" => Reach::File,
        "ignore-line" => Reach::NextLine,
        "ignore-block" => Reach::Node,
        "disable" => {
            let list = from(behind, behind.raw.strip_prefix('=').map(|_| 1)?);
            // Queries are known here by the first part of their ids.
            let short = |id: Text<'_>| named("kics", &short_id(id.raw), id.span);
            return Some(peer(Reach::File, words_of_list(list).map(short).collect()));
        }
        _ => return None,
    };
    Some(peer(reach, vec![named("kics", "*", word.span)]))
}

/// `trivy:ignore:DS-0002`, also under the older names `DS002` and `AVD-DS-0002`, with more behind a colon.
fn trivy<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let mut names = Vec::new();
    // Several may stand on one line.
    for word in rest.words() {
        let Some(id) = word.raw.split("ignore:").nth(1) else { continue };
        let id = id.split([':', '[']).next().unwrap_or_default();
        names.push(named("trivy", &trivy_id(id), word.span));
    }
    (!names.is_empty()).then_some(peer(Reach::NodeOrFile, names))
}

fn peer<'s>(reach: Reach, names: Vec<PeerName>) -> Request<'s> {
    Request::Peer { reach, names, by_hadolint: false }
}

/// What stands between commas and blanks.
fn words_of_list(list: Text<'_>) -> impl Iterator<Item = Text<'_>> {
    list.split(',').flat_map(Text::words)
}
