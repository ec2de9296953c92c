//! What JSON is, and what is read behind a slip.

use std::fmt::Write;

use plimsoll_diagnostics::FileId;

use super::*;

fn stream(text: &str) -> Stream<'_> {
    read(Text::new(text, FileId::FIRST, 0))
}

/// The tree in few letters, and the problems with the text that each is about.
fn shown(text: &str) -> String {
    let Stream { documents, problems, .. } = stream(text);
    let mut shown: String = documents.iter().map(tree).collect();
    for problem in problems {
        let about = text.get(problem.primary.span.range()).unwrap();
        let _ = write!(shown, " | {about}: {}", problem.message);
    }
    shown
}

fn tree(yaml: &Yaml<'_>) -> String {
    match &yaml.node {
        Node::Scalar(scalar) => format!("{:?}({})", scalar.kind, scalar.value),
        Node::Sequence(items) => format!("[{}]", items.iter().map(tree).collect::<Vec<_>>().join(" ")),
        Node::Mapping(mapping) => {
            let entry = |entry: &Entry<'_>| format!("{}={}", entry.key.value, tree(&entry.value));
            format!("{{{}}}", mapping.entries.iter().map(entry).collect::<Vec<_>>().join(" "))
        }
        Node::Alias(_) => "*".to_owned(),
    }
}

#[test]
fn what_json_is() {
    for (text, is) in [
        ("", ""),
        (" \n", ""),
        ("\u{feff}{\"a\": true}", "{a=Bool(true)}"),
        (r#"[1, -0.5e+3, "x", null, {}, []]"#, "[Int(1) Float(-0.5e+3) String(x) Null(null) {} []]"),
        (r#""a\"\\\/\n\u00e9\ud83d\ude00b""#, "String(a\"\\/\né😀b)"),
        (r#""\ud83dx""#, "String(\u{fffd}x)"),
    ] {
        assert_eq!(shown(text), is, "{text}");
    }
}

#[test]
fn what_is_read_behind_a_slip() {
    for (text, is) in [
        ("{\"a\": 1,}", "{a=Int(1)} | ,: unexpected comma"),
        ("[,1,,2]", "[Int(1) Int(2)] | ,: unexpected comma | ,: unexpected comma"),
        ("{\"a\": 1 \"b\": 2}", "{a=Int(1) b=Int(2)} | : missing comma"),
        ("{// x\n\"a\": 1}", "{a=Int(1)} | // x: comments are not allowed in JSON"),
        (
            "{a: 'b'}",
            "{a=String(b)} | a: a key must be in double quotes | 'b': JSON does not allow single quotes",
        ),
        (
            "[True, 01, x]",
            "[String(True) String(01) String(x)] | True: `True` is not a valid JSON value | 01: this is neither a number nor a string | x: this is neither a number nor a string",
        ),
        ("{\"a\" 1}", "{a=Int(1)} | \"a\": missing `:` after this key"),
        ("{\"a\":}", "{a=Null()} | \"a\": this key has no value"),
        ("{} {}", "{} | {}: unexpected text after the end of the JSON value"),
        ("{\"a\": [1}", "{a=[Int(1)]} | }: missing `]` before this character"),
        ("{\"a\": {", "{a={}} | {: unclosed `{`"),
        ("{\"a\": \"b\n}", "{a=String(b)} | \"b: unclosed quote"),
        (r#"["\x", "a\"#, "[String(x) String(a\\)] | \\x: unknown JSON escape `\\x` | \"a\\: unclosed quote"),
        ("}", " | }: a value is missing before this character"),
    ] {
        assert_eq!(shown(text), is, "{text}");
    }
}

#[test]
fn hostile_texts_end() {
    for text in ["[", "{\"a\":", "[1,", "/*", "'", "\"\\u", "-", "{,", "é", "\\", "[/"] {
        let long = text.repeat(20_000);
        let problems = stream(&long).problems;
        assert!(!problems.is_empty() && problems.len() <= MAX_READS + 1, "{text}");
        for end in 0..text.len() {
            if let Some(part) = text.get(..end) {
                stream(part);
            }
        }
    }
}
