//! What an instruction runs: the shell form, the exec form, and the script in either.

use std::sync::OnceLock;

use plimsoll_diagnostics::{Joined, JoinedBuilder, Span, Text};
use plimsoll_shell::{Command, Script};

use crate::{Instruction, Word};

/// The command of RUN, CMD, ENTRYPOINT, or of a health check.
#[derive(Debug)]
pub struct CommandLine<'s> {
    /// All of it, here-documents not included.
    pub span: Span,
    /// How it is written.
    pub form: Form<'s>,
    /// What stands on the line, when here-documents make the script another text.
    pub(crate) line: Option<Joined<'s>>,
    pub(crate) interpreter: Option<Text<'s>>,
    /// The script of `["sh", "-c", "script"]`.
    pub(crate) shell_string: Option<Joined<'s>>,
    script: OnceLock<Box<Script>>,
}

/// How a command is written.
#[derive(Debug)]
pub enum Form<'s> {
    /// `RUN apt-get update`: the text that the shell gets, a here-document that is the script included.
    Shell(Joined<'s>),
    /// `CMD ["nginx", "-g", "daemon off;"]`: the elements.
    Exec(Vec<Word<'s>>),
}

impl<'s> CommandLine<'s> {
    /// A command as it is written.
    pub fn new(span: Span, form: Form<'s>) -> CommandLine<'s> {
        CommandLine { span, form, line: None, interpreter: None, shell_string: None, script: OnceLock::new() }
    }

    /// Whether it is written as a JSON array.
    pub fn is_exec(&self) -> bool {
        matches!(self.form, Form::Exec(_))
    }

    /// What runs the script when it is a here-document that starts with `#!`: `/usr/bin/env python3`.
    pub fn interpreter(&self) -> Option<Text<'s>> {
        self.interpreter
    }

    /// The text that a shell gets: the shell form, or the string of `["sh", "-c", "script"]`. `None` for any other exec
    /// form, which no shell reads.
    pub fn shell_text(&self) -> Option<&Joined<'s>> {
        match (&self.form, &self.shell_string) {
            (Form::Shell(text), _) => Some(text),
            (Form::Exec(_), string) => string.as_ref(),
        }
    }

    /// Its simple commands, as a POSIX shell reads them. Read once, when first asked.
    ///
    /// Of `["bash", "-c", "script"]` it is the script; any other exec form is a single command. Whether a POSIX
    /// shell reads a shell form at all is not known here: ask the stage, and [`CommandLine::interpreter`].
    pub fn script(&self) -> &Script {
        self.script.get_or_init(|| {
            Box::new(match (&self.form, self.shell_text()) {
                (_, Some(text)) => Script::parse(text),
                (Form::Exec(words), None) => exec_script(words),
                (Form::Shell(_), None) => Script::default(),
            })
        })
    }

    /// What joins a command to the end of its shell form, to be run when all before it went well: ` && `, or the same
    /// on a line of its own. `None` where that end is not plain: a comment, a here-document, a loop. `text` is that of
    /// its instruction.
    pub fn joint(&self, instruction: &Instruction<'_>, text: &str) -> Option<String> {
        let script = self.script();
        let last = script.commands.last()?;
        let position = last.position;
        let is_inside = position.in_subshell || position.in_substitution || position.nested;
        let is_end = last.span.end == instruction.span.end && instruction.heredocs.is_empty();
        if self.is_exec() || position.depth > 0 || is_inside || !is_end || !script.problems.is_empty() {
            return None;
        }
        let line = text.rsplit_once('\n').map_or("", |(_, line)| line);
        let indentation = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        Some(if indentation.is_empty() || !text.contains("\\\n") {
            " && ".to_owned()
        } else if text.contains("&& \\\n") {
            format!(" && \\\n{indentation}")
        } else {
            format!(" \\\n{indentation}&& ")
        })
    }

    /// The commands of its script.
    pub fn commands(&self) -> &[Command] {
        &self.script().commands
    }
}

/// The place of the script in the words of an exec form that calls a shell: behind `-c`, `-ec`, `-lc` ….
pub(crate) fn shell_string(words: &[Word<'_>]) -> Option<usize> {
    plimsoll_shell::string_argument(words.iter().map(|word| &*word.value))
}

/// The script that is the single command of an exec form: every word quoted where a shell would read more into it.
fn exec_script(words: &[Word<'_>]) -> Script {
    let Some(first) = words.first() else { return Script::default() };
    let mut builder = JoinedBuilder::new(first.text.span.file);
    for word in words {
        if !builder.text().is_empty() {
            builder.push_replaced(" ", word.text.span.before());
        }
        if is_plain(&word.value) && word.text.raw == word.value {
            builder.push(word.text);
        } else {
            let quoted = format!("'{}'", word.value.replace('\'', "'\\''"));
            builder.push_replaced(&quoted, word.text.span);
        }
    }
    Script::parse(&builder.finish())
}

/// Whether a shell takes `word` for itself, and for no keyword.
fn is_plain(word: &str) -> bool {
    const RESERVED: [&str; 17] = [
        "if", "then", "elif", "else", "fi", "do", "done", "case", "esac", "while", "until", "for", "in",
        "function", "select", "time", "coproc",
    ];
    let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,+@%".contains(&byte);
    !word.is_empty() && word.bytes().all(is_safe) && !RESERVED.contains(&word)
}
