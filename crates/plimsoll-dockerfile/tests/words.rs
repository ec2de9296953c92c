//! Words: what they stand for, which variables are in them, and how BuildKit expands them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that finds something else fails"
)]

use plimsoll_diagnostics::{FileId, Text};
use plimsoll_dockerfile::expand::{Reason, expand, expand_words};
use plimsoll_dockerfile::{Dockerfile, Instruction, Kind, Word};

fn parse(text: &str) -> Dockerfile<'_> {
    Dockerfile::parse(Text::new(text, FileId::FIRST, 0))
}

fn value<'f, 's>(instruction: &'f Instruction<'s>) -> &'f Word<'s> {
    match &instruction.kind {
        Kind::Env(env) => env.pairs[0].value.as_ref().unwrap(),
        Kind::Workdir(workdir) => &workdir.path,
        other => panic!("{other:?} has no single value"),
    }
}

fn environment(name: &str) -> Option<&'static str> {
    match name {
        "A" => Some("one.two.three"),
        "EMPTY" => Some(""),
        "SPACED" => Some("x  y "),
        "Größe" => Some("7"),
        _ => None,
    }
}

fn expanded(word: &str) -> String {
    expand(word, '\\', environment).unwrap().value
}

fn reason(word: &str) -> Reason {
    expand(word, '\\', environment).unwrap_err().reason
}

