//! Redirections that go nowhere, or elsewhere.

use plimsoll_shell::{Command, Redirect};

use super::{Findings, View};

/// Programs that read nothing from their standard input.
const NOT_READING: [&str; 18] = [
    "cd", "chmod", "chown", "cp", "date", "echo", "kill", "ln", "ls", "mkdir", "mv", "printf", "pwd", "rm",
    "rmdir", "sleep", "touch", "unlink",
];

pub(super) fn check(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    let is_input = |it: &&Redirect| {
        matches!(&*it.operator, "<" | "<<" | "<<-" | "<<<")
            && it.descriptor.is_none_or(|descriptor| descriptor == 0)
    };
    if let Some(input) = command.redirects.iter().find(is_input) {
        if command.position.stage > 0 && !command.words.is_empty() {
            to.add(2259, plimsoll_diagnostics::Span { end: input.span.start + 1, ..input.span });
        } else if NOT_READING.contains(&command.name()) && command.wrappers.is_empty() {
            to.add(2217, command.span);
        }
    }
    if command.words.is_empty() && command.assignments.is_empty() && !command.redirects.is_empty() {
        if command.position.stages > 1 {
            to.add(2189, command.span);
        } else if !command.position.in_substitution && !is_truncated(command) {
            to.add(2188, command.span);
        }
    }
    for redirect in command.redirects.iter().filter(|it| matches!(&*it.operator, "<<" | "<<-")) {
        end_of_document(view, redirect, to);
    }
    match command.name() {
        "find" => in_find(command, to),
        "ssh" => over_ssh(view, command, to),
        _ => {}
    }
}

/// Each `> file` alone is one finding, whatever it stands in.
fn is_truncated(command: &Command) -> bool {
    command.position.nested
}

/// `find … -exec program {} > file \;` redirects all of `find`.
fn in_find(command: &Command, to: &mut Findings<'_>) {
    let is_exec = |word: &&plimsoll_shell::Word| {
        ["-exec", "-execdir", "-ok", "-okdir"].iter().any(|option| word.is(option))
    };
    let Some(exec) = command.words.iter().find(is_exec) else { return };
    let Some(end) = command.words.iter().rev().find(|word| word.is(";") || word.is("+")) else { return };
    for redirect in &command.redirects {
        if redirect.span.start > exec.span.end && redirect.span.end <= end.span.start {
            to.add(2227, redirect.span);
        }
    }
}

/// A here-document whose last line has more than its delimiter goes on to the end of the script.
fn end_of_document(view: &View<'_>, redirect: &Redirect, to: &mut Findings<'_>) {
    if !to.want(&[1043, 1119, 1120, 1121]) {
        return;
    }
    let Some(delimiter) = redirect.target.as_ref().map(plimsoll_shell::Word::unquoted) else { return };
    let start = view.offset(redirect.span.end);
    let mut at = start;
    let mut found = None;
    for line in view.text().get(start..).unwrap_or_default().split_inclusive('\n') {
        let text = line.trim_end_matches('\n').trim_start_matches('\t');
        if text == delimiter {
            return;
        }
        let code = match text.strip_prefix(delimiter).map(str::trim_start) {
            Some(rest) if rest.starts_with(')') => Some(1119),
            Some(rest) if rest.starts_with('#') => Some(1120),
            Some(rest) if rest.starts_with([';', '|', '&', '>']) => Some(1121),
            _ if text.eq_ignore_ascii_case(delimiter) => Some(1043),
            _ => None,
        };
        if at > start {
            found = found.or(code.map(|code| (code, at)));
        }
        at += line.len();
    }
    if let Some((code, at)) = found {
        to.add(code, view.script.span(at..at + delimiter.len()));
    }
}

/// `ssh host <<EOF` with variables in the document: this shell replaces them, not the one of the host.
fn over_ssh(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    for redirect in
        command.redirects.iter().filter(|it| it.operator.starts_with("<<") && &*it.operator != "<<<")
    {
        let Some(delimiter) = redirect.target.as_ref().filter(|it| !it.raw.contains(['"', '\'', '\\']))
        else {
            continue;
        };
        let behind = view.text().get(view.offset(redirect.span.end)..).unwrap_or_default();
        let body = behind.split_once('\n').map_or("", |(_, body)| body);
        let end = format!("\n{}", delimiter.raw);
        if body.split(&*end).next().is_some_and(|body| body.contains('$')) {
            to.add(2087, delimiter.span);
        }
    }
}
