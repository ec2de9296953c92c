//! The cases in `testdata/compose`: each `compose.yaml` gives its `model.txt` (`UPDATE=1` rewrites them), and
//! no beginning of one, with or without characters of several bytes in it, does any harm.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test may fail, and its cases are on disk"
)]

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_compose::Compose;
use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{FileId, Span, Text};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/compose");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    let mut trials = Vec::new();
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(case.join("compose.yaml")).unwrap();
        let copy = text.clone();
        trials.push(Trial::test(format!("model::{name}"), move || compare(&case.join("model.txt"), &text)));
        trials.push(Trial::test(format!("prefixes::{name}"), move || prefixes(&copy)));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn parse(text: &str) -> Compose<'_> {
    Compose::parse(Text::new(text, FileId::FIRST, 0))
}

fn compare(expectation: &Path, text: &str) -> Result<(), Failed> {
    let model = parse(text).dump();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(expectation, &model)?;
    }
    let expected = std::fs::read_to_string(expectation).unwrap_or_default();
    if model == expected {
        return Ok(());
    }
    let differs = model.lines().zip(expected.lines()).find(|(is, should)| is != should);
    Err(format!("{} differs, first in {differs:?}; the model is\n{model}", expectation.display()).into())
}

fn prefixes(text: &str) -> Result<(), Failed> {
    let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for (at, _) in text.char_indices() {
        sound(&text[..at])?;
    }
    for at in lines {
        sound(&format!("{}é𝄞{}", &text[..at], &text[at..]))?;
        sound(&format!("{}\n\u{feff}ü: \"{}", &text[..at], &text[at..]))?;
    }
    sound(&text.replace('\n', "\r\n"))?;
    sound(&format!("\u{feff}{text}"))
}

/// Every place in what was read is one in the text.
fn sound(text: &str) -> Result<(), Failed> {
    let compose = parse(text);
    let check = |span: Span| match text.get(span.range()) {
        Some(_) => Ok(()),
        None => Err(Failed::from(format!("{span:?} is no place in {text:?}"))),
    };
    compose.problems.iter().flat_map(plimsoll_diagnostics::Diagnostic::spans).try_for_each(check)?;
    compose.comments.iter().try_for_each(|comment| check(comment.text.span))?;
    compose.documents.iter().try_for_each(|document| nodes(document, &check))?;
    let pieces = compose.services.iter().flat_map(|service| {
        let words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
        let ports = service.ports.iter().flat_map(|port| port.target.iter().chain(&port.published));
        let mounts = service.volumes.iter().flat_map(|mount| mount.source.iter().chain(&mount.target));
        words.chain(ports.map(|range| &range.text)).chain(mounts)
    });
    pieces.into_iter().try_for_each(|piece| check(piece.span))?;
    compose.dump();
    Ok(())
}

fn nodes(yaml: &Yaml<'_>, check: &impl Fn(Span) -> Result<(), Failed>) -> Result<(), Failed> {
    check(yaml.span)?;
    match &yaml.node {
        Node::Scalar(scalar) => {
            let joined = scalar.joined();
            assert_eq!(joined.text, scalar.value, "the way back starts at the value");
            let places = scalar.value.char_indices().map(|(at, c)| joined.span(at..at + c.len_utf8()));
            places.into_iter().try_for_each(check)
        }
        Node::Sequence(items) => items.iter().try_for_each(|item| nodes(item, check)),
        Node::Mapping(mapping) => mapping.entries.iter().try_for_each(|entry| {
            check(entry.key.span)?;
            nodes(&entry.value, check)
        }),
        Node::Alias(_) => Ok(()),
    }
}
