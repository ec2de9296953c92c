//! The loop: one logical line, one instruction.

mod command;
mod copy;
mod from;
mod healthcheck;
mod mount;
mod pairs;
mod simple;
mod unknown;

use plimsoll_diagnostics::{Conflict, Fix, JoinedBuilder, Span, Text};

use crate::expand::Reason;
use crate::flags::{self, Scanned};
use crate::json::{self, Array};
use crate::line_slice::Part;
use crate::lines::{Lines, LogicalLine};
use crate::problems::Problems;
use crate::{
    Dockerfile, Heredoc, Instruction, Keyword, Kind, Onbuild, Word, directives, frontend, heredoc, stages,
};

/// How many instructions of a file are read, so that the cost of a file has a limit. The longest real file that we have seen
/// has 516 lines.
const MAX_INSTRUCTIONS: usize = 5_000;

impl<'s> Dockerfile<'s> {
    /// Reads a Dockerfile, given as the whole text of its file. Never fails: what BuildKit would refuse is a
    /// problem, and the rest of the file is read as if nothing had happened.
    pub fn parse(source: Text<'s>) -> Dockerfile<'s> {
        let mark = if source.raw.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lines = Lines::new(source, mark);
        let mut problems = Problems::default();
        let directives = directives::read(&mut lines, &mut problems);
        let conflicts = Conflict::all(source.raw);
        lines.leave_out(conflicts.iter().flat_map(Conflict::left_out));
        let mut parser = Parser {
            source,
            escape: lines.escape,
            lines,
            problems,
            is_foreign: frontend::is_foreign(&directives),
            unknown_in_a_row: 0,
            open_command: None,
        };
        let mut instructions = Vec::new();
        while let Some(line) = parser.lines.logical() {
            if instructions.len() == MAX_INSTRUCTIONS {
                parser
                    .problems
                    .limit(line.span, "the file has more than 5,000 instructions; the rest is not read");
                break;
            }
            instructions.push(parser.instruction(&line));
        }
        let Parser { escape, lines, mut problems, .. } = parser;
        for line in lines.too_long {
            problems.unreadable(
                line.before(),
                "this line is longer than 65535 bytes",
                "BuildKit does not accept lines of this length",
                "split the line with line continuations, or copy its content from a file",
            );
        }
        instructions.shrink_to_fit();
        if instructions.is_empty() {
            problems.unreadable(
                source.slice(mark, mark).span,
                "the file has no instructions",
                "there is nothing to build",
                "add `FROM` with a base image",
            );
        }
        stages::check(&instructions, &mut problems);
        problems.conflicts(&conflicts, source);
        problems.list.sort_by_cached_key(|problem| problem.primary.span);
        if instructions.iter().all(|instruction| matches!(instruction.kind, Kind::Malformed(_))) {
            // The text is of another language, and the build fails at its first line.
            problems.list.truncate(1);
        }
        let is_template = problems.only_of_template(source);
        Dockerfile {
            file: source.span.file,
            escape,
            directives,
            instructions,
            comments: lines.comments,
            problems: problems.list,
            is_template,
        }
    }
}

/// What reading a file needs.
struct Parser<'s> {
    source: Text<'s>,
    escape: char,
    lines: Lines<'s>,
    problems: Problems,
    /// Whether a frontend of somebody else reads the file, and may know instructions that are unknown here.
    is_foreign: bool,
    /// How many unknown instructions followed each other up to here.
    unknown_in_a_row: usize,
    /// Where the RUN ends that the next line may belong to, if it lost its continuation.
    open_command: Option<Span>,
}

/// An instruction whose keyword is known, before its arguments are understood.
struct Head<'p, 'l, 's> {
    keyword: Keyword,
    /// The keyword as it is written.
    name: Part<'l, 's>,
    flags: &'p [Scanned<'s>],
    /// What stands behind keyword and flags.
    rest: Part<'l, 's>,
    /// The elements, where `rest` is an array of strings.
    array: Option<Vec<Part<'l, 's>>>,
    heredocs: &'p [Heredoc<'s>],
}

