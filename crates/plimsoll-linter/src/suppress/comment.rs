//! What a comment asks for, in our own form.

use plimsoll_diagnostics::{Span, Text, nearest};

use super::request::{Reach, Request, from, split_word};
use crate::peers::{may_be_comment, read_comment};

const KEYWORDS: [(&str, Reach); 2] = [("ignore", Reach::Node), ("ignore-file", Reach::File)];

/// Reads a comment, from its `#` to the end of its line.
pub(super) fn read(comment: Text<'_>) -> Option<Request<'_>> {
    let body = from(comment, comment.raw.len() - comment.raw.trim_start_matches('#').len()).trim();
    let (word, rest) = split_word(body);
    // Nearly every comment ends here: it is about something else.
    match word.raw.as_bytes().first()?.to_ascii_lowercase() {
        b'p' => ours(comment, word, rest),
        _ => read_comment(body),
    }
}

/// Whether a `#` in a shell script may start a comment that asks for something. Decided on a few bytes.
pub(crate) fn may_start(text: &str) -> bool {
    let body = text.trim_start_matches(['#', ' ', '\t']);
    let is_ours = body.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("plimsoll"));
    is_ours || may_be_comment(body)
}

fn ours<'s>(comment: Text<'s>, word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let exact = word.raw == "plimsoll";
    if !exact && nearest(word.raw, ["plimsoll"]).is_none() {
        return None;
    }
    let rest = rest.trim();
    let colon = rest.raw.starts_with(':');
    let (written, rest) = split_word(from(rest, usize::from(colon)).trim());
    let known = KEYWORDS.into_iter().find(|(keyword, _)| keyword.eq_ignore_ascii_case(written.raw));
    let meant = nearest(written.raw, KEYWORDS.map(|(keyword, _)| keyword));
    let meant = KEYWORDS.into_iter().find(|(keyword, _)| Some(*keyword) == meant);
    let rest = rest.trim();
    let inside = rest.raw.strip_prefix('[').map(|_| from(rest, 1));
    // Prose may begin with the name, too: a colon, or the keyword and its bracket, tell that it is none.
    if !(exact && colon) && !(known.is_some() && (exact || colon || inside.is_some())) {
        return None;
    }
    let list = inside.unwrap_or(rest);
    let list = list.slice(0, list.raw.find(']').unwrap_or(list.raw.len()));
    let keyword = known.or(meant).map_or("ignore", |(keyword, _)| keyword);
    let unclear = |span: Span, message: String| Some(Request::Misses { span, message, keyword, list });
    let Some((_, reach)) = known.filter(|(keyword, _)| exact && colon && *keyword == written.raw) else {
        return unclear(
            comment.span,
            "this comment is meant for Plimsoll, but suppresses nothing".to_owned(),
        );
    };
    if inside.is_none() {
        return unclear(comment.span, format!("`{keyword}` must be followed by rule names in brackets"));
    }
    if !rest.raw.contains(']') {
        return unclear(comment.span, "the list of rules is not closed".to_owned());
    }
    let names: Vec<_> = list.split(',').map(Text::trim).filter(|name| !name.raw.is_empty()).collect();
    if names.is_empty() {
        return unclear(comment.span, format!("`{keyword}` does not list a rule"));
    }
    Some(Request::Ignore { reach, names, list })
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    fn shown(comment: &str) -> Option<String> {
        Some(match read(Text::new(comment, FileId::FIRST, 0))? {
            Request::Ignore { reach, names, .. } => {
                format!("{reach:?} {}", names.iter().map(|name| name.raw).collect::<Vec<_>>().join(" "))
            }
            Request::Peer { reach, names, .. } => {
                let names: Vec<_> = names.into_iter().map(|name| name.text).collect();
                format!("{reach:?} {}", names.join(" "))
            }
            Request::Unclear { message, help, .. } => format!("{message} | {help}"),
            Request::Misses { message, keyword, list, .. } => format!("{message} | {keyword}[{}]", list.raw),
        })
    }

    #[test]
    fn comments_that_ask_for_something() {
        for (comment, asks) in [
            ("# plimsoll: ignore[latest-tag] because", "Node latest-tag"),
            ("#plimsoll:ignore [ a , b, ]", "Node a b"),
            ("# plimsoll: ignore-file[DL3007]", "File DL3007"),
            ("# hadolint ignore=DL3007,SC2086", "Node DL3007 SC2086"),
            ("# hadolint ignore = dl3007 , DL3008 # why, DL3009", "Node DL3007 DL3008"),
            ("# hadolint global ignore=DL3007", "File DL3007"),
            ("# hadolint stage ignore=DL3007", "Stage DL3007"),
            ("# Hadolint: ignore: dl3007 for a while, DL3008", "Node DL3007"),
            ("# hadolint ignore DL3007 DL3008", "Node DL3007 DL3008"),
            ("# hadolint ignore=DL3007,latest,DL3008", "Node DL3007 LATEST DL3008"),
            ("# hadolint ignore=*", "Node hadolint:* shellcheck:*"),
            ("# hadolint shell=powershell", "RestOfStage shellcheck:*"),
            ("# hadolint shell = /bin/bash # why", "RestOfStage shellcheck:SC2039 shellcheck:SC3*"),
            (
                "# tally ignore=hadolint/DL3008,no-unreachable-stages;reason=x y",
                "Node hadolint:DL3008 no-unreachable-stages",
            ),
            ("# tally global ignore=buildkit/StageNameCasing", "File buildkit:StageNameCasing"),
            ("# shellcheck disable=SC2086,2046 # why", "Script shellcheck:SC2086 shellcheck:SC2046"),
            (
                "# shellcheck disable=SC2001-SC2003",
                "Script shellcheck:SC2001 shellcheck:SC2002 shellcheck:SC2003",
            ),
            ("# dclint disable", "File dclint:*"),
            ("# dclint disable-next-line no-version-field, x", "NextLine dclint:no-version-field dclint:x"),
            ("# dclint disable-line", "Line dclint:*"),
            ("#checkov:skip=CKV_DOCKER_3:because", "File checkov:CKV_DOCKER_3"),
            ("# kics-scan disable=4d9f44c6-2f4a-4317-9bb5-267adbea0232", "File kics:4d9f44c6"),
            ("# kics-scan ignore-block", "Node kics:*"),
            ("# kics-scan ignore-line", "NextLine kics:*"),
            ("# kics-scan ignore", "File kics:*"),
            ("#trivy:ignore:AVD-DS-0002", "NodeOrFile trivy:DS-0002"),
            (
                "# trivy:ignore:DS002 trivy:ignore:ds-0005:exp:2030-01-01",
                "NodeOrFile trivy:DS-0002 trivy:DS-0005",
            ),
        ] {
            assert_eq!(shown(comment).as_deref(), Some(asks), "{comment}");
        }
    }

    #[test]
    fn comments_that_want_to() {
        let no_list = "`ignore` must be followed by rule names in brackets";
        let near = "this comment is meant for Plimsoll, but suppresses nothing";
        for (comment, expected) in [
            ("# hadolint ignore=", "no rule name here | write `# hadolint ignore=DL3008`"),
            (
                "# hadolint global ingore=DL3007",
                "this comment is meant for hadolint, but suppresses nothing | write `# hadolint global ignore=DL3007`",
            ),
        ] {
            assert_eq!(shown(comment).as_deref(), Some(expected), "{comment}");
        }
        for (comment, message, guess) in [
            ("# plimsoll: ignore latest-tag", no_list, "ignore[latest-tag]"),
            ("# plimsoll: ignore", no_list, "ignore[]"),
            ("# plimsoll: ignore[latest-tag", "the list of rules is not closed", "ignore[latest-tag]"),
            ("# plimsoll: ignore-file[ ,]", "`ignore-file` does not list a rule", "ignore-file[ ,]"),
            ("# plimsol: ignore[a]", near, "ignore[a]"),
            ("# Plimsoll: ignore[a]", near, "ignore[a]"),
            ("# Plimsoll: Ignore[a]", near, "ignore[a]"),
            ("# plimsoll: IGNORE-FILE[a]", near, "ignore-file[a]"),
            ("# plimsoll ignore[a]", near, "ignore[a]"),
            ("# plimsoll: ingore-file[a]", near, "ignore-file[a]"),
            ("# plimsoll: disable", near, "ignore[]"),
        ] {
            assert_eq!(shown(comment), Some(format!("{message} | {guess}")), "{comment}");
        }
    }

    #[test]
    fn comments_about_something_else() {
        for comment in [
            "#",
            "# plimsoll is a mark on a ship",
            "# plimsol lines",
            "# pimple: ignore me",
            "# hadolint shell=sh",
            "# hadolint complains: DL3008",
            "# dclint is fine",
            "# checkov:skip nothing",
            "# shellcheck source=a.sh",
            "# trivy finds DS-0002",
            "# kics-scan",
            "# hadolint ignores this",
            "# check the port",
            "# check=error=true",
            "# please ignore[a]",
        ] {
            assert_eq!(shown(comment), None, "{comment}");
        }
    }
}
