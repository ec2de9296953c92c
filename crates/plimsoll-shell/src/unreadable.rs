//! Whether a shell refuses to read a script, and what other linters call that.

use std::collections::HashSet;

use plimsoll_diagnostics::{Joined, Span};

use crate::grammar::{SmallShell, refusal};
use crate::{Refusal, Script};

/// Why a script is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where the shell stumbles.
    pub span: Span,
    /// What it says there.
    pub reason: String,
    /// What `ShellCheck` calls it: the general codes first.
    pub codes: Vec<&'static str>,
}

impl Script {
    /// Why no shell reads it, of which `text` is the whole; `None` where one may. What comes behind the first problem is
    /// often its consequence.
    pub fn unreadable(&self, text: &Joined<'_>) -> Option<Unreadable> {
        let whole = &*text.text;
        let found = match self.problems.first() {
            // Bash knows more forms of loops than our parser.
            Some(_) if is_form_of_bash(whole) || is_plain(whole) => return None,
            Some((span, reason)) => (*span, reason.clone()),
            None if more_than_test(whole).is_some() => {
                let at = more_than_test(whole)?;
                (text.span(at..at + 1), "unexpected word after `]]`".to_owned())
            }
            None if !may_be_refused(whole) => return None,
            None => {
                let Refusal { range, reason } = refusal_by_all(whole)?;
                (text.span(range.start..range.end.max(range.start + 1).min(whole.len())), reason)
            }
        };
        let last = whole.trim_end().len();
        let is_at_end = last > 0 && found.0.end >= text.span(last - 1..last).end;
        let reason = if is_at_end { at_end(whole, &found.1) } else { None };
        let codes = codes(whole, &found.1);
        Some(Unreadable { span: found.0, codes, reason: reason.unwrap_or(found.1) })
    }
}

/// What is wrong where a script ends before a keyword that it needs: the last word may be that keyword, as an argument.
fn at_end(script: &str, reason: &str) -> Option<String> {
    let keyword = reason.strip_prefix("expected '")?.strip_suffix('\'')?;
    let before = script.trim_end().strip_suffix(keyword).filter(|it| it.ends_with([' ', '\t']));
    let is_argument = before.map(|it| it.trim_end_matches([' ', '\t'])).is_some_and(|it| {
        !it.ends_with([';', '&', '|', '\n', '(', ')', '{', '}'])
            && !it.split_whitespace().next_back().is_some_and(|word| matches!(word, "fi" | "done" | "esac"))
    });
    Some(if is_argument {
        format!("'{keyword}' is an argument here: add ';' before it")
    } else {
        format!("'{keyword}' is missing at the end of the script")
    })
}

/// What only some shells read: with one of these, what dash refuses says nothing about the others.
const EXTENSIONS: [&str; 19] = [
    "((",
    "=(",
    "<(",
    ">(",
    "!(",
    "@(",
    "+(",
    "?(",
    "*(",
    "|&",
    ";&",
    "<<<",
    "$'",
    "[[",
    "&>",
    "function ",
    "select ",
    "coproc ",
    "time ",
];

/// Why every shell refuses a script; `None` where one of them may read it.
fn refusal_by_all(script: &str) -> Option<Refusal> {
    if EXTENSIONS.iter().any(|sign| script.contains(sign)) {
        return None;
    }
    let refused = refusal(script, SmallShell::Dash)?;
    // Bash takes any name for a function, a group as the body of `for`, and `! !`.
    let is_small =
        ["ad function name", "unexpected `{`"].iter().any(|reason| refused.reason.contains(reason));
    let before = script.get(..refused.range.start).unwrap_or_default().trim_end();
    let is_negation = refused.reason.starts_with("unexpected `!`") && !before.ends_with('|');
    let is_read_by_ash = refusal(script, SmallShell::Ash).is_none();
    (!is_small && !is_negation && !is_read_by_ash).then_some(refused)
}

