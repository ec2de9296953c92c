//! A simple command: its words, and how it stands in its script.

use plimsoll_diagnostics::Span;

use crate::quoting::{is_plain, unquote, without_continuations};

/// A simple command: `NAME=value command argument… >file`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// From its first word to its last, redirections included.
    pub span: Span,
    /// Assignments before the command's name.
    pub assignments: Vec<Assignment>,
    /// Name and arguments, wrappers taken off: of `sudo -E apt-get update` it is `apt-get update`.
    pub words: Vec<Word>,
    /// What runs it: `sudo`, `env`, `exec`, `xargs` …, outermost first.
    pub wrappers: Vec<Wrapper>,
    /// `>file`, `2>&1`, `<<EOF`.
    pub redirects: Vec<Redirect>,
    /// How it stands in the script.
    pub position: Position,
}

/// A command that runs another: `sudo -u app …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapper {
    /// Its name and its own options.
    pub words: Vec<Word>,
}

/// `NAME=value` before a command, or alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The whole assignment.
    pub span: Span,
    /// The name.
    pub name: Box<str>,
    /// The value as a word; `None` for arrays.
    pub value: Option<Word>,
    /// The elements of an array, those with a key from the key on: `key]=value`.
    pub elements: Vec<Word>,
    /// Whether it adds to what the variable holds: `NAME+=value`.
    pub is_appended: bool,
}

/// `2>file`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The whole redirection.
    pub span: Span,
    /// The file descriptor before the operator: the 2 of `2>&1`.
    pub descriptor: Option<u32>,
    /// `<`, `>`, `>>`, `<<`, `>&` ….
    pub operator: Box<str>,
    /// What follows; for a here-document its delimiter.
    pub target: Option<Word>,
}

/// A word as the shell splits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// As it is written, continued lines joined.
    pub raw: Box<str>,
    /// Its text without quotes and escapes, where that is another.
    unquoted: Option<Box<str>>,
    /// Whether the shell expands nothing in it: no variable, no substitution, no glob.
    is_literal: bool,
}

/// How a command stands in its script.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each asked for alone")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Which script it is written in: 0 the whole, then each string that a shell runs (`sh -c '…'`).
    pub script: u32,
    /// Number of its pipeline in the script; commands of one pipeline share it. A group in a pipeline has its
    /// place there, the commands in the group have pipelines of their own.
    pub pipeline: u32,
    /// Its place in the pipeline, from 0.
    pub stage: u32,
    /// How many commands the pipeline has.
    pub stages: u32,
    /// How deep it stands inside `if`, `while`, `for`, `case`, functions: 0 when it always runs in turn.
    pub depth: u32,
    /// Whether it stands inside `$(…)`, backquotes or `<(…)`.
    pub in_substitution: bool,
    /// Whether it stands in a condition: after `if`, `while`, `until`, `!`, or before `&&` or `||`.
    pub in_condition: bool,
    /// Whether it stands inside `( … )`.
    pub in_subshell: bool,
    /// Whether it is the body of a string that a shell runs: `sh -c '…'`.
    pub nested: bool,
    /// Whether `!` stands before its pipeline, which is a command of its own: `! a | b`, but not `! a && b`.
    pub is_negated: bool,
    /// Whether it stands in the body or the condition of a loop.
    pub in_loop: bool,
    /// Whether it stands in the body of a function.
    pub in_function: bool,
    /// Whether the script goes on when it fails: it is the condition of an `if` or a loop, or its list, or one around it, has
    /// `||`.
    pub failure_is_handled: bool,
    /// Whether the script goes on after its list, or after one around it: `;`, a new line or `&` follows it.
    pub is_followed: bool,
}

impl Position {
    /// Whether it is unconditional: nothing decides whether the script runs it, and nothing handles its failure. Not so in
    /// `if`, loops, `case` and functions, after `!`, and in lists with `||`.
    pub fn is_unconditional(self) -> bool {
        self.depth == 0 && !self.is_negated && !self.failure_is_handled
    }

    /// Whether it runs in the script's current shell environment, alone in its pipeline: not in `( … )`, `$(…)` or a pipe,
    /// which have shells of their own (POSIX, "Shell Execution Environment").
    pub fn in_current_shell(self) -> bool {
        self.stages <= 1 && !self.in_subshell && !self.in_substitution
    }
}

