//! The only files that touch the shell parser dependency: this one, which asks it, and `parser/`, which walk
//! its tree.

mod substitutions;
mod walk;

use plimsoll_diagnostics::{Joined, Span};
use shuck_parser::parser::{ParseResult, Parser};
use shuck_parser::{ShellDialect, ShellProfile};

use crate::draft::{Draft, Source};
use crate::{Loop, Pipeline, Position};

/// How deep braces may stand in each other, and how many `time` in one line: what the parser does not bound itself,
/// or bounds only after work that grows with the square of the depth.
const MOST_DEPTH: usize = 100;

/// A script with more bytes is not read: its tree takes 300 times the memory.
const LONGEST: usize = 256 << 10;

/// How much work the parser may do. Its own allowance is used up by a long script of short commands.
const OPERATIONS_PER_BYTE: usize = 16;
const LEAST_OPERATIONS: usize = 100_000;

/// What is written in one text; strings that a shell would run are still words.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) pipelines: Vec<Pipeline>,
    pub(crate) loops: Vec<Loop>,
    pub(crate) problems: Vec<(Span, String)>,
}

/// Reads `script`. Always with the grammar of Bash, of which every other shell's common part is a part: which shell
/// will run it is often not known, and a rule about shells wants the tree of what that shell would refuse.
pub(crate) fn parse(script: &Joined<'_>, outer: Position) -> Parsed {
    let Some(result) = syntax(&script.text) else {
        let why = if script.text.len() > LONGEST { "too long" } else { "nested too deeply" };
        let problem = (script.whole(), format!("{why} to be read"));
        return Parsed { problems: vec![problem], ..Parsed::default() };
    };
    let problems = result
        .diagnostics
        .into_iter()
        .map(|problem| (script.span(walk::range(problem.span)), reason(&problem.message)))
        .collect();
    let mut walk = walk::Walk::new(Source::new(script));
    walk.statements(&result.file.body, outer);
    let (drafts, pipelines, loops) = walk.finish();
    Parsed { drafts, pipelines, loops, problems }
}

/// The parser's own tree, for whoever knows it: the linter of the same family. `None` for a text that is too long
/// or nested too deeply to be read.
pub fn syntax(text: &str) -> Option<ParseResult> {
    if text.len() > LONGEST || is_too_deep(text) {
        return None;
    }
    let profile = ShellProfile::native(ShellDialect::Bash);
    let fuel = text.len().saturating_mul(OPERATIONS_PER_BYTE).saturating_add(LEAST_OPERATIONS);
    Some(Parser::with_limits_and_profile(text, MOST_DEPTH, fuel, profile).parse())
}

fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        deepest = deepest.max(depth);
    }
    // `time` and `coproc` hold the rest of their pipeline, with any number of them in it.
    let has_chain = |line: &str| {
        let words = line.split(|c: char| !c.is_ascii_alphanumeric());
        words.filter(|word| matches!(*word, "time" | "coproc")).nth(MOST_DEPTH).is_some()
    };
    // Hardly a text holds either that often; looking for that is cheap.
    let may_chain = ["time", "coproc"].iter().any(|word| text.matches(word).nth(MOST_DEPTH / 2).is_some());
    deepest > MOST_DEPTH || (may_chain && text.split(['\n', ';']).any(has_chain))
}

/// The parser's message in the style of ours: one line, no place in it.
fn reason(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, JoinedBuilder, Text};

    use crate::Script;

    fn parse(text: &str) -> Script {
        Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)))
    }

    #[test]
    fn depth_without_end_is_a_problem() {
        let hostile = [
            "(",
            "{ ",
            "$(",
            "if a; then ",
            "`",
            "${a:-",
            "{a,",
            "time -p ",
            "coproc ",
            "! time ",
            "((",
            "sh -c '",
            "a|",
        ];
        for piece in hostile {
            let script = parse(&piece.repeat(5_000));
            assert!(!script.problems.is_empty() || script.commands.len() < 10, "{piece}");
        }
        assert_eq!(parse("time time x").commands.len(), 1);
    }

    #[test]
    fn many_short_commands_are_read() {
        let script = parse(&"a; ".repeat(50_000));
        assert_eq!((script.commands.len(), script.problems.len()), (50_000, 0));
    }

    #[test]
    fn joined_lines_keep_their_places() {
        let source = "RUN apt-get install \\\n  # why\n  'cu'rl && sh -c \"wget \\\n  x\"";
        let text = Text::new(source, FileId::FIRST, 0);
        let mut builder = JoinedBuilder::new(FileId::FIRST);
        for (from, to) in [(4, 20), (30, 54), (56, source.len())] {
            builder.push(text.slice(from, to));
        }
        let joined = builder.finish();
        let script = Script::parse(&joined);
        let words = script.commands.iter().map(|command| {
            let words = command
                .words
                .iter()
                .map(|word| (word.literal().unwrap(), source.get(word.span.range()).unwrap()));
            words.collect::<Vec<_>>()
        });
        assert_eq!(
            words.collect::<Vec<_>>(),
            [
                vec![("apt-get", "apt-get"), ("install", "install"), ("curl", "'cu'rl")],
                vec![("sh", "sh"), ("-c", "-c"), ("wget   x", "\"wget \\\n  x\"")],
                vec![("wget", "wget"), ("x", "x")],
            ]
        );
    }
}