/// Whether a script has what our parser may read where shells do not: `then;`, `&;`, `for $x`, `{word`, `(a) b`, `a (b)`.
fn may_be_refused(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let ends = |end: usize, words: &[&str]| {
        let before = text.get(..end).unwrap_or_default().trim_end_matches(' ');
        words.iter().any(|word| before.ends_with(word))
    };
    bytes.iter().enumerate().any(|(here, byte)| match byte {
        b';' => ends(here, &["then", "else", "do", "&"]),
        b'$' => ends(here, &["for", "for \""]),
        b'{' => {
            let is_start = here == 0 || matches!(at(here - 1), b' ' | b'\t' | b'\n' | b';' | b'&');
            is_start && at(here + 1).is_ascii_alphabetic()
        }
        b')' => at(here + 1) == b' ' && at(here + 2).is_ascii_alphanumeric(),
        b'(' => {
            let before = text.get(..here).unwrap_or_default().trim_end_matches(' ');
            at(here + 1) != b')' && before.ends_with(|it: char| it.is_alphanumeric() || it == '[')
        }
        _ => false,
    })
}

/// Where a word follows `[[ … ]]`, which nothing but an operator may.
fn more_than_test(text: &str) -> Option<usize> {
    const BEFORE: [&str; 11] = [";", "&&", "||", "if", "while", "until", "then", "do", "else", "!", "{"];
    // Faster than the search for all of them, which nearly every script has none of.
    if !text.contains(" ]] ") {
        return None;
    }
    let at = text.match_indices(" ]] ").map(|(at, _)| at).find(|at| {
        let behind = text.get(at + 4..).unwrap_or_default().trim_start_matches(' ');
        let before = text.get(..*at).unwrap_or_default();
        let start = before.rfind("[[ ").and_then(|start| before.get(..start)).map(str::trim_end);
        let is_command =
            start.is_some_and(|it| it.is_empty() || BEFORE.iter().any(|word| it.ends_with(word)));
        let is_quoted = ['"', '\''].iter().any(|quote| before.matches(*quote).count() % 2 == 1);
        behind.starts_with(|it: char| it.is_ascii_alphabetic()) && is_command && !is_quoted
    })?;
    let behind = text.get(at + 4..).unwrap_or_default();
    Some(at + 4 + behind.len() - behind.trim_start_matches(' ').len())
}

/// `select name; do`, `coproc NAME while`, `for name; { … }`.
fn is_form_of_bash(text: &str) -> bool {
    let starts = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            text.get(..at)
                .and_then(|it| it.chars().next_back())
                .is_none_or(|it| !it.is_alphanumeric() && it != '-')
        })
    };
    let has_group = text.split("for ").skip(1).any(|behind| {
        let head = behind.split(" do").next().unwrap_or_default();
        head.split(['\n', ';']).nth(1).is_some_and(|next| next.trim_start().starts_with('{'))
    });
    starts("select ") || starts("coproc ") || has_group
}

/// Whether dash reads it: then our parser is mistaken, unless Bash gives the text another meaning.
fn is_plain(text: &str) -> bool {
    let is_of_bash = ["[[", "()"].iter().any(|sign| text.contains(sign)) && !text.contains("for ");
    !is_of_bash && refusal(text, SmallShell::Dash).is_none()
}

/// Words, and what `ShellCheck` says where their commands are not complete.
const KEYWORDS: [(&str, &[&str]); 11] = [
    ("if", &["SC1046", "SC1047", "SC1048", "SC1049", "SC1050"]),
    ("while", &["SC1057", "SC1058", "SC1059", "SC1060", "SC1061", "SC1062"]),
    ("for", &["SC1058", "SC1059", "SC1061", "SC1062", "SC1063"]),
    ("case", &["SC1074"]),
    ("elseif", &["SC1131"]),
    ("If", &["SC1081"]),
    ("IF", &["SC1081"]),
    ("For", &["SC1081"]),
    ("FOR", &["SC1081"]),
    ("While", &["SC1081"]),
    ("WHILE", &["SC1081"]),
];

