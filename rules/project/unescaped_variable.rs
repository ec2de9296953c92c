//! A variable in a command that only the container knows, and that Compose replaces before.

use compose::interpolate::{Piece, Template};
use compose::yaml::Scalar;
use compose::{Command, TestForm};
use plimsoll_linter::prelude::*;
use shell::string_argument;

#[derive(Default)]
pub(crate) struct UnescapedVariable;

/// How many variables of a script are looked at, as for each the script is searched.
const MOST_VARIABLES: usize = 50;

impl Rule for UnescapedVariable {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if container.app.lists_variables() {
            return;
        }
        let hooks: Vec<Command> = service.hooks().collect();
        let together: Vec<&str> = [&service.entrypoint, &service.command]
            .into_iter()
            .flatten()
            .flat_map(|command| command.words.iter().map(|word| &*word.value))
            .collect();
        let is_script = string_argument(together.iter().copied()).is_some();
        for command in service.command.iter().chain(&service.entrypoint) {
            check_command(container, command, is_script, cx);
        }
        for hook in &hooks {
            let is_script = string_argument(hook.words.iter().map(|word| &*word.value)).is_some();
            check_command(container, hook, is_script, cx);
        }
        if let Some(test) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) {
            let is_script = matches!(test.form, TestForm::String | TestForm::CmdShell)
                || string_argument(test.words.iter().map(|word| &*word.value)).is_some();
            for word in &test.words {
                check(container, word, is_script, cx);
            }
        }
    }
}

fn check_command(container: &Container, command: &Command, is_script: bool, cx: &mut Context) {
    let words = match &command.text {
        Some(text) => std::slice::from_ref(text),
        None => &*command.words,
    };
    for scalar in words {
        check(container, scalar, is_script, cx);
    }
}

fn check(container: &Container, scalar: &Scalar, is_script: bool, cx: &mut Context) {
    if !scalar.value.contains('$') {
        return;
    }
    // One value is one thing to mend.
    let mut found = Vec::new();
    for piece in Template::parse(&scalar.value).pieces.into_iter().take(MOST_VARIABLES) {
        let Piece::Variable(variable) = piece else { continue };
        let Some((place, what)) = set_at(container, scalar, variable.name, variable.range.start) else {
            continue;
        };
        if variable.operator.is_some() {
            continue;
        }
        found.push((scalar.place(variable.range.clone()), variable.name.to_owned(), place, what));
    }
    let [(span, name, place, what), others @ ..] = found.as_slice() else { return };
    let finding = cx.report(*span, format!("`{name}` is empty here"));
    finding.here("Compose interpolates this before the container starts").label(*place, *what);
    for (span, name, ..) in others {
        finding.label(*span, format!("`{name}` is empty as well"));
    }
    if is_script {
        let fix =
            found.iter().fold(Fix::risky("write `$$`"), |fix, (span, ..)| fix.insert_before(*span, "$"));
        finding.help("write `$$`, so that the shell in the container expands the variable").fix(fix);
    } else {
        finding.help(format!(
            "write the value, or use `sh -c` with `$${name}`, because no shell runs this command"
        ));
    }
}

/// Where a variable gets the value that only the container knows: in `environment`, or by the script itself.
fn set_at(
    container: &Container,
    script: &Scalar,
    name: &str,
    used_at: usize,
) -> Option<(Span, &'static str)> {
    if let Some(own) = container.service.environment.iter().rev().find(|pair| pair.name.value == name) {
        // A value that takes over this variable of the caller says that the caller has it.
        let value = own.value.as_ref().filter(|value| !takes_over(value, name))?;
        return Some((value.span, "this value is set only in the container"));
    }
    let before = script.value.get(..used_at)?;
    if let Some(at) = assignment(before, name) {
        return Some((script.place(at..at + name.len()), "this value is set only in the script"));
    }
    if let Some(at) = before.find("awk").filter(|_| matches!(name, "NF" | "NR" | "FNR" | "FS" | "OFS")) {
        return Some((script.place(at..at + "awk".len()), "this is an awk variable"));
    }
    let given = container.given_env(name).set_at()?;
    Some((given, "this file applies only to the container"))
}

fn takes_over(value: &Scalar, name: &str) -> bool {
    let is_it = |piece: &Piece| matches!(piece, Piece::Variable(variable) if variable.name == name);
    value.is_interpolated() && Template::parse(&value.value).pieces.iter().any(is_it)
}

/// Where a script gives a value to a variable: `NAME=`, `for NAME in`, `read -r OTHER NAME`.
fn assignment(script: &str, name: &str) -> Option<usize> {
    script.match_indices(name).map(|(at, _)| at).find(|&at| {
        let before = script.get(..at).unwrap_or_default();
        let behind = script.get(at + name.len()..).unwrap_or_default();
        let starts = before.is_empty() || before.ends_with([' ', '\n', ';', '(', '&', '"', '\'']);
        // The words between an option or a name of `read` and its own name.
        let is_name =
            |word: &&str| word.starts_with('-') || word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_of_read = || {
            let words = before.split_whitespace().rev().take(8).take_while(is_name);
            words.into_iter().any(|word| word == "read")
        };
        let is_loop = before.trim_end().ends_with("for");
        starts
            && (behind.starts_with('=') || behind.starts_with([' ', ';', '\n']) && (is_loop || is_of_read()))
    })
}