impl Word {
    /// The word that is written like this at `span`.
    pub(crate) fn new(span: Span, written: &str) -> Word {
        if is_plain(written) {
            return Word { span, raw: written.into(), unquoted: None, is_literal: true };
        }
        let raw = without_continuations(written);
        let unquoted = unquote(written);
        let text = unquoted.text(written);
        let text =
            if unquoted.is_literal() { text } else { without_continuations(&text).into_owned().into() };
        Word {
            span,
            unquoted: (text != raw).then(|| text.into()),
            is_literal: unquoted.is_literal(),
            raw: raw.into(),
        }
    }

    /// Its value, when nothing in it is expanded.
    pub fn literal(&self) -> Option<&str> {
        self.is_literal.then(|| self.unquoted())
    }

    /// Its text without quotes and escapes, variables and patterns left as they are written.
    pub fn unquoted(&self) -> &str {
        self.unquoted.as_deref().unwrap_or(&self.raw)
    }

    /// Whether no byte of it quotes or expands anything.
    pub fn is_plain(&self) -> bool {
        self.is_literal && self.unquoted.is_none()
    }

    /// Whether its value is known and equals `value`.
    pub fn is(&self, value: &str) -> bool {
        self.literal() == Some(value)
    }
}

impl Command {
    /// The name of the program, without its folder: `/usr/bin/apt-get` is `apt-get`. Empty when unknown.
    pub fn name(&self) -> &str {
        let path = self.words.first().and_then(Word::literal).unwrap_or_default();
        // Asked by every rule of every command: a search for bytes, not for characters.
        let folder = path.bytes().rposition(|byte| byte == b'/').map_or(0, |slash| slash + 1);
        path.get(folder..).unwrap_or_default()
    }

    /// The word that names the program.
    pub fn name_word(&self) -> Option<&Word> {
        self.words.first()
    }

    /// Whether a word holds a variable or a substitution that its shell replaces.
    pub fn has_expansions(&self) -> bool {
        self.words.iter().any(|word| word.literal().is_none() && word.raw.contains(['$', '`']))
    }

    /// The words behind its name.
    pub fn arguments(&self) -> &[Word] {
        self.words.get(1..).unwrap_or_default()
    }

    /// Whether `name` runs it: `sudo`, `xargs`.
    pub fn is_wrapped_by(&self, name: &str) -> bool {
        self.wrapper(name).is_some()
    }

    /// The command of this name that runs it.
    pub fn wrapper(&self, name: &str) -> Option<&Wrapper> {
        self.wrappers.iter().find(|wrapper| wrapper.words.first().is_some_and(|word| word.is(name)))
    }
}

/// `for name in list; do …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The variable.
    pub name: Box<str>,
    /// From `for` to `done`.
    pub span: Span,
    /// What it takes one after the other.
    pub list: Vec<Word>,
}

/// `command | command …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// From its first word to its last.
    pub span: Span,
    /// How its first command stands in the script.
    pub position: Position,
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{Joined, SourceFile, Sources};

    use super::Position;
    use crate::Script;

    fn names(script: &str, is_wanted: impl Fn(Position) -> bool) -> Vec<String> {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("script", script));
        let read = Script::parse(&Joined::verbatim(sources.text(file)));
        let wanted = read.commands.iter().filter(|command| is_wanted(command.position));
        wanted.map(|command| command.name().to_owned()).collect()
    }

    #[test]
    fn unconditional_commands() {
        let found = |script: &str| names(script, Position::is_unconditional);
        assert_eq!(found("a && b; c | d"), ["a", "b", "c", "d"]);
        assert_eq!(found("a && b || c; d"), ["d"]);
        assert_eq!(found("{ a; b; } || c; ( d )"), ["d"]);
        assert_eq!(found("if a; then b; fi; ! c; f() { d; }; e"), ["e"]);
    }

    #[test]
    fn commands_in_the_current_shell() {
        let found = |script: &str| names(script, Position::in_current_shell);
        assert_eq!(found("a && b; c | d; ( e ); { f; }"), ["a", "b", "f"]);
        assert_eq!(found("a $(b)"), ["a"]);
    }
}
