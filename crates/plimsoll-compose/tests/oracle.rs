//! Our tree of a document is the tree of another reader of YAML, for every document that both take.
#![expect(clippy::panic, clippy::disallowed_methods, reason = "a test may fail, and its cases are on disk")]

use std::path::Path;

use plimsoll_compose::yaml::{Kind, Mapping, Node, Yaml, read, resolve};
use plimsoll_diagnostics::{FileId, Text};
use serde_yaml::Value;

/// Documents beside the cases: what a Compose file seldom holds.
const DOCUMENTS: [&str; 8] = [
    "a: {b: [1, 2.5, {c: ~}], d: 'x''y'}\n",
    "- - a\n  - b\n-\n  - c\n- !tag d\n",
    "a: |\n  x\n   y\n\n  z\n\nb: >+\n  one\n  two\n\n\n",
    "? a\n: - b\n? c\n",
    "\"\\x41\\u00e9\\U0001F600\\/\": 'multi\n  line\n\n  text'\n",
    "a: &x [1]\nb: *x\nc: &y {d: *x}\ne: *y\n",
    "{a: 1, b, \"c\":d}\n",
    "a: # comment\n  # another\n  b   # c\n",
];

#[test]
fn the_same_tree() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/compose");
    let files = std::fs::read_dir(cases).unwrap().map(|entry| entry.unwrap().path().join("compose.yaml"));
    let files = files.map(|file| std::fs::read_to_string(file).unwrap());
    let mut compared = 0;
    for text in DOCUMENTS.into_iter().map(str::to_owned).chain(files) {
        let Ok(theirs) = serde_yaml::from_str::<Value>(&text) else { continue };
        let stream = read(Text::new(&text, FileId::FIRST, 0));
        if !stream.problems.is_empty() {
            continue;
        }
        let Some(document) = stream.documents.first() else { continue };
        let mut problems = Vec::new();
        let ours = resolve(document, &mut problems);
        // They leave merge keys to the caller.
        if !problems.is_empty() || text.contains("<<") {
            continue;
        }
        assert_same(&ours, &theirs, &text);
        compared += 1;
    }
    assert!(compared > 25, "only {compared} documents were compared");
}

fn assert_same(ours: &Yaml<'_>, theirs: &Value, text: &str) {
    match (&ours.node, theirs) {
        (_, Value::Tagged(tagged)) => {
            let tag = ours.tag().map(|tag| tag.raw);
            assert_eq!(tag, Some(&*tagged.tag.to_string()));
            assert_same(ours, &tagged.value, text);
        }
        (Node::Sequence(ours), Value::Sequence(theirs)) => {
            assert_eq!(ours.len(), theirs.len(), "{text}");
            ours.iter().zip(theirs).for_each(|(ours, theirs)| assert_same(ours, theirs, text));
        }
        (Node::Mapping(Mapping { entries }), Value::Mapping(theirs)) => {
            assert_eq!(entries.len(), theirs.len(), "{text}");
            for (entry, (key, value)) in entries.iter().zip(theirs) {
                if let Value::String(key) = key {
                    assert_eq!(entry.key.value, *key);
                }
                assert_same(&entry.value, value, text);
            }
        }
        (Node::Scalar(scalar), Value::Null) => assert_eq!(scalar.kind, Kind::Null, "{scalar:?}"),
        (Node::Scalar(scalar), Value::Bool(value)) => {
            assert_eq!((scalar.kind, scalar.value.to_lowercase()), (Kind::Bool, value.to_string()));
        }
        (Node::Scalar(scalar), Value::Number(_)) => {
            assert!(matches!(scalar.kind, Kind::Int | Kind::Float), "{scalar:?}");
        }
        // Octal after a leading zero and dates are go-yaml's own.
        (Node::Scalar(scalar), Value::String(value)) => {
            assert!(
                matches!(scalar.kind, Kind::String | Kind::Timestamp) || scalar.value.starts_with('0'),
                "{scalar:?}"
            );
            assert_eq!(scalar.value, *value, "{text}");
        }
        (ours, theirs) => panic!("{ours:?} is not {theirs:?} in {text}"),
    }
}
