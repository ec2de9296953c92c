//! What BuildKit would refuse, while it is collected.

use std::borrow::Cow;

use plimsoll_diagnostics::{
    Conflict, Diagnostic, Span, TEMPLATE_MARKS, Text, is_template_word, template_property,
};

/// The text cannot be read: a page of the linter.
const SYNTAX: &str = "dockerfile-syntax";
/// It can be read, and BuildKit refuses what it says: another page.
pub(crate) const VALIDITY: &str = "dockerfile-validity";

/// Neither: what another program has to fill in first. A page, too.
pub(crate) const TEMPLATE_FILE: &str = "template-file";

/// The file is too large. Another page.
const LIMIT: &str = "limit-exceeded";

/// What stands on both sides of a name that a script replaces.
const FENCES: [&str; 5] = ["__", "@@", "@", "%%", "%"];

/// What template engines open their text with, and what closes it again. `{%` also starts an expansion of a shell.
const BRACKETS: [(&str, &str); 2] = [("{{", "}}"), ("<%", "%>")];

/// Whether a text starts with `${a.b}` or `${option:name}`, which are variables of Maven and of Dev Container templates, and no
/// expansion that a shell or BuildKit knows.
fn is_placeholder(text: &str) -> bool {
    let option = text.strip_prefix("${").and_then(|rest| rest.split_once('}')).map(|(inside, _)| inside);
    let is_option = |inside: &str| inside.contains(':') && inside.split(':').all(is_template_word);
    template_property(text, "${", '}').is_some() || option.is_some_and(is_option)
}

/// Whether a word is a name between marks, a line of its own for what a script puts there: `__PREINSTALL__`, `@@LABELS@@`.
fn is_fenced(word: &str) -> bool {
    let inside = |fence: &str| word.strip_prefix(fence)?.strip_suffix(fence);
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    FENCES.iter().find_map(|fence| inside(fence)).is_some_and(|name| !name.is_empty() && is_name(name))
}

/// Whether the preprocessor of C puts another file in front of the first instruction: `#include "common.Dockerfile"`.
fn includes_another(text: &str) -> bool {
    let mut head = text.lines().map(str::trim).take_while(|line| line.is_empty() || line.starts_with('#'));
    head.any(|line| line.starts_with("#include \"") || line.starts_with("#include <"))
}

/// The problems of a file.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    /// In the order in which they were met.
    pub(crate) list: Vec<Diagnostic>,
    /// Inside of an ONBUILD trigger, of which BuildKit reads no more than words until a child image runs it.
    pub(crate) in_trigger: bool,
}

impl Problems {
    /// BuildKit's tokenizer stops here, in a trigger too.
    pub(crate) fn unreadable(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        self.add(SYNTAX, span, message.into(), here.into(), help.into())
    }

    /// The file has more than is read.
    pub(crate) fn limit(&mut self, span: Span, message: &str) {
        self.list.push(Diagnostic::new(LIMIT, span, message));
    }

    /// The file has two versions of some lines.
    pub(crate) fn conflicts(&mut self, conflicts: &[Conflict], source: Text<'_>) {
        self.list.extend(conflicts.iter().map(|conflict| conflict.problem(SYNTAX, source)));
    }

    /// The instruction is written in a way that BuildKit does not know.
    pub(crate) fn syntax(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        if self.in_trigger { None } else { self.unreadable(span, message, here, help) }
    }

    /// The instruction can be read, and says something that BuildKit refuses.
    pub(crate) fn validity(
        &mut self,
        span: Span,
        message: impl Into<String>,
        here: impl Into<Cow<'static, str>>,
        help: impl Into<Cow<'static, str>>,
    ) -> Option<&mut Diagnostic> {
        if self.in_trigger {
            return None;
        }
        self.add(VALIDITY, span, message.into(), here.into(), help.into())
    }

    /// Where an instruction is expected, a template engine's text stands, or a name with dots where BuildKit expands a
    /// variable (`${app.version}`): what that engine will make of the file is not known, so this is all that is said of it.
    pub(crate) fn only_of_template(&mut self, source: Text<'_>) -> bool {
        let behind =
            |problem: &Diagnostic| source.raw.get(problem.primary.span.start as usize..).unwrap_or_default();
        let opens = |problem: &Diagnostic| {
            let behind = behind(problem);
            let word = behind.split_whitespace().next().unwrap_or_default();
            is_fenced(word)
                || TEMPLATE_MARKS.iter().any(|open| behind.starts_with(open))
                || is_placeholder(behind)
        };
        // Or the first thing that cannot be read stands between the brackets of one.
        let is_inside = |problem: &Diagnostic| {
            let before = source.raw.get(..problem.primary.span.start as usize).unwrap_or_default();
            BRACKETS.iter().any(|(open, close)| {
                before.rfind(open).is_some_and(|open| before.rfind(close).is_none_or(|close| close < open))
            })
        };
        let unread = |problem: &Diagnostic| problem.rule == "dockerfile-syntax";
        let first =
            || self.list.iter().position(unread).filter(|at| self.list.get(*at).is_some_and(is_inside));
        let included = || (!self.list.is_empty() && includes_another(source.raw)).then_some(0);
        let Some(at) = self.list.iter().position(opens).or_else(first).or_else(included) else {
            return false;
        };
        self.list.swap(0, at);
        self.list.truncate(1);
        if let Some(problem) = self.list.first_mut() {
            *problem = Diagnostic::new(TEMPLATE_FILE, problem.primary.span, "this file is a template");
            problem
                .here("a template engine renders this file, and BuildKit reads the result")
                .help("check the rendered file instead");
        }
        true
    }

    fn add(
        &mut self,
        rule: &'static str,
        span: Span,
        message: String,
        here: Cow<'static, str>,
        help: Cow<'static, str>,
    ) -> Option<&mut Diagnostic> {
        let mut problem = Diagnostic::new(rule, span, message);
        // Of what is refused hardly anything is a rule of other linters; what is says so.
        let aliases: &[&str] = if rule == SYNTAX { &["hadolint:DL1000"] } else { &[] };
        problem.here(here).help(help).answers_to(aliases.iter().copied());
        self.list.push(problem);
        self.list.last_mut()
    }
}
