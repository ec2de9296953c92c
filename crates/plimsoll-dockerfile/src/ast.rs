//! The tree of a Dockerfile: what is the same for every instruction.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, FileId, Span, Text};

use crate::problems::{TEMPLATE_FILE, VALIDITY};
use crate::{Keyword, Kind};

/// A Dockerfile: what could be read, and what could not.
#[derive(Debug)]
pub struct Dockerfile<'s> {
    /// The file.
    pub file: FileId,
    /// The escape character: `\`, or `` ` `` by directive.
    pub escape: char,
    /// `# syntax=`, `# escape=`, `# check=` at its top.
    pub directives: Vec<Directive<'s>>,
    /// Its instructions, in order.
    pub instructions: Vec<Instruction<'s>>,
    /// Its comments, in order: those between instructions and those between continued lines. Directives are none.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read. Each names a rule page of the linter (`dockerfile-syntax`).
    pub problems: Vec<Diagnostic>,
    /// Whether it is a template, from which another program makes a Dockerfile: what is read of it means little.
    pub is_template: bool,
}

impl<'s> Dockerfile<'s> {
    /// The instruction that holds a span; `None` between instructions.
    pub fn instruction_around(&self, span: Span) -> Option<&Instruction<'s>> {
        let next = self.instructions.partition_point(|it| it.span.start <= span.start);
        self.instructions.get(..next)?.last().filter(|it| span.start <= it.span.end)
    }

    /// Whether it has instructions and no stage, and nothing else is wrong with it: what a part of a Dockerfile looks like.
    pub fn has_no_stage(&self) -> bool {
        let is_stage = |it: &Instruction<'_>| Keyword::from_name(&it.keyword.value) == Some(Keyword::From);
        !self.instructions.is_empty()
            && !self.instructions.iter().any(is_stage)
            && matches!(&*self.problems, [problem] if problem.rule == VALIDITY)
    }

    /// Takes it for a part, which another program puts together with others: this is all that is said of it.
    pub fn take_for_part(&mut self) {
        self.is_template = true;
        for problem in &mut self.problems {
            *problem = part(problem.primary.span);
            problem.here("no `FROM` starts a stage before this");
        }
    }

    /// Takes it for one of the parts that a script joins: this is all that is said of it.
    pub fn take_for_joined(&mut self) {
        self.is_template = true;
        let first = self.instructions.first().map(|first| first.keyword.text.span);
        self.problems = first.map(part).into_iter().collect();
        for problem in &mut self.problems {
            problem.here("a script joins this file with others");
        }
    }
}

/// What is said of a part of a Dockerfile.
fn part(at: Span) -> Diagnostic {
    let mut problem = Diagnostic::new(TEMPLATE_FILE, at, "this file is a part of a Dockerfile");
    problem.help("check the Dockerfile that it becomes a part of instead");
    problem
}

/// A parser directive: `# syntax=docker/dockerfile:1`.
#[derive(Clone, Copy, Debug)]
pub struct Directive<'s> {
    /// The line without its line end.
    pub span: Span,
    /// The name as written: `escape`.
    pub name: Text<'s>,
    /// The value.
    pub value: Text<'s>,
}

/// A comment line.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'s> {
    /// From its `#` to the end of its line, without the line end.
    pub text: Text<'s>,
    /// Whether it stands between the lines of an instruction.
    pub inside: bool,
    /// Whether blanks stand before its `#`.
    pub is_indented: bool,
}

/// An instruction, with everything that belongs to it.
#[derive(Debug)]
pub struct Instruction<'s> {
    /// From its keyword to the last byte of its last line (here-documents and their ends included), without
    /// the line end.
    pub span: Span,
    /// `RUN`, as it is written.
    pub keyword: Word<'s>,
    /// `--name=value`, in order.
    pub flags: Vec<Flag<'s>>,
    /// Here-documents of RUN, COPY and ADD, in order.
    pub heredocs: Vec<Heredoc<'s>>,
    /// The instruction itself.
    pub kind: Kind<'s>,
    /// Blank lines between its continued lines, which BuildKit will refuse one day.
    pub blank_lines: Vec<Span>,
}

/// A word of an instruction. It may hold variables, quotes and a continued line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'s> {
    /// As it stands in the file, a line continuation inside it included.
    pub text: Text<'s>,
    /// As BuildKit's parser gives it: continued lines joined, and for an element of the exec form the decoded
    /// JSON string. Quotes and variables are still in it.
    pub value: Cow<'s, str>,
    /// The escape character with which BuildKit expands the word; `None` where it takes it as it is, as the
    /// elements of an exec form.
    pub(crate) escape: Option<char>,
}

/// `--from=build`.
#[derive(Clone, Debug)]
pub struct Flag<'s> {
    /// All of it.
    pub word: Word<'s>,
    /// `from`.
    pub name: Text<'s>,
    /// `build`; `None` without a `=`.
    pub value: Option<Word<'s>>,
}

/// A here-document.
#[derive(Clone, Debug)]
pub struct Heredoc<'s> {
    /// The redirection in the instruction: `<<-"EOF"`.
    pub marker: Text<'s>,
    /// Its name, quotes removed: `EOF`.
    pub name: String,
    /// The file descriptor before `<<`, 0 by default.
    pub descriptor: u32,
    /// Whether variables in the body are expanded: no quotes in the name.
    pub expand: bool,
    /// Whether leading tabs of the body are removed: `<<-`.
    pub chomp: bool,
    /// The body, up to the line that ends it.
    pub body: Text<'s>,
    /// The line that ends it; `None` when the file ends first.
    pub end: Option<Text<'s>>,
}

impl Flag<'_> {
    /// Its name, quotes and continued lines removed: what BuildKit compares.
    pub fn key(&self) -> &str {
        let text = self.word.value.strip_prefix("--").unwrap_or(&self.word.value);
        text.split_once('=').map_or(text, |(name, _)| name)
    }
}
