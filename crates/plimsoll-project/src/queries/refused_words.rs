//! The words of a script that its shell refuses, where `sh` is known to be one of the small shells.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::CommandLine;
use plimsoll_facts::debian_releases::DebianRelease;
use plimsoll_facts::shell_words::{self, ShellWord};
use plimsoll_shell::{Command, Dialect, Refusal, Script, Shell, SmallShell};

use crate::{ImageName, Stage};

/// Something that a shell refuses, or does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub span: Span,
    /// As it is written: `set -o pipefail`.
    pub text: String,
    /// What `ShellCheck` calls it.
    pub code: Option<&'static str>,
}

/// Whether a script has anything that one of the small shells refuses. It costs less than asking what `sh` is.
pub fn may_be_refused(script: &Script) -> bool {
    let is_refused =
        |it| in_words(it).next().is_some() || power(it).is_some() || transformation(it).is_some();
    script.commands.iter().any(is_refused)
}

impl Stage<'_> {
    /// What `sh` refuses in the script of instruction `at`, if it is the shell `sh` there.
    pub fn refused_in(&self, script: &Script, at: usize, sh: Dialect) -> Vec<Refused> {
        let is_sh = self.script_shell_at(at) == Some(Shell::Posix(Dialect::Sh));
        if !is_sh || self.sh_at(at) != Some(sh) || !script.problems.is_empty() {
            return Vec::new();
        }
        let is_new = self.root_image().is_some_and(has_new_dash);
        let release = self.root_image().and_then(ImageName::debian_release);
        // A tag such as `golang:1.26` moves from release to release.
        let has_pipefail = sh == Dialect::Dash && release.is_none_or(DebianRelease::has_pipefail);
        let refuses = |word: &ShellWord| match sh {
            Dialect::Dash => word.dash.is_some() && !is_new,
            _ => word.ash.is_some(),
        };
        // Another shell runs the strings, and a subshell is often there to find out.
        let own = script.commands.iter().filter(|it| !it.position.nested && !it.position.in_subshell);
        let mut found = Vec::new();
        for command in own {
            let words = in_words(command).filter(|(_, word)| refuses(word)).map(|(refused, _)| refused);
            found.extend(words.filter(|it| !has_pipefail || it.text != "set -o pipefail"));
            if sh == Dialect::Dash {
                found.extend(power(command));
            }
            found.extend(transformation(command));
        }
        found
    }

    /// Where `sh` stops reading the script of a command in instruction `at`, if it is the shell `sh` there and Bash would
    /// read on. Constructs that `ShellCheck` has a code for are left to that.
    pub fn unread_at(&self, command: &CommandLine<'_>, at: usize, sh: SmallShell) -> Option<Refused> {
        let dialect = if sh == SmallShell::Dash { Dialect::Dash } else { Dialect::Ash };
        let is_sh = self.script_shell_at(at) == Some(Shell::Posix(Dialect::Sh));
        if !is_sh || self.sh_at(at) != Some(dialect) || !command.script().problems.is_empty() {
            return None;
        }
        let script = command.shell_text().filter(|script| !script.text.contains("{{"))?;
        let Refusal { range, reason } = plimsoll_shell::refusal(&script.text, sh)?;
        let (before, rest) = script.text.split_at_checked(range.start)?;
        let (start, text) = match rest {
            _ if rest.starts_with('&') && before.ends_with('|') => {
                (range.start - 1, "`|&` needs Bash".to_owned())
            }
            _ if rest.starts_with('&') && before.ends_with(";;") => {
                (range.start - 2, "`;;&` needs Bash".to_owned())
            }
            _ => (range.start, reason),
        };
        let is_coded = before.ends_with(['=', '<', '>', '('])
            || ["((", "<"].iter().any(|sign| rest.starts_with(sign))
            || ["function ", "select ", "coproc "].iter().any(|word| before.contains(word));
        let end = range.end.max(start + 1).min(script.text.len());
        let code = match rest.chars().next() {
            Some('&') if before.ends_with('|') => Some("SC3029"),
            Some('(') if before.ends_with(['!', '@', '+', '?', '*']) => Some("SC3002"),
            Some('!') if before.trim_end().ends_with('!') => Some("SC2325"),
            _ if text.contains("function name") => Some("SC3033"),
            _ => None,
        };
        (!is_coded).then(|| Refused { span: script.span(start..end), text, code })
    }
}

