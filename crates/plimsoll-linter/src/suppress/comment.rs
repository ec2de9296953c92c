//! What a comment asks for: our own form, and those of the peers.

use plimsoll_diagnostics::{Span, Text, nearest};

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The instruction or entry below it, or the one that it stands in.
    Node,
    /// The build stage that starts below it.
    Stage,
    /// All of the file.
    File,
}

/// What a comment asks for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request<'s> {
    /// `# plimsoll: ignore[rule, …] reason`
    Ignore {
        reach: Reach,
        names: Vec<Text<'s>>,
        /// What stands between the brackets.
        list: Text<'s>,
    },
    /// The same in the words of a peer. Names are `DL3007`, or with their peer before them: `buildkit:*`.
    Peer { reach: Reach, names: Vec<String> },
    /// It wants to be one of ours, and is not.
    Unclear {
        span: Span,
        message: String,
        /// `ignore` or `ignore-file`, as far as one can tell.
        keyword: &'static str,
        /// What is perhaps the list of rules.
        list: Text<'s>,
    },
}

const KEYWORDS: [(&str, Reach); 2] = [("ignore", Reach::Node), ("ignore-file", Reach::File)];

/// Reads a comment, from its `#` to the end of its line.
pub(super) fn read(comment: Text<'_>) -> Option<Request<'_>> {
    let body = from(comment, comment.raw.len() - comment.raw.trim_start_matches('#').len()).trim();
    let (word, rest) = split_word(body);
    // Nearly every comment ends here: it is about something else.
    match word.raw.as_bytes().first()?.to_ascii_lowercase() {
        b'p' => ours(comment, word, rest),
        b'h' if word.raw.eq_ignore_ascii_case("hadolint") => hadolint(rest.raw),
        b'c' if word.raw.eq_ignore_ascii_case("check") => {
            let options = rest.raw.strip_prefix('=')?.split_ascii_whitespace().next()?;
            buildkit(options, Reach::Node)
        }
        _ => None,
    }
}

fn ours<'s>(comment: Text<'s>, word: Text<'s>, rest: Text<'s>) -> Option<Request<'s>> {
    let exact = word.raw == "plimsoll";
    if !exact && nearest(word.raw, ["plimsoll"]).is_none() {
        return None;
    }
    let rest = rest.trim();
    let colon = rest.raw.starts_with(':');
    let (written, rest) = split_word(from(rest, usize::from(colon)).trim());
    let known = KEYWORDS.into_iter().find(|(keyword, _)| *keyword == written.raw);
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
    let unclear = |span: Span, message: String| Some(Request::Unclear { span, message, keyword, list });
    let Some((_, reach)) = known.filter(|_| exact && colon) else {
        return unclear(comment.span, "this comment is meant for Plimsoll, but silences nothing".to_owned());
    };
    if inside.is_none() {
        return unclear(comment.span, format!("`{keyword}` needs the names of rules in brackets"));
    }
    if !rest.raw.contains(']') {
        return unclear(comment.span, "the list of rules is not closed".to_owned());
    }
    let names: Vec<_> = list.split(',').map(Text::trim).filter(|name| !name.raw.is_empty()).collect();
    if names.is_empty() {
        return unclear(comment.span, format!("`{keyword}` names no rule"));
    }
    Some(Request::Ignore { reach, names, list })
}

/// `hadolint ignore=DL3007,SC2086`, with `global` or `stage` before `ignore`.
///
/// More is taken than hadolint takes (letter case, blanks between codes): whoever writes it means it, and hadolint
/// drops what it does not like without a word.
fn hadolint<'s>(rest: &str) -> Option<Request<'s>> {
    let (rest, reach) = match rest.trim_start() {
        rest if rest.starts_with("global") => (rest.strip_prefix("global")?, Reach::File),
        rest if rest.starts_with("stage") => (rest.strip_prefix("stage")?, Reach::Stage),
        rest => (rest, Reach::Node),
    };
    let codes = rest.trim_start().strip_prefix("ignore")?.trim_start().strip_prefix(['=', ':'])?;
    let codes = codes.split('#').next()?.split([',', ' ', '\t']).map(str::to_ascii_uppercase);
    let is_code = |code: &String| {
        let digits = code.strip_prefix("DL").or_else(|| code.strip_prefix("SC"));
        digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    Some(Request::Peer { reach, names: codes.filter(is_code).collect() })
}

/// `skip=JSONArgsRecommended,StageNameCasing;error=true`: the value of BuildKit's `# check=`.
///
/// Source: BuildKit, `frontend/dockerfile/linter`.
pub(super) fn buildkit<'s>(options: &str, reach: Reach) -> Option<Request<'s>> {
    let mut options = options.split(';').filter_map(|option| option.split_once('='));
    let (_, skipped) = options.find(|(key, _)| key.trim() == "skip")?;
    let name = |name: &str| format!("buildkit:{}", if name == "all" { "*" } else { name });
    Some(Request::Peer { reach, names: skipped.split(',').map(str::trim).map(name).collect() })
}

/// A word of letters, digits, `-` and `_`, and what follows.
fn split_word(text: Text<'_>) -> (Text<'_>, Text<'_>) {
    let is_word = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_');
    let end = text.raw.find(|character| !is_word(character)).unwrap_or(text.raw.len());
    (text.slice(0, end), from(text, end))
}

fn from(text: Text<'_>, start: usize) -> Text<'_> {
    text.slice(start, text.raw.len())
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
            Request::Peer { reach, names } => format!("{reach:?} {}", names.join(" ")),
            Request::Unclear { message, keyword, list, .. } => format!("{message} | {keyword}[{}]", list.raw),
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
            ("# check=error=true;skip=A,B because", "Node buildkit:A buildkit:B"),
            ("# check=skip=all", "Node buildkit:*"),
        ] {
            assert_eq!(shown(comment).as_deref(), Some(asks), "{comment}");
        }
    }

    #[test]
    fn comments_that_want_to() {
        let no_list = "`ignore` needs the names of rules in brackets";
        let near = "this comment is meant for Plimsoll, but silences nothing";
        for (comment, message, guess) in [
            ("# plimsoll: ignore latest-tag", no_list, "ignore[latest-tag]"),
            ("# plimsoll: ignore", no_list, "ignore[]"),
            ("# plimsoll: ignore[latest-tag", "the list of rules is not closed", "ignore[latest-tag]"),
            ("# plimsoll: ignore-file[ ,]", "`ignore-file` names no rule", "ignore-file[ ,]"),
            ("# plimsol: ignore[a]", near, "ignore[a]"),
            ("# Plimsoll: ignore[a]", near, "ignore[a]"),
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
            "# hadolint shell=bash",
            "# hadolint ignores this",
            "# check the port",
            "# check=error=true",
            "# please ignore[a]",
        ] {
            assert_eq!(shown(comment), None, "{comment}");
        }
    }
}
