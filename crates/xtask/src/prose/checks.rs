//! What is asked of a sentence, by where it is read.

use super::{Kind, Passage, glossary};

/// A message is read at a glance.
const MESSAGE_LENGTH: usize = 90;
/// A longer sentence is two.
const SENTENCE_WORDS: usize = 30;

/// Verbs that leave a label without a subject when they come first. "becomes …" and "bypasses …" are fine: they say
/// what happens to the marked text.
const BARE: [&str; 29] = [
    "are", "asks", "comes", "could", "gets", "gives", "goes", "has", "hides", "holds", "is", "leads",
    "leaves", "lets", "listens", "looks", "makes", "means", "moves", "needs", "says", "stands", "stays",
    "takes", "tells", "wants", "was", "would", "writes",
];

/// What a help asks its reader to do.
const IMPERATIVES: [&str; 110] = [
    "accept",
    "add",
    "advertise",
    "allow",
    "append",
    "apply",
    "ask",
    "assign",
    "begin",
    "bind",
    "build",
    "call",
    "change",
    "check",
    "choose",
    "close",
    "combine",
    "commit",
    "compare",
    "connect",
    "copy",
    "correct",
    "create",
    "declare",
    "define",
    "delete",
    "disable",
    "double",
    "download",
    "drop",
    "enable",
    "end",
    "escape",
    "exclude",
    "expose",
    "extend",
    "fix",
    "follow",
    "generate",
    "give",
    "group",
    "guard",
    "ignore",
    "import",
    "include",
    "increase",
    "indent",
    "install",
    "join",
    "keep",
    "leave",
    "let",
    "limit",
    "list",
    "listen",
    "load",
    "lower",
    "make",
    "map",
    "mark",
    "match",
    "merge",
    "mount",
    "move",
    "name",
    "omit",
    "open",
    "order",
    "pass",
    "pin",
    "prefix",
    "publish",
    "pull",
    "put",
    "quote",
    "raise",
    "read",
    "record",
    "reduce",
    "remove",
    "rename",
    "repeat",
    "replace",
    "report",
    "reserve",
    "restrict",
    "rewrite",
    "run",
    "save",
    "say",
    "see",
    "send",
    "separate",
    "set",
    "shorten",
    "simplify",
    "sort",
    "specify",
    "split",
    "start",
    "store",
    "switch",
    "take",
    "turn",
    "update",
    "upgrade",
    "use",
    "verify",
    "wait",
    "write",
];

/// What a help may open with besides a verb.
const QUESTIONS: [&str; 2] = ["did you mean", "expected"];

/// Everything that is wrong with a text.
pub(super) fn problems(text: &Passage) -> Vec<String> {
    let plain = without_code(&text.text);
    let words = words(&plain);
    let phrases = glossary::found(&words).map(|(phrase, instead)| format!("“{phrase}”: say {instead}"));
    let mut problems: Vec<String> = phrases.collect();
    let first = words.split(' ').next().unwrap_or_default();
    match text.kind {
        Kind::Message => {
            let length = plain.chars().filter(|character| *character != CODE).count();
            if length > MESSAGE_LENGTH {
                problems.push(format!("a message of {length} characters without its names: “{}”", text.text));
            }
        }
        Kind::Label if BARE.contains(&first) => {
            problems.push(format!("a label without a subject: “{}”", text.text));
        }
        Kind::Help => {
            let is_question = QUESTIONS.iter().any(|question| words.starts_with(question));
            if !is_question && !IMPERATIVES.contains(&first) {
                problems.push(format!("a help that does not start with a verb: “{}”", text.text));
            }
        }
        Kind::Label => {}
        Kind::Prose => problems.extend(long_sentences(&plain)),
    }
    problems
}

fn long_sentences(plain: &str) -> impl Iterator<Item = String> {
    let sentences = plain.split_inclusive(". ").flat_map(|part| part.split(['!', '?']));
    sentences.filter_map(|sentence| {
        let words = sentence.split_whitespace();
        let count =
            words.clone().filter(|word| word.contains(char::is_alphanumeric) || word.contains(CODE)).count();
        let opening: Vec<&str> = words.take(5).collect();
        (count > SENTENCE_WORDS)
            .then(|| format!("a sentence of {count} words: “{} …”", opening.join(" ").replace(CODE, "`…`")))
    })
}

