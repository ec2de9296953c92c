//! What holds for every text: it parses, every span is a slice of it, and the cost is linear.
#![expect(clippy::disallowed_methods, reason = "the cases are on the disk")]
#![expect(clippy::unwrap_used, reason = "a test that cannot read its cases fails")]
#![expect(clippy::string_slice, reason = "the tests know where characters start")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use plimsoll_diagnostics::{SourceFile, Sources, Span};
use plimsoll_dockerfile::{Dockerfile, Instruction, Kind};

fn dockerfiles() -> Vec<String> {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata");
    let below = |kind: &str| fs::read_dir(testdata.join(kind)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = below("dockerfile").chain(below("hostile")).collect();
    paths.retain(|path| path.join("Dockerfile").exists());
    paths.sort();
    assert!(paths.len() > 25, "the cases are there");
    paths.iter().map(|path| fs::read_to_string(path.join("Dockerfile")).unwrap()).collect()
}

/// Parses, prints, asks for variables and scripts, and looks at every span.
fn check(text: &str) {
    let sources = Sources::new();
    let id = sources.add(SourceFile::new("Dockerfile", text));
    let file = Dockerfile::parse(sources.text(id));
    // The printer goes through every node and every variable.
    let tree = file.tree(sources.file(id));
    let mut spans: Vec<Span> =
        file.problems.iter().flat_map(plimsoll_diagnostics::Diagnostic::spans).collect();
    spans.extend(file.comments.iter().map(|comment| comment.text.span));
    spans.extend(file.directives.iter().flat_map(|one| [one.span, one.name.span, one.value.span]));
    for instruction in &file.instructions {
        collect(instruction, &mut spans);
        assert_eq!(sources.slice(instruction.keyword.text.span), instruction.keyword.text.raw, "{tree}");
    }
    for span in spans {
        assert!(text.get(span.range()).is_some(), "{span:?} is no slice of\n{text}\n{tree}");
    }
}

fn collect(instruction: &Instruction<'_>, spans: &mut Vec<Span>) {
    spans.extend([instruction.span, instruction.keyword.text.span]);
    spans.extend(instruction.flags.iter().flat_map(|flag| [flag.word.text.span, flag.name.span]));
    spans.extend(instruction.heredocs.iter().flat_map(|one| [one.marker.span, one.body.span]));
    spans.extend(&instruction.blank_lines);
    let mut word = |word: &plimsoll_dockerfile::Word<'_>| {
        spans.push(word.text.span);
        spans.extend(word.variables().iter().map(|variable| variable.span));
    };
    match &instruction.kind {
        Kind::From(from) => word(&from.image),
        Kind::Env(env) => env.pairs.iter().for_each(|pair| {
            word(&pair.name);
            pair.value.iter().for_each(&mut word);
        }),
        Kind::Copy(copy) => copy.sources.iter().chain([&copy.destination]).for_each(word),
        Kind::Run(run) => {
            spans.push(run.command.span);
            spans.extend(run.command.commands().iter().map(|command| command.span));
        }
        Kind::Onbuild(onbuild) => collect(&onbuild.instruction, spans),
        _ => {}
    }
}

#[test]
fn every_prefix_parses() {
    for text in dockerfiles() {
        for (at, _) in text.char_indices() {
            check(&text[..at]);
        }
    }
}

#[test]
fn characters_of_several_bytes_stand_anywhere() {
    for text in dockerfiles() {
        for (number, (at, _)) in text.char_indices().enumerate().filter(|(number, _)| number % 3 == 0) {
            let insert = ["é", "\u{a0}", "𝄞", "\u{feff}", "à"][number / 3 % 5];
            check(&format!("{}{insert}{}", &text[..at], &text[at..]));
        }
    }
}

#[test]
fn no_byte_is_missed_when_it_is_taken_away() {
    for text in dockerfiles() {
        for (at, character) in text.char_indices() {
            check(&format!("{}{}", &text[..at], &text[at + character.len_utf8()..]));
        }
    }
}

#[test]
fn the_cost_is_linear() {
    let many = 20_000;
    let inputs = [
        format!("FROM a\nRUN x {}", "a \\\n  b".repeat(many)),
        format!("FROM a\nRUN {}", "word ".repeat(many)),
        format!("FROM a\nCOPY {}a b", "--exclude=\"a\" ".repeat(many)),
        format!("FROM a\nENV {}", "a=\"b\" \\\n".repeat(many)),
        format!("FROM a\nCMD [{}", "[".repeat(many)),
        format!("FROM a\n{}", "ONBUILD ".repeat(many)),
        format!("FROM a\nENV A={}", "${a:-".repeat(many)),
        format!("FROM a\nRUN {}\n{}", "<<E ".repeat(many), "E\n".repeat(many)),
        (0..many).fold("FROM a\n".to_owned(), |text, number| text + &format!("RUN <<E{number}\n")),
        (0..many)
            .fold(String::new(), |text, number| text + &format!("FROM a AS s{number}\nCOPY --from=s0 a b\n")),
    ];
    for input in inputs {
        let sources = Sources::new();
        let id = sources.add(SourceFile::new("Dockerfile", &*input));
        let start = Instant::now();
        let file = Dockerfile::parse(sources.text(id));
        let took = start.elapsed();
        assert!(!file.instructions.is_empty());
        // Some ten milliseconds when linear, minutes when not.
        assert!(took < Duration::from_secs(10), "{took:?} for {input:.40}");
    }
}
