//! What was read from a Dockerfile, as JSON or as a tree.

use plimsoll_diagnostics::{Sources, Span};
use plimsoll_dockerfile::{Dockerfile, Heredoc, Instruction, Kind};
use serde_json::{Value, json};

/// The instructions with the arguments of BuildKit's nodes, and the problems.
pub(crate) fn json(dockerfile: &Dockerfile<'_>, sources: &Sources) -> Value {
    let instructions: Vec<_> =
        dockerfile.instructions.iter().map(|instruction| node(instruction, sources)).collect();
    let problems: Vec<_> = dockerfile
        .problems
        .iter()
        .map(|problem| {
            let (line, _) = lines(problem.primary.span, sources);
            json!({ "line": line, "rule": problem.rule, "message": problem.message })
        })
        .collect();
    json!({ "instructions": instructions, "problems": problems })
}

/// The tree as indented text, with lines and columns.
pub(crate) fn tree(dockerfile: &Dockerfile<'_>, sources: &Sources) -> String {
    dockerfile.tree(sources.file(dockerfile.file))
}

fn node(instruction: &Instruction<'_>, sources: &Sources) -> Value {
    let (start_line, end_line) = lines(instruction.span, sources);
    let flags: Vec<_> = instruction.flags.iter().map(|flag| &*flag.word.value).collect();
    let heredocs: Vec<_> = instruction.heredocs.iter().map(heredoc).collect();
    let mut node = json!({
        "keyword": instruction.keyword.value,
        "start_line": start_line,
        "end_line": end_line,
        "flags": flags,
        "args": instruction.arguments(),
        "heredocs": heredocs,
    });
    if let (Kind::Onbuild(onbuild), Some(fields)) = (&instruction.kind, node.as_object_mut()) {
        let trigger = &onbuild.instruction;
        let trigger = json!({ "keyword": trigger.keyword.value, "args": trigger.arguments() });
        fields.insert("trigger".to_owned(), trigger);
    }
    node
}

fn heredoc(heredoc: &Heredoc<'_>) -> Value {
    json!({
        "name": heredoc.name,
        "fd": heredoc.descriptor,
        "expand": heredoc.expand,
        "chomp": heredoc.chomp,
        "content": heredoc.body.raw,
    })
}

/// First and last line, from 1.
fn lines(span: Span, sources: &Sources) -> (usize, usize) {
    let lines = sources.file(span.file).lines();
    (lines.line(span.start) + 1, lines.line(span.end) + 1)
}
