//! Parser directives: `# syntax=`, `# escape=`, `# check=` at the top of the file.
//!
//! Source: BuildKit, `frontend/dockerfile/parser/directives.go`.

use plimsoll_diagnostics::{Fix, Text};

use crate::line_slice::is_blank;
use crate::lines::Lines;
use crate::problems::Problems;
use crate::{CheckOptions, Comment, Directive, Dockerfile};

/// Reads the directives and sets the escape character.
pub(crate) fn read<'s>(lines: &mut Lines<'s>, problems: &mut Problems) -> Vec<Directive<'s>> {
    let mut found: Vec<Directive<'s>> = Vec::new();
    // A shebang is a comment. BuildKit looks for `syntax` and `check` behind it too, but not for `escape`.
    let mut behind_shebang = false;
    if let Some(line) = lines.peek().filter(|line| line.raw.starts_with("#!")) {
        lines.consume(line);
        let text = line.slice(0, line.raw.trim_end().len());
        lines.comments.push(Comment { text, inside: false, is_indented: false });
        behind_shebang = true;
    }
    while let Some(line) = lines.peek() {
        let text = line.slice(0, line.raw.trim_end_matches(['\r', '\n']).len());
        let Some(directive) = directive(text) else { break };
        let name = directive.name.raw.to_ascii_lowercase();
        if !Directive::NAMES.contains(&&*name) {
            break;
        }
        lines.consume(line);
        let is_escape = name == "escape";
        // An indented one is known to the tokenizer only, which has use for `escape` alone.
        let is_indented = !text.raw.starts_with('#');
        if if is_escape { behind_shebang } else { is_indented } {
            lines.comments.push(Comment { text: text.trim(), inside: false, is_indented });
            continue;
        }
        let first = found.iter().find(|other| other.is_named(&name));
        if let Some(first) = first.filter(|_| !behind_shebang) {
            let problem = problems.unreadable(
                first.name.span,
                format!("the `{name}` directive is set twice"),
                "first set here",
                "remove one of the two",
            );
            if let Some(problem) = problem {
                problem.label(directive.name.span, "set again here");
            }
        } else if is_escape {
            match directive.value.raw {
                "\\" => lines.escape = '\\',
                "`" => lines.escape = '`',
                _ => bad_escape(&directive, problems),
            }
        } else if name == "check" {
            bad_check(&directive, problems);
        }
        found.push(directive);
    }
    found
}

fn bad_escape(directive: &Directive<'_>, problems: &mut Problems) {
    let value = directive.value;
    let problem = problems.unreadable(
        value.span,
        format!("`{}` cannot be the escape character", value.raw),
        "the escape character must be `\\` or a backtick",
        "write `# escape=\\`, or remove the line",
    );
    let doubled = ["\\", "`"].into_iter().find(|one| value.raw == one.repeat(2));
    if let (Some(problem), Some(one)) = (problem, doubled) {
        problem.fix(Fix::risky("keep one character").replace(value.span, one));
    }
}

fn bad_check(directive: &Directive<'_>, problems: &mut Problems) {
    let Some(refused) = CheckOptions::read(directive.value).refused else { return };
    problems.unreadable(
        refused.span,
        format!("`{}` is not a valid option of the `check` directive", refused.raw),
        "BuildKit rejects this option",
        "write `skip=` or `experimental=` with check names or `all`, or `error=true`, separated by `;`",
    );
}

/// `# name=value`, whatever the name.
fn directive(line: Text<'_>) -> Option<Directive<'_>> {
    let is_space = |c: char| c == '\n' || (is_blank(c) && c != '\u{b}');
    let whole = line.trim();
    let rest = whole.raw.strip_prefix('#')?.trim_start();
    let start = whole.raw.len() - rest.len();
    let letters = rest.find(|c: char| !c.is_ascii_alphanumeric())?;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name = whole.slice(start, start + letters);
    let value = rest.get(letters..)?.trim_start_matches(is_space).strip_prefix('=')?;
    let value = value.trim_start_matches(is_space);
    let from = whole.raw.len() - value.len();
    let value = value.trim_end_matches(is_space);
    // `escape` is taken whole, the others up to the first blank.
    let len = if name.raw.eq_ignore_ascii_case("escape") { None } else { value.find(' ') };
    let value = whole.slice(from, from + len.unwrap_or(value.len()));
    (!value.raw.is_empty()).then_some(Directive { span: line.span, name, value })
}

impl Directive<'_> {
    /// The names that mean something to BuildKit.
    pub const NAMES: [&'static str; 3] = ["syntax", "escape", "check"];

    /// Whether it has this name, in any letter case.
    pub fn is_named(&self, name: &str) -> bool {
        self.name.raw.eq_ignore_ascii_case(name)
    }
}

impl<'s> Dockerfile<'s> {
    /// The first directive of a name.
    pub fn directive(&self, name: &str) -> Option<&Directive<'s>> {
        self.directives.iter().find(|directive| directive.is_named(name))
    }
}

impl<'s> Comment<'s> {
    /// The directive that it would be at the top of the file, whatever the name.
    pub fn as_directive(&self) -> Option<Directive<'s>> {
        directive(self.text)
    }
}
