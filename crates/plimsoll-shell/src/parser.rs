//! The only files that touch the shell parser dependency: this one, which asks it, and `parser/`, which walk
//! its tree.

mod substitutions;
mod walk;

use plimsoll_diagnostics::{Joined, Span};
use shuck_parser::ShellDialect;
use shuck_parser::parser::Parser;

use crate::draft::{Draft, Source};
use crate::{Pipeline, Position};

/// What is written in one text; strings that a shell would run are still words.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) problems: Vec<(Span, String)>,
}

/// Reads `script`. Always with the grammar of Bash, of which every other shell's common part is a part: which shell
/// will run it is often not known, and a rule about shells wants the tree of what that shell would refuse.
pub(crate) fn parse(script: &Joined<'_>, outer: Position) -> Parsed {
    let result = Parser::with_dialect(&script.text, ShellDialect::Bash).parse();
    let problems = result
        .diagnostics
        .into_iter()
        .map(|problem| (script.span(walk::range(problem.span)), reason(&problem.message)))
        .collect();
    let mut walk = walk::Walk::new(Source::new(script));
    walk.statements(&result.file.body, outer);
    let (drafts, pipelines) = walk.finish();
    Parsed { drafts, pipelines, problems }
}

/// The parser's message in the style of ours: one line, no place in it.
fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim_end_matches('.').to_owned()
}