/// Stands for a code span, which is read as a name.
const CODE: char = '\u{fffc}';

/// The text with its code spans, and what is filled in when it is printed, taken for names.
fn without_code(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['`', '{']) {
        let (before, from) = rest.split_at(start);
        plain.push_str(before);
        let fence = if from.starts_with('{') { 1 } else { from.len() - from.trim_start_matches('`').len() };
        let close = if from.starts_with('{') { "}".to_owned() } else { "`".repeat(fence) };
        let inside = from.get(fence..).unwrap_or_default();
        let Some(end) = inside.find(&close) else {
            rest = inside;
            continue;
        };
        plain.push(CODE);
        rest = inside.get(end + close.len()..).unwrap_or_default();
    }
    plain + rest
}

/// Its words, lowercase, with one space between; a name is a word.
fn words(plain: &str) -> String {
    let is_part =
        |character: char| character.is_alphanumeric() || "'-".contains(character) || character == CODE;
    // What ends a phrase is a word too, so that none is found across it.
    let marked: String = plain
        .chars()
        .flat_map(|character| match character {
            '.' | ',' | ';' | ':' | '(' | ')' | '|' => vec![' ', character, ' '],
            _ if is_part(character) => character.to_lowercase().collect(),
            _ => vec![' '],
        })
        .collect();
    marked.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: Kind, text: &str) -> String {
        problems(&Passage { line: 1, kind, text: text.to_owned() }).join("; ")
    }

    #[test]
    fn old_sentences_are_found() {
        for (kind, text, problem) in [
            (Kind::Message, "`API_TOKEN` holds a secret in plain text", "hard-coded secret"),
            (Kind::Message, "`99999` is no port", "“is no”"),
            (Kind::Message, "`apt-get install` asks a question that nobody will answer", "“nobody”"),
            (Kind::Message, "service `api` does without `cap_drop`", "“does without”"),
            (Kind::Label, "stays in the history of the image, for everybody who can pull it", "“everybody”"),
            (Kind::Label, "means the same without it", "without a subject"),
            (Kind::Label, "is run by `/bin/sh -c`", "without a subject"),
            (Kind::Help, "`depends_on` says it", "does not start with a verb"),
            (Kind::Help, "to keep it, write `--keep`", "does not start with a verb"),
            (Kind::Prose, "The folder\nof the build is sent.", "build context"),
            (Kind::Prose, "A comment that silences nothing is reported.", "suppress"),
            (Kind::Message, "`apt` is made for people, not for scripts", "interactive"),
            (Kind::Message, "a failure of `curl` goes unnoticed", "still succeeds"),
            (Kind::Message, "`x:latest` is another image from one day to the next", "can change"),
            (Kind::Prose, "Real ones are the business of `committed-secret`.", "reported by"),
            (Kind::Prose, "The version depends on the day of the build.", "when the image is built"),
            (Kind::Prose, "A digest alone may be of any release.", "might be"),
        ] {
            assert!(said(kind, text).contains(problem), "{text}: {}", said(kind, text));
        }
    }

    #[test]
    fn good_sentences_pass() {
        for (kind, text) in [
            (Kind::Message, "the container runs as root"),
            (Kind::Message, "user `nobody` cannot read the working directory `/root`"),
            (Kind::Message, "`node:16` is no longer supported"),
            (Kind::Label, "only the last `CMD` in a stage takes effect"),
            (Kind::Label, "becomes empty unless the host defines it"),
            (Kind::Help, "did you mean `release`?"),
            (Kind::Help, "use `apt-get`"),
            (Kind::Prose, "The `folder of` is code. The service is behind a proxy."),
            (Kind::Prose, "There is, no doubt, a directory."),
        ] {
            assert_eq!(said(kind, text), "", "{text}");
        }
    }

    #[test]
    fn lengths_are_measured_without_names() {
        let name = format!("`{}`", "x".repeat(100));
        assert_eq!(said(Kind::Message, &format!("service {name} runs as root")), "");
        assert!(said(Kind::Message, &"word ".repeat(19)).contains("a message of 95 characters"));
        let thirty = "word ".repeat(30);
        assert_eq!(said(Kind::Prose, &format!("{thirty}. {thirty}.")), "");
        assert!(said(Kind::Prose, &format!("{thirty}more.")).contains("a sentence of 31 words: “word"));
    }
}