/// Whether an image may have a dash after 0.5.12, with which the table was made.
fn has_new_dash(image: &ImageName<'_>) -> bool {
    const NEW: [&str; 10] =
        ["sid", "unstable", "testing", "experimental", "forky", "devel", "rolling", "25.", "26.", "resolute"];
    let tag = image.tag.as_ref().map_or("", |tag| &*tag.text);
    NEW.iter().any(|release| tag.starts_with(release) || tag.ends_with(release))
}

/// The words that a shell refuses as arguments of a builtin: of the command, or of an `exec` before it.
fn in_words(command: &Command) -> impl Iterator<Item = (Refused, &'static ShellWord)> {
    let name = command.name();
    let is_wrapped = !command.wrappers.is_empty() && name != "exec";
    let arguments = if !is_wrapped && shell_words::knows(name) { command.arguments() } else { &[] };
    let own = arguments.iter().take_while(|word| !word.is("--"));
    let of_exec = command.wrappers.first().map(|it| it.words.as_slice()).and_then(|words| match words {
        [exec, options @ ..] if exec.is("exec") => Some(options),
        _ => None,
    });
    let own = own.map(move |word| (name, word));
    own.chain(of_exec.into_iter().flatten().map(|word| ("exec", word))).filter_map(|(name, word)| {
        let known = shell_words::find(name, word.literal()?)?;
        let text = match word.unquoted() {
            option if name == "set" && !option.starts_with('-') => format!("set -o {option}"),
            text => format!("{name} {text}"),
        };
        Some((Refused { span: word.span, text, code: known.code }, known))
    })
}

/// `${NAME@Q}`, which both shells call a bad substitution.
fn transformation(command: &Command) -> Option<Refused> {
    command.words.iter().filter(|word| !word.is_plain()).find_map(|word| {
        let (at, length) = word.raw.match_indices("${").find_map(|(at, start)| {
            let inner = word.raw.get(at + start.len()..)?.split('}').next()?;
            let (name, operator) = inner.split_once('@')?;
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let is_operator = operator.len() == 1 && "QEPAaKkULu".contains(operator);
            (is_name && is_operator).then_some((at, inner.len() + 3))
        })?;
        let is_quoted = word.raw.get(..at).is_some_and(|it| it.contains('\''));
        let is_whole = word.span.len() == word.raw.len() && !is_quoted;
        let start = word.span.start as usize + at;
        let span = Span::new(word.span.file, start, start + length);
        is_whole.then(|| Refused {
            span,
            text: word.raw.get(at..at + length).unwrap_or_default().to_owned(),
            code: None,
        })
    })
}

/// `$((2**8))`, which is no arithmetic of POSIX.
fn power(command: &Command) -> Option<Refused> {
    command.words.iter().filter(|word| !word.is_plain()).find_map(|word| {
        let at = word.raw.match_indices("$((").find_map(|(at, start)| {
            let inner = word.raw.get(at + start.len()..)?.split("))").next()?;
            Some(at + start.len() + inner.find("**")?)
        })?;
        // Where the file continues a line inside the word, its places are not those of the text.
        let is_whole = word.span.len() == word.raw.len();
        let start = word.span.start as usize + at;
        let span = if is_whole { Span::new(word.span.file, start, start + 2) } else { word.span };
        Some(Refused { span, text: "**".to_owned(), code: Some("SC3019") })
    })
}
