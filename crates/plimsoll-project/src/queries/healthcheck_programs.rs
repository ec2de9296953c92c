//! Which programs a health check runs, and whether its image has them.

use std::borrow::Cow;

use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{CommandForm, TestForm};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Form, HealthcheckTest};
use plimsoll_shell::{Command, Script};

use crate::{Base, Container, Healthcheck, Stage, Value};

/// A program that a health check runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckProgram {
    /// Its name, as it is written.
    pub name: String,
    /// Where.
    pub span: Span,
}

impl Healthcheck<'_> {
    /// The programs without which it fails; before them `sh` when a shell runs it.
    pub fn programs(&self) -> Vec<CheckProgram> {
        match self {
            Healthcheck::Disabled | Healthcheck::OfImage => Vec::new(),
            Healthcheck::Instruction(check) => match &check.test {
                HealthcheckTest::Cmd(_, line) => {
                    let (shell, script) = match &line.form {
                        Form::Shell(text) => (Some(shell(line.span)), &*text.text),
                        Form::Exec(_) => (None, ""),
                    };
                    shell.into_iter().chain(needed(script, line.commands())).collect()
                }
                HealthcheckTest::None(_) => Vec::new(),
            },
            Healthcheck::Service(check) => check.test.as_ref().map_or_else(Vec::new, |test| {
                let words = &test.words;
                match (test.form, words.first()) {
                    // What another tool makes of it is not known.
                    (_, Some(first)) if first.value == "${_}" => Vec::new(),
                    (TestForm::Cmd, Some(first)) => of_words(first, words),
                    (TestForm::CmdShell | TestForm::String, Some(first)) => of_script(first),
                    _ => Vec::new(),
                }
            }),
        }
    }
}

fn of_words<'s>(first: &Scalar<'s>, words: &[Scalar<'s>]) -> Vec<CheckProgram> {
    let is_shell = ["sh", "bash", "ash"].contains(&first.value.rsplit('/').next().unwrap_or_default());
    match words.get(2).filter(|_| is_shell && words.get(1).is_some_and(|flag| flag.value == "-c")) {
        Some(script) => {
            let shell = CheckProgram { name: first.value.clone().into_owned(), span: first.span };
            std::iter::once(shell).chain(of_script(script).into_iter().skip(1)).collect()
        }
        None => vec![CheckProgram { name: first.value.clone().into_owned(), span: first.span }],
    }
}

fn of_script(script: &Scalar<'_>) -> Vec<CheckProgram> {
    let read = Script::parse(&script.joined());
    std::iter::once(shell(script.span)).chain(needed(&script.value, &read.commands)).collect()
}

/// The programs that a script needs: the first; and all of a plain chain of `&&` and pipes. None when the script goes on
/// with another where one fails.
fn needed(script: &str, commands: &[Command]) -> Vec<CheckProgram> {
    let gives_up = |rest: &str| {
        ["exit", "false", "kill"]
            .iter()
            .any(|word| rest.trim_start_matches([' ', '(', '{']).starts_with(word))
    };
    if !script.split("||").skip(1).all(gives_up) {
        return Vec::new();
    }
    // What looks for a program first, or branches, may do without.
    let is_chain = !["if ", "case ", "while ", "for ", "$(", "`", "command ", "which ", "type ", ";", "!"]
        .iter()
        .any(|word| script.contains(word));
    let program = |command: &Command| {
        // BusyBox has its programs in itself.
        let busybox = command.wrapper("busybox").and_then(|wrapper| wrapper.words.first());
        let word = busybox.or_else(|| command.name_word())?;
        Some(CheckProgram { name: word.literal()?.to_owned(), span: word.span })
    };
    let names = commands.iter().take(if is_chain { commands.len() } else { 1 });
    names.filter_map(program).collect()
}

fn shell(span: Span) -> CheckProgram {
    CheckProgram { name: "sh".to_owned(), span }
}

impl<'p> Stage<'p> {
    /// What certainly lacks a program: the image that the stage starts from, when nothing in its stages can bring the
    /// program.
    pub fn lacks(&self, program: &str) -> Value<Cow<'p, str>> {
        self.lacks_before(program, self.end())
    }

    /// The same of a program that a container starts by its name: where the stage says where programs are looked for, what is
    /// copied into a directory of its own may be found there.
    pub fn lacks_to_start(&self, program: &str) -> Value<Cow<'p, str>> {
        if self.sets_path_before(self.end()) { Value::Unset } else { self.lacks(program) }
    }

    /// The same before its instruction `at`.
    pub fn lacks_before(&self, program: &str, at: usize) -> Value<Cow<'p, str>> {
        let name = match (self.root_base(), self.known_image().and_then(|image| image.has_tool(program))) {
            (Base::Scratch, _) => Some((Cow::Borrowed("scratch"), self.root().span())),
            (Base::Image(image), Some(false)) => Some((Cow::Owned(image.to_string()), image.span)),
            _ => None,
        };
        let Some((name, span)) = name else { return Value::Unset };
        let lineage: Vec<Stage<'_>> = self.lineage().collect();
        // A stage that was not looked at may bring it.
        let is_whole = lineage.last() == Some(&self.root());
        let parents = lineage.iter().skip(1);
        let brings = !is_whole
            || self.may_bring_before(program, at)
            || parents.into_iter().any(|stage| stage.may_bring_before(program, stage.end()));
        if brings { Value::Unset } else { Value::known(name, span) }
    }
}

impl<'p> Container<'p> {
    /// Whether the first word of its command is the program that starts, and not an argument of an entrypoint: the known
    /// image brings none, or one that runs what it gets.
    pub fn starts_with_command(&self) -> bool {
        let is_bare = |known: crate::KnownImage| known.kind.is_foundation();
        let has_own = self.service.entrypoint.as_ref().is_some_and(|own| own.form != CommandForm::Null);
        let of_stage = || self.stage().is_some_and(|stage| stage.entrypoint().is_known());
        !has_own && !of_stage() && self.known_image().is_some_and(is_bare)
    }

    /// What certainly lacks a program that it starts by its name.
    pub fn lacks_to_start(&self, program: &str) -> Value<Cow<'p, str>> {
        let sets_path = self.stage().is_some_and(|stage| stage.sets_path_before(stage.end()));
        if sets_path { Value::Unset } else { self.lacks(program) }
    }

    /// What certainly lacks a program: the image of the service, or that of the stage that it builds.
    pub fn lacks(&self, program: &str) -> Value<Cow<'p, str>> {
        let service = self.service;
        let words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
        // The program itself does not bring itself.
        let is_it = |word: &str| word.rsplit('/').next() == Some(program);
        let may_install = words.into_iter().any(|word| {
            word.value.contains(program) && !is_it(&word.value) || word.value.contains("install")
        });
        if may_install || self.mounted().any(|(_, target)| target.contains(program) || target.contains("bin"))
        {
            return Value::Unset;
        }
        if self.is_built() {
            return self.stage().map_or(Value::Unset, |stage| stage.lacks(program));
        }
        match (self.image(), self.known_image().and_then(|image| image.has_tool(program))) {
            (Value::Known { value, set_at }, Some(false)) => {
                Value::known(Cow::Owned(value.to_string()), set_at)
            }
            _ => Value::Unset,
        }
    }
}
