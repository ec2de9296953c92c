//! A second opinion: where the crate `dockerfile-parser` accepts a file, it finds the same instructions on the same
//! lines.
#![expect(clippy::disallowed_methods, reason = "the cases are on the disk")]
#![expect(clippy::string_slice, reason = "the tests know where characters start")]

use std::fs;
use std::path::Path;

use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_dockerfile::Dockerfile;

/// Cases in which the other parser is known to differ, and why.
const DIVERGENCES: &[(&str, &str)] =
    &[("escape_backtick", "it does not know `# escape=`, so continued lines are instructions of their own")];

#[test]
fn another_parser_finds_the_same_instructions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dockerfile");
    let (mut compared, mut differing) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let case = entry.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(case.join("Dockerfile")).unwrap();
        let Ok(theirs) = dockerfile_parser::Dockerfile::parse(&text) else { continue };
        compared += 1;
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let keyword = |at: usize| text[at..].split_whitespace().next().unwrap_or_default().to_uppercase();
        let theirs: Vec<_> = theirs
            .instructions
            .iter()
            .map(|one| (keyword(one.span().start), line(one.span().start)))
            .collect();
        let sources = Sources::new();
        let id = sources.add(SourceFile::new("Dockerfile", &*text));
        let ours: Vec<_> = Dockerfile::parse(sources.text(id))
            .instructions
            .iter()
            .map(|one| (one.keyword.value.to_uppercase(), line(one.span.start as usize)))
            .collect();
        if ours != theirs {
            differing.push(name);
        }
    }
    differing.sort();
    let known: Vec<_> = DIVERGENCES.iter().map(|(name, _)| *name).collect();
    assert_eq!(differing, known, "the list of divergences is exact");
    assert!(compared > 8, "only {compared} cases were compared");
}
