//! RUN, CMD, ENTRYPOINT and SHELL: the shell form, the exec form, and here-documents.

use plimsoll_diagnostics::Fix;

use super::{Head, Parser};
use crate::command::shell_string;
use crate::line_slice::Part;
use crate::lines::leading_tabs;
use crate::{Cmd, CommandLine, Entrypoint, Form, Heredoc, Keyword, Kind, Run, Shell, Word, heredoc, json};

impl<'s> Parser<'s> {
    pub(super) fn command(&mut self, head: Head<'_, '_, 's>) -> Kind<'s> {
        if head.keyword == Keyword::Shell {
            return self.shell(&head);
        }
        let mut command = self.command_line(head.rest, head.array);
        match head.keyword {
            Keyword::Cmd => Kind::Cmd(Cmd { command }),
            Keyword::Entrypoint => Kind::Entrypoint(Entrypoint { command }),
            _ => {
                if let Some(first) = head.heredocs.first() {
                    self.with_heredocs(&mut command, head.rest, first, head.heredocs);
                }
                Kind::Run(Run { command, mounts: self.run_flags(head.flags) })
            }
        }
    }

    pub(super) fn command_line(
        &self,
        rest: Part<'_, 's>,
        array: Option<Vec<Part<'_, 's>>>,
    ) -> CommandLine<'s> {
        let Some(array) = array else {
            return CommandLine::new(rest.span(), Form::Shell(rest.joined()));
        };
        let words: Vec<Word<'s>> = array.iter().map(|element| Self::json_word(*element, None)).collect();
        let script = shell_string(&words).and_then(|at| array.get(at));
        let script = script.map(|inner| json::decode(*inner).unwrap_or_else(|| inner.joined()));
        let mut command = CommandLine::new(rest.span(), Form::Exec(words));
        command.shell_string = script;
        command
    }

    /// Makes here-documents part of what RUN runs, as BuildKit's `dispatchRun` does.
    fn with_heredocs(
        &self,
        command: &mut CommandLine<'s>,
        rest: Part<'_, 's>,
        first: &Heredoc<'s>,
        all: &[Heredoc<'s>],
    ) {
        let mut script = self.builder();
        if heredoc::marker(rest).is_some() {
            // The line is the marker alone: the body is the script.
            script.push(first.body.slice(0, 0));
            let mut rest = first.body;
            while !rest.raw.is_empty() {
                let len = memchr::memchr(b'\n', rest.raw.as_bytes()).map_or(rest.raw.len(), |end| end + 1);
                let tabs = if first.chomp { leading_tabs(rest.raw) } else { 0 };
                script.push(rest.slice(tabs, len));
                rest = rest.slice(len, rest.raw.len());
            }
            let line = first.body.raw.lines().next().unwrap_or_default();
            if let Some(program) = line.strip_prefix("#!") {
                let from = line.len() - program.len();
                command.interpreter = Some(first.body.slice(from, line.len()).trim());
            }
        } else {
            rest.push_to(&mut script);
            for heredoc in all {
                script.push_replaced("\n", heredoc.body.span.before());
                script.push(heredoc.body);
                let end = heredoc.end.map_or(heredoc.body.span.after(), |end| end.trim().span);
                script.push_replaced(&heredoc.name, end);
            }
        }
        command.line = Some(rest.joined());
        command.form = Form::Shell(script.finish());
    }

    fn shell(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let help = "write the shell and its arguments as a JSON array: `SHELL [\"/bin/bash\", \"-c\"]`";
        match &head.array {
            Some(array) if !array.is_empty() => {
                let words = array.iter().map(|element| Self::json_word(*element, None)).collect();
                Kind::Shell(Shell { words })
            }
            Some(_) => {
                let here = "this array is empty";
                self.problems.syntax(head.rest.span(), "`SHELL` needs a shell", here, help);
                Self::malformed(head)
            }
            None if head.rest.is_empty() => {
                self.missing(head, "a shell in a JSON array");
                Self::malformed(head)
            }
            None => {
                let message = "`SHELL` must be a JSON array of strings";
                let here = "this is not a JSON array";
                let problem = self.problems.syntax(head.rest.span(), message, here, help);
                let words: Vec<_> = head.rest.split_blanks().map(|word| word.word(None)).collect();
                let is_plain = !head.rest.text().contains(['[', ']', '"', '\'', '\\', '$']);
                if let Some(problem) = problem
                    && is_plain
                {
                    let quoted: Vec<_> = words.iter().map(|word| format!("\"{}\"", word.value)).collect();
                    let array = format!("[{}]", quoted.join(", "));
                    problem.fix(Fix::risky("write a JSON array").replace(head.rest.span(), array));
                }
                Kind::Malformed(words)
            }
        }
    }
}
