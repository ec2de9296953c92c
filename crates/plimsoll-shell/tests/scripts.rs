//! Every script of `testdata/shell` is read and written out again as commands; every beginning of it is read too.
//!
//! `UPDATE=1` rewrites the expectations.
#![allow(clippy::unwrap_used, clippy::string_slice, clippy::disallowed_methods, reason = "a test")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_diagnostics::{FileId, Joined, LineIndex, Span, Text};
use plimsoll_shell::{Command, Position, Script, Word};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/shell");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let trials = cases.into_iter().flat_map(|case| {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let script = std::fs::read_to_string(case.join("script.sh")).unwrap();
        let copy = script.clone();
        [
            Trial::test(format!("commands/{name}"), move || commands(&case, &script)),
            Trial::test(format!("beginnings/{name}"), move || {
                beginnings(&copy);
                Ok(())
            }),
        ]
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn commands(case: &Path, script: &str) -> Result<(), Failed> {
    let path = case.join("commands.txt");
    let written = write_out(script);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &written)?;
        return Ok(());
    }
    let expected = std::fs::read_to_string(&path)?;
    if expected == written {
        return Ok(());
    }
    let diff = similar_asserts::SimpleDiff::from_str(&expected, &written, "expected", "read");
    Err(format!("{}\n{diff}", path.display()).into())
}

fn parse(script: &str) -> Script {
    Script::parse(&Joined::verbatim(Text::new(script, FileId::FIRST, 0)))
}

/// No beginning of a script may make the reader stumble, also not with characters of several bytes in it, and all
/// that it finds lies on character boundaries.
fn beginnings(script: &str) {
    let wide: String = script.chars().map(|c| if c == 'e' { 'é' } else { c }).collect();
    for script in [script, &wide] {
        for end in (0..=script.len()).filter(|end| script.is_char_boundary(*end)) {
            let text = &script[..end];
            let read = parse(text);
            let problems = read.problems.iter().map(|(span, _)| *span);
            let spans = read.commands.iter().flat_map(spans).chain(problems);
            for span in spans.chain(read.pipelines.iter().map(|pipeline| pipeline.span)) {
                assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
            }
            for word in read.commands.iter().flat_map(|command| &command.words) {
                // Words of strings may have lost quotes within.
                if let Some(literal) = word.literal().filter(|_| !text.contains(['\\', '"', '\''])) {
                    assert_eq!(&text[word.span.range()], literal);
                }
            }
        }
    }
}

fn spans(command: &Command) -> Vec<Span> {
    let wrapped = command.wrappers.iter().flat_map(|wrapper| &wrapper.words);
    let words = command.words.iter().chain(wrapped).map(|word| word.span);
    let assigned = command.assignments.iter().map(|assignment| assignment.span);
    let redirected = command.redirects.iter().map(|redirect| redirect.span);
    words.chain(assigned).chain(redirected).chain([command.span]).collect()
}

fn write_out(script: &str) -> String {
    let index = LineIndex::new(script);
    let place = |span: Span| {
        let (start, end) = (index.bytes(span.start), index.bytes(span.end));
        format!("{}:{}-{}:{}", start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    };
    let read = parse(script);
    let mut out = String::new();
    for (span, reason) in &read.problems {
        writeln!(out, "problem {}: {reason}", place(*span)).unwrap();
    }
    for command in &read.commands {
        writeln!(out, "{}", format!("{} {}", place(command.span), line(&command.words)).trim_end()).unwrap();
        for wrapper in &command.wrappers {
            writeln!(out, "    by {}", line(&wrapper.words)).unwrap();
        }
        for assignment in &command.assignments {
            let value = assignment.value.as_ref().map_or("(…)".to_owned(), show);
            writeln!(out, "    sets {}={value}", assignment.name).unwrap();
        }
        for redirect in &command.redirects {
            let target = redirect.target.as_ref().map(show).unwrap_or_default();
            writeln!(out, "    {} {} {target}", place(redirect.span), redirect.operator).unwrap();
        }
        writeln!(out, "    {}", position(command.position)).unwrap();
        if let Some(action) = command.package_action() {
            writeln!(out, "    {:?}: {:?}", action.manager, action.verb).unwrap();
            for package in &action.packages {
                let version = package.version.as_ref();
                let version = version.map(|it| format!(" {} {}", it.operator, it.text)).unwrap_or_default();
                writeln!(out, "        {:?} {}{version}", package.source, package.name).unwrap();
            }
        }
    }
    out
}

fn line(words: &[Word]) -> String {
    words.iter().map(show).collect::<Vec<_>>().join(" ")
}

/// A word's value, in quotes where it could be mistaken; what is written, in backquotes, when it has none.
fn show(word: &Word) -> String {
    match word.literal() {
        Some(text) if text.is_empty() || text.contains([' ', '\n', '`', '"']) => format!("{text:?}"),
        Some(text) => text.to_owned(),
        None => format!("`{}`", word.raw.replace('\n', "\\n")),
    }
}

fn position(position: Position) -> String {
    let Position { pipeline, stage, stages, depth, .. } = position;
    let mut out = format!("pipeline {pipeline}");
    if stages > 1 {
        write!(out, ", stage {stage} of {stages}").unwrap();
    }
    if depth > 0 {
        write!(out, ", depth {depth}").unwrap();
    }
    for (is, name) in [
        (position.in_substitution, "substitution"),
        (position.in_condition, "condition"),
        (position.in_subshell, "subshell"),
        (position.nested, "nested"),
    ] {
        if is {
            write!(out, ", {name}").unwrap();
        }
    }
    out
}
