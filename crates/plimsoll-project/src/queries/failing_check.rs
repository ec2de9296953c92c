//! Health checks that cannot succeed: their script ends with an error, whatever it finds.

use plimsoll_compose::TestForm;
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::HealthcheckTest;
use plimsoll_facts::shell_words;
use plimsoll_shell::{Command, Dialect, Script, Word};

use crate::{Container, Healthcheck, Stage, Value};

/// The command with which every run of a health check ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailingEnd {
    /// Where it stands.
    pub span: Span,
    /// As it is written: `exit 1`.
    pub text: String,
    /// Whether the script is nothing else.
    pub is_alone: bool,
}

impl<'p> Container<'p> {
    /// The end of its health check that makes every run fail: `curl … && exit 1`.
    pub fn failing_end(&self) -> Option<FailingEnd> {
        let Value::Known { value: check, .. } = self.healthcheck() else { return None };
        let is_posix = self.stage().is_none_or(|stage| stage.ends_in_posix());
        check.with_script(|text, script| failing_end(text, script).filter(|_| is_posix)).flatten()
    }

    /// Whether something visible in its health check lets it fail, whatever its service does: an end with an error, a
    /// program that is not installed, or what only Bash knows where `sh` is a smaller shell.
    pub fn check_may_always_fail(&self) -> bool {
        let Value::Known { value: check, .. } = self.healthcheck() else { return false };
        let sh = self.sh();
        let is_refused = |text: &str, script: &Script| {
            ["/dev/tcp/", "[[ "].iter().any(|sign| text.contains(sign))
                || script.commands.iter().any(|command| has_refused_word(command, sh))
        };
        let is_small = matches!(sh, Some(Dialect::Dash | Dialect::Ash));
        self.failing_end().is_some()
            || check.programs().iter().any(|program| self.lacks(&program.name).is_known())
            || is_small && check.with_script(is_refused) == Some(true)
    }
}

impl Stage<'_> {
    /// The end of its health check that makes every run fail.
    pub fn failing_end(&self) -> Option<FailingEnd> {
        let Value::Known { value: check, .. } = self.healthcheck() else { return None };
        check.with_script(|text, script| failing_end(text, script).filter(|_| self.ends_in_posix())).flatten()
    }

    fn ends_in_posix(&self) -> bool {
        self.shell_at(self.end()).shell.is_posix()
    }
}

impl Healthcheck<'_> {
    /// What `ask` says of the script that a shell runs.
    fn with_script<T>(&self, ask: impl FnOnce(&str, &Script) -> T) -> Option<T> {
        match self {
            Healthcheck::Disabled | Healthcheck::OfImage => None,
            Healthcheck::Instruction(check) => {
                let HealthcheckTest::Cmd(_, line) = &check.test else { return None };
                Some(ask(&line.shell_text()?.text, line.script()))
            }
            Healthcheck::Service(check) => {
                let test = check.test.as_ref()?;
                let script = match (test.form, &test.words[..]) {
                    (TestForm::CmdShell | TestForm::String, [script, ..]) => script,
                    (TestForm::Cmd, [shell, flag, script]) if flag.value == "-c" => {
                        let name = shell.value.rsplit('/').next().unwrap_or_default();
                        Some(script).filter(|_| ["sh", "bash", "ash", "dash"].contains(&name))?
                    }
                    _ => return None,
                };
                Some(ask(&script.value, &Script::parse(&script.joined())))
            }
        }
    }
}

/// Commands that may end the script with another status, or end what it watches.
const MAY_END: [&str; 11] =
    [".", "eval", "exec", "exit", "kill", "killall", "pkill", "return", "source", "trap", "wait"];

/// The last command of a script if it always fails, and the script can end neither before it nor around it.
fn failing_end(text: &str, script: &Script) -> Option<FailingEnd> {
    if text.contains("||") || !script.problems.is_empty() {
        return None;
    }
    let own = || script.commands.iter().filter(|command| !command.position.nested);
    let last = own().next_back().filter(|last| always_fails(last))?;
    let at = last.position;
    let is_last = at.depth == 0 && at.in_current_shell() && !at.is_negated && !at.in_function;
    let may_end = |it: &Command| MAY_END.contains(&it.name());
    if !is_last || at.is_followed || own().any(|it| may_end(it) && !std::ptr::eq(it, last)) {
        return None;
    }
    let words: Vec<&str> = last.words.iter().map(Word::unquoted).collect();
    Some(FailingEnd { span: last.span, text: words.join(" "), is_alone: own().count() == 1 })
}

/// Whether the status of a command is an error, whatever happens.
fn always_fails(command: &Command) -> bool {
    let is_error = |status: &str| status.parse::<u8>().is_ok_and(|status| status > 0);
    let is_plain = command.wrappers.is_empty() && command.redirects.is_empty();
    match command.name() {
        "exit" => command.arguments().first().is_some_and(|status| is_error(status.unquoted())),
        name => name == "false" && is_plain,
    }
}

/// Whether a small shell refuses an argument of a builtin: `[ "$a" == b ]`.
fn has_refused_word(command: &Command, sh: Option<Dialect>) -> bool {
    let name = command.name();
    let is_dash = sh == Some(Dialect::Dash);
    let is_unknown_operator = |word: &Word| is_dash && matches!(name, "[" | "test") && word.is("==");
    let is_refused = |word: &Word| {
        let known = word.literal().and_then(|word| shell_words::find(name, word));
        known.is_some_and(|known| if is_dash { known.dash.is_some() } else { known.ash.is_some() })
    };
    command.arguments().iter().any(|word| is_unknown_operator(word) || is_refused(word))
}