/// Parts of a text, and what `ShellCheck` says there.
const PARTS: [(&str, &str); 10] = [
    ("&amp;", "SC1109"),
    ("&lt;", "SC1109"),
    ("&gt;", "SC1109"),
    ("else if ", "SC1075"),
    ("fi#", "SC1099"),
    ("done#", "SC1099"),
    ("if[", "SC1069"),
    ("while[", "SC1069"),
    ("if!", "SC1129"),
    ("while!", "SC1129"),
];

/// Parts of our parser's reasons, and what `ShellCheck` says there.
const REASONS: [(&str, &[&str]); 5] = [
    ("function body", &["SC1064"]),
    ("brace group", &["SC1055"]),
    ("double quote", &["SC1078", "SC1079"]),
    ("for loop", &["SC1086", "SC1138"]),
    ("']]'", &["SC1033", "SC1029", "SC2075", "SC2108", "SC2110"]),
];

/// What `ShellCheck` says of such a script.
fn codes(text: &str, ours: &str) -> Vec<&'static str> {
    let mut codes = vec!["SC1072", "SC1073", "SC1009", "SC1070", "SC1089"];
    if ours.contains("after `]]`") {
        codes.push("SC1140");
    }
    let words: HashSet<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    for (word, about) in KEYWORDS {
        if words.contains(word) {
            codes.extend(about.iter().copied());
        }
    }
    for (part, about) in REASONS {
        if ours.contains(part) {
            codes.extend(about.iter().copied());
        }
    }
    codes.extend(PARTS.iter().filter(|(part, _)| text.contains(part)).map(|(_, code)| *code));
    let Some(Refusal { range, reason }) = refusal(text, SmallShell::Dash) else { return codes };
    let (before, rest) = text.split_at_checked(range.start).unwrap_or((text, ""));
    let before = before.trim_end();
    let own: &[&str] = match rest.chars().next() {
        Some(';') if before.ends_with("then") => &["SC1051"],
        Some(';') if before.ends_with("else") => &["SC1053"],
        Some(';') if before.ends_with('&') => &["SC1045"],
        Some('(') if before.ends_with('[') => &["SC1028"],
        Some('(') => &["SC1036", "SC1088"],
        Some(_) if before.ends_with('(') => &["SC1065", "SC1036", "SC1088"],
        Some('&' | '|') => &["SC1133"],
        Some('}') => &["SC1054", "SC1095"],
        _ if before.ends_with("]]") => &["SC1140"],
        _ if before.ends_with("()") => &["SC1064"],
        _ if before.ends_with(')') => &["SC1141"],
        _ if reason.contains("loop variable") => &["SC1086"],
        _ if reason.contains("quoted string") => &["SC1011"],
        None => &["SC1056"],
        Some(_) => &[],
    };
    codes.extend(own.iter().copied());
    codes
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    fn codes(text: &str) -> Option<Vec<&'static str>> {
        let text = Joined::verbatim(Text::new(text, FileId::FIRST, 0));
        Script::parse(&text).unreadable(&text).map(|it| it.codes)
    }

    #[test]
    fn what_no_shell_reads() {
        for (text, code) in [
            ("if a; then; b; fi", "SC1051"),
            ("if a; then b; else; c; fi", "SC1053"),
            ("{echo a; }", "SC1054"),
            ("for $i in a; do b; done", "SC1086"),
            ("echo (a)", "SC1036"),
            ("if a; then b; elseif c; then d; fi", "SC1131"),
            ("a &;b", "SC1072"),
        ] {
            assert!(codes(text).is_some_and(|codes| codes.contains(&code)), "{text}: {:?}", codes(text));
        }
    }

    #[test]
    fn what_bash_reads() {
        for text in [
            "for f in *; { rm \"$f\"; }",
            "for f; { a; }",
            "select foo; do a; done",
            "coproc NAME { a; }",
            "for foo\nin a b\ndo c; done",
            "echo {a,b} ${a}",
            "echo {a}",
            "echo $a}",
            "openssl pkcs12 -passin pass:$a} -out b && c",
        ] {
            assert_eq!(codes(text), None, "{text}");
        }
    }
}
