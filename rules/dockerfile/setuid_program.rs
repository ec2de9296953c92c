//! A program that runs as its owner, whoever calls it.

use dockerfile::{Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::Command;

#[derive(Default)]
pub(crate) struct SetuidProgram;

impl Rule for SetuidProgram {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let mode = match command.name() {
            "chmod" => command.operands().next().map(|word| (word.span, word.unquoted())),
            "install" => command.option_value('m', &["--mode"]).map(|value| (value.word.span, value.text)),
            _ => None,
        };
        let Some((span, mode)) = mode else { return };
        // On a directory the bit only hands its group down.
        let is_program = command.operands().skip(1).any(|word| is_in_bin(word.unquoted()));
        if sets(mode, 'u') {
            report(span, mode, "owner", cx);
        } else if is_program && sets(mode, 'g') && !command.has_option('R', &["--recursive"]) {
            report(span, mode, "group", cx);
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        if !matches!(instruction.kind, Kind::Copy(_) | Kind::Add(_)) {
            return;
        }
        let Some(mode) = instruction.flag("chmod").and_then(|flag| flag.value.as_ref()) else { return };
        let paths = instruction.copy_paths().into_iter().flat_map(|(sources, to)| sources.iter().chain([to]));
        let is_program =
            || paths.clone().any(|path| is_in_bin(&path.value)) || copies_program(instruction, &mode.value);
        if sets(&mode.value, 'u') {
            report(mode.text.span, &mode.value, "owner", cx);
        } else if sets(&mode.value, 'g') && is_program() {
            report(mode.text.span, &mode.value, "group", cx);
        }
    }
}

/// Whether a path is that of a program, or of the folder of programs that it is copied into.
fn is_in_bin(path: &str) -> bool {
    let path = format!("{}/", path.trim_matches(['"', '\'']));
    ["/bin/", "/sbin/", "/libexec/"].iter().any(|folder| path.contains(folder))
}

/// Whether one file is copied under a name, and can be executed.
fn copies_program(instruction: &Instruction, mode: &str) -> bool {
    let Some(([source], to)) = instruction.copy_paths() else { return false };
    let is_executable = u32::from_str_radix(mode, 8).is_ok_and(|mode| mode & 0o111 != 0);
    is_executable && [source, to].iter().all(|path| !path.value.ends_with(['/', '.', '*']))
}

fn report(span: Span, mode: &str, whose: &str, cx: &mut Context) {
    let (effect, label) = match whose {
        "owner" => {
            ("run as its owner", "any user in the container can run this program as its owner, usually root")
        }
        _ => (
            "run with its group's permissions",
            "any user in the container can run this program with its group's permissions",
        ),
    };
    cx.report(span, format!("mode `{mode}` makes the program {effect}"))
        .here(label)
        .help("use `setcap` to grant the capability the program needs, or start it as the right user");
}

/// Whether a mode of chmod(1) sets the set-user-ID bit (`u`) or the set-group-ID bit (`g`).
fn sets(mode: &str, whose: char) -> bool {
    let bit = if whose == 'u' { 0o4000 } else { 0o2000 };
    if mode.len() >= 4 && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte)) {
        return u32::from_str_radix(mode, 8).unwrap_or_default() & bit != 0;
    }
    mode.split(',').any(|clause| {
        let at = clause.find(['+', '=']);
        at.and_then(|at| clause.split_at_checked(at)).is_some_and(|(who, rights)| {
            let is_meant = who.is_empty() || who.contains([whose, 'a']);
            is_meant && !who.contains('-') && rights.contains('s')
        })
    })
}