impl<'s> Parser<'s> {
    fn instruction(&mut self, line: &LogicalLine<'s>) -> Instruction<'s> {
        let whole = Part::whole(&line.text, self.source);
        let mut instruction = self.read(whole.trim(), whole);
        instruction.span = line.span.to(instruction.span);
        instruction.blank_lines.clone_from(&line.blank_lines);
        let is_command = match &instruction.kind {
            // Where keywords are in lower case, a lower-case word may be one too.
            Kind::Run(_) => instruction.keyword.value == "RUN" && instruction.heredocs.is_empty(),
            Kind::Malformed(_) => self.open_command.is_some(),
            _ => false,
        };
        self.open_command = is_command.then(|| instruction.span.after());
        instruction
    }

    /// Reads `part`, an instruction in the logical line `line`: all of it, or the trigger of an ONBUILD.
    fn read<'l>(&mut self, part: Part<'l, 's>, line: Part<'l, 's>) -> Instruction<'s> {
        let (name, rest) = part.split_blank();
        let (flags, rest) = flags::scan(rest.unwrap_or(part.from(part.len())), self.escape);
        let rest = rest.trim();
        let mut heredocs = Vec::new();
        let kind = if let Some(keyword) = Keyword::from_name(name.text()) {
            (self.unknown_in_a_row, self.open_command) = (0, None);
            let array = self.array(keyword, rest);
            if keyword.takes_heredocs() && array.is_none() {
                heredocs = self.heredocs(line);
            }
            let head = Head { keyword, name, flags: &flags, rest, array, heredocs: &heredocs };
            self.kind(head, line)
        } else {
            if !self.is_foreign {
                self.unknown(name);
            }
            Kind::Malformed(rest.split_blanks().map(|word| word.word(None)).collect())
        };
        let mut span = part.span();
        let inner = match &kind {
            Kind::Onbuild(onbuild) => onbuild.instruction.heredocs.last(),
            _ => heredocs.last(),
        };
        if let Some(last) = inner {
            span = span.to(last.end.unwrap_or(without_line_end(last.body)).span);
        }
        Instruction {
            span,
            keyword: name.word(None),
            flags: flags.into_iter().map(|scanned| scanned.flag).collect(),
            heredocs,
            kind,
            blank_lines: Vec::new(),
        }
    }

    fn kind<'l>(&mut self, head: Head<'_, 'l, 's>, line: Part<'l, 's>) -> Kind<'s> {
        let is_none = head.keyword == Keyword::Healthcheck && healthcheck::is_none(head.rest);
        if !is_none {
            flags::check(head.keyword, head.flags, &mut self.problems);
        }
        match head.keyword {
            Keyword::Add | Keyword::Copy => self.copy(&head),
            Keyword::Arg => self.arg(&head),
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Run | Keyword::Shell => self.command(head),
            Keyword::Env | Keyword::Label => self.pairs(&head),
            Keyword::Expose => self.expose(&head),
            Keyword::From => self.from(&head),
            Keyword::Healthcheck => self.healthcheck(&head),
            Keyword::Onbuild => self.onbuild(&head, line),
            Keyword::Volume => self.volume(&head),
            Keyword::Maintainer | Keyword::Stopsignal | Keyword::User | Keyword::Workdir => {
                self.single(&head)
            }
        }
    }

    /// The elements of `rest`, where the instruction may be written as a JSON array and is.
    fn array<'l>(&mut self, keyword: Keyword, rest: Part<'l, 's>) -> Option<Vec<Part<'l, 's>>> {
        let takes_json = matches!(
            keyword,
            Keyword::Add
                | Keyword::Cmd
                | Keyword::Copy
                | Keyword::Entrypoint
                | Keyword::Run
                | Keyword::Shell
                | Keyword::Volume
        );
        if takes_json { self.elements(rest) } else { None }
    }

    fn elements<'l>(&mut self, rest: Part<'l, 's>) -> Option<Vec<Part<'l, 's>>> {
        match json::array(rest) {
            Array::Not => None,
            Array::Strings(strings) => Some(strings),
            Array::Mixed(elements, element) => {
                let problem = self.problems.unreadable(
                    element.span(),
                    "a JSON array can only contain strings",
                    "this is not a string",
                    "put this element in double quotes",
                );
                let text = element.raw();
                if let Some(problem) = problem
                    && !text.raw.starts_with(['[', '{'])
                {
                    let fix = Fix::risky("put this element in double quotes");
                    problem.fix(fix.insert_before(text.span, "\"").insert_after(text.span, "\""));
                }
                Some(elements)
            }
        }
    }

    /// A word that the builder expands.
    fn word(&mut self, part: Part<'_, 's>) -> Word<'s> {
        let word = part.word(Some(self.escape));
        self.check_expansion(&word);
        word
    }

    /// Reports a word that cannot be expanded, whatever values its variables have.
    fn check_expansion(&mut self, word: &Word<'s>) {
        let Some((reason, span)) = word.refusal() else { return };
        let help = match reason {
            Reason::OpenQuote(quote) => {
                format!("close the quote, or write `{}{quote}` for a literal quote", self.escape)
            }
            Reason::OpenBrace | Reason::NoSecondSlash => "complete the expression, or escape the `$`".to_owned(),
            Reason::BadSubstitution => "write a name after `${`, or escape the `$`".to_owned(),
            Reason::UnsupportedModifier(_) => {
                "use a modifier that BuildKit supports: `-`, `:-`, `+`, `:+`, `?`, `:?`, `#`, `##`, `%`, `%%`, `/` or `//`"
                    .to_owned()
            }
            // Refused here only: BuildKit would try.
            Reason::Required(..) | Reason::BadPattern(_) | Reason::TooDeep | Reason::TooLong => return,
        };
        self.problems.validity(span, reason.to_string(), "this cannot be expanded", help);
    }

    /// The inside of a JSON string, as a word.
    fn json_word(inner: Part<'_, 's>, escape: Option<char>) -> Word<'s> {
        match json::decode(inner) {
            Some(decoded) => Word { text: inner.raw(), value: decoded.text.into_owned().into(), escape },
            None => inner.word(escape),
        }
    }

    /// The arguments as words, for an instruction of which nothing more is sure.
    fn malformed(head: &Head<'_, '_, 's>) -> Kind<'s> {
        Kind::Malformed(match &head.array {
            Some(array) => array.iter().map(|element| Self::json_word(*element, None)).collect(),
            None => head.rest.split_blanks().map(|word| word.word(None)).collect(),
        })
    }

    /// Reports that arguments are missing.
    fn missing(&mut self, head: &Head<'_, '_, 's>, what: &'static str) {
        let keyword = head.keyword.name();
        self.problems.syntax(
            head.name.span(),
            format!("`{keyword}` needs {what}"),
            "nothing follows this keyword",
            format!("add {what}, or remove the instruction"),
        );
    }

    fn onbuild<'l>(&mut self, head: &Head<'_, 'l, 's>, line: Part<'l, 's>) -> Kind<'s> {
        if head.rest.is_empty() {
            self.missing(head, "an instruction to run later");
            return Self::malformed(head);
        }
        let (name, _) = head.rest.split_blank();
        let keyword = Keyword::from_name(name.text());
        if let Some(keyword @ (Keyword::Onbuild | Keyword::From | Keyword::Maintainer)) = keyword {
            let problem = self.problems.validity(
                name.span(),
                format!("`{}` is not allowed in `ONBUILD`", keyword.name()),
                "`ONBUILD` does not accept this instruction",
                "remove this instruction: `ONBUILD` accepts all instructions except `FROM`, `MAINTAINER` and `ONBUILD`",
            );
            if let Some(problem) = problem {
                problem.answers_to(["hadolint:DL3043", "datadog-iac:408460f2"]);
            }
            if keyword == Keyword::Onbuild {
                return Self::malformed(head);
            }
        }
        let outer = std::mem::replace(&mut self.problems.in_trigger, true);
        let instruction = self.read(head.rest, line);
        self.problems.in_trigger = outer;
        Kind::Onbuild(Onbuild { instruction: Box::new(instruction) })
    }

    /// The here-documents that `line` asks for, taken from the lines behind it.
    fn heredocs(&mut self, line: Part<'_, 's>) -> Vec<Heredoc<'s>> {
        if !line.text().contains("<<") {
            return Vec::new();
        }
        let mut found = Vec::new();
        for marker in heredoc::markers(line) {
            let (body, end) = self.lines.heredoc(&marker.name, marker.chomp);
            if end.is_none() {
                self.problems.unreadable(
                    marker.part.span(),
                    format!("the here-document `{}` is not closed", marker.name),
                    "started here",
                    format!("add a line that only contains `{}` at the end", marker.name),
                );
            }
            found.push(Heredoc {
                marker: marker.part.raw(),
                name: marker.name,
                descriptor: marker.descriptor,
                expand: marker.expand,
                chomp: marker.chomp,
                body,
                end,
            });
        }
        found
    }

    fn builder(&self) -> JoinedBuilder {
        JoinedBuilder::new(self.source.span.file)
    }
}

fn without_line_end(text: Text<'_>) -> Text<'_> {
    text.slice(0, text.raw.trim_end_matches(['\r', '\n']).len())
}