#[test]
fn quotes_and_escapes_are_removed() {
    assert_eq!(expanded(r#"a"b c"'d $A'"#), "ab cd $A");
    assert_eq!(expanded(r#"\$A \" "\$A \n \\""#), r#"$A " $A \n \"#);
    assert_eq!(expanded(r"end\"), "end");
    assert_eq!(reason("'open"), Reason::OpenQuote('\''));
    assert_eq!(reason(r#""open ${A}"#), Reason::OpenQuote('"'));
    assert_eq!(expand("a`$A`", '`', environment).unwrap().value, "a$A");
}

#[test]
fn every_modifier() {
    for (word, wanted) in [
        ("$A-${A}", "one.two.three-one.two.three"),
        ("${NO:-d}${EMPTY:-d}${EMPTY-d}${A:-d}", "ddone.two.three"),
        ("${NO:+d}${EMPTY:+d}${EMPTY+d}${A:+d}", "dd"),
        ("${A?no}${EMPTY?no}", "one.two.three"),
        ("${A#*.}|${A##*.}|${A%.*}|${A%%.*}", "two.three|three|one.two|one"),
        ("${A#o?e}|${A#x}|${A%}", ".two.three|one.two.three|one.two.three"),
        ("${A/./-}|${A//./-}|${A//e*/!}", "one-two.three|one-two-three|on!"),
        ("${NO:-${EMPTY:-\"a b\"}}", "a b"),
        ("${Größe}$Größe", "77"),
        ("$1$$$.$", "$.$"),
    ] {
        assert_eq!(expanded(word), wanted, "{word}");
    }
}

#[test]
fn what_is_refused() {
    assert_eq!(reason("${A"), Reason::UnsupportedModifier(String::new()));
    assert_eq!(reason("${A:-x"), Reason::OpenBrace);
    assert_eq!(reason("${A/x}"), Reason::NoSecondSlash);
    assert_eq!(reason("${}"), Reason::BadSubstitution);
    assert_eq!(reason("${A^^}"), Reason::UnsupportedModifier("^".to_owned()));
    assert_eq!(reason("${A:=x}"), Reason::UnsupportedModifier(":=".to_owned()));
    assert_eq!(reason("${NO:?must be set}"), Reason::Required("NO".to_owned(), "must be set".to_owned()));
    assert_eq!(reason("${A#\\x}"), Reason::BadPattern("\\x".to_owned()));
    assert_eq!(reason(&"${A:-".repeat(1000)), Reason::TooDeep);
}

#[test]
fn names_are_reported_even_where_they_are_not_needed() {
    let names = expand("$A ${B:-$C} ${A:-$D} $B", '\\', environment).unwrap().names;
    assert_eq!(names.matched.into_iter().collect::<Vec<_>>(), ["A"]);
    assert_eq!(names.unmatched.into_iter().collect::<Vec<_>>(), ["B", "C", "D"]);
}

#[test]
fn words_are_split_where_no_quote_holds_them() {
    let words = |text| expand_words(text, '\\', environment).unwrap().value;
    assert_eq!(words("80  $SPACED'a b' \"$SPACED\""), ["80", "x", "y", "a b", "x  y "]);
    assert_eq!(words("a\\ b $NO"), ["a b"]);
}

#[test]
fn patterns_cost_what_they_must_and_no_more() {
    let long = "a".repeat(4000);
    let value = |_: &str| Some(long.clone());
    let start = std::time::Instant::now();
    assert_eq!(expand("${X##*a*a*a*a*a*b}", '\\', value).unwrap().value, long);
    assert!(expand("${X//*b*b*b/}", '\\', value).is_err(), "more work than a name is worth");
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn literals_are_words_without_variables() {
    let file = parse("FROM a\nENV A=\"x y\"\\ z\nENV A=$B\nENV A='$B'\nENV A=\"open\\\n\nWORKDIR C:\\\\x\n");
    let literals: Vec<_> = file.instructions[1..4].iter().map(|one| value(one).literal()).collect();
    assert_eq!(literals, [Some("x y z".into()), None, Some("$B".into())]);
    let file = parse("FROM a\nENV A=\"open\n");
    assert_eq!(value(&file.instructions[1]).literal(), None);
    let file = parse("# escape=`\nFROM a\nWORKDIR C:\\x\n");
    assert_eq!(value(&file.instructions[1]).literal().unwrap(), "C:\\x");
}

#[test]
fn elements_of_commands_are_taken_as_they_are() {
    let file = parse(r#"CMD ["$A", "it's", "\u0041\n"]"#);
    let Kind::Cmd(cmd) = &file.instructions[0].kind else { panic!() };
    let plimsoll_dockerfile::Form::Exec(words) = &cmd.command.form else { panic!() };
    let literals: Vec<_> = words.iter().map(|word| word.literal().unwrap()).collect();
    assert_eq!(literals, ["$A", "it's", "A\n"]);
    assert!(words.iter().all(|word| word.variables().is_empty()));
}

#[test]
fn variables_know_their_places() {
    let text = "FROM a\nENV A=x${B:-${C}}\\\n$D\nCOPY [\"\\t$E\", \"/\"]\n";
    let file = parse(text);
    let found: Vec<_> = value(&file.instructions[1])
        .variables()
        .iter()
        .map(|one| (one.name.to_owned(), &text[one.span.range()]))
        .collect();
    let wanted =
        [("B", "${B:-${C}}"), ("C", "${C}"), ("D", "$D")].map(|(name, text)| (name.to_owned(), text));
    assert_eq!(found, wanted);
    assert_eq!(value(&file.instructions[1]).variables()[0].default(), Some("${C}"));
    let Kind::Copy(copy) = &file.instructions[2].kind else { panic!() };
    assert_eq!(&text[copy.sources[0].variables()[0].span.range()], "$E");
}

#[test]
fn scripts_of_every_form() {
    let text = concat!(
        "FROM a\nRUN apt-get update \\\n  && apt-get install curl\n",
        "CMD [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\", \"echo \\\"a b\\\"; ls\"]\n",
        "ENTRYPOINT [\"tini\", \"--\", \"a b\", \"if\"]\n",
        "RUN <<-EOF\n\t#!/bin/sh\n\tmake all\n\tEOF\n",
    );
    let file = parse(text);
    let commands = |at: usize| -> Vec<(String, &str)> {
        let command = match &file.instructions[at].kind {
            Kind::Run(run) => &run.command,
            Kind::Cmd(cmd) => &cmd.command,
            Kind::Entrypoint(entrypoint) => &entrypoint.command,
            other => panic!("{other:?}"),
        };
        let words = |command: &plimsoll_shell::Command| {
            let words: Vec<_> = command.words.iter().map(|word| word.literal().unwrap_or("?")).collect();
            (words.join("|"), &text[command.span.range()])
        };
        command.commands().iter().map(words).collect()
    };
    assert_eq!(commands(1)[1], ("apt-get|install|curl".to_owned(), "apt-get install curl"));
    assert_eq!(commands(2), [("echo|a b".to_owned(), "echo \\\"a b\\\""), ("ls".to_owned(), "ls")]);
    assert_eq!(commands(3).len(), 1);
    assert!(commands(3)[0].0.ends_with("a b|if"), "{:?}", commands(3));
    assert_eq!(commands(4).last().unwrap(), &("make|all".to_owned(), "make all"));
}
