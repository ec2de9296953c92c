//! Assignments, loops and arrays.

use plimsoll_shell::{Assignment, Command, Word};

use super::{Findings, View, is_name};

pub(super) fn check(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    for assignment in &command.assignments {
        let Some(value) = &assignment.value else {
            elements(view, assignment, to);
            continue;
        };
        let name_span = plimsoll_diagnostics::Span {
            end: assignment.span.start + assignment.name.len() as u32,
            ..assignment.span
        };
        if value.raw.starts_with('=') && !assignment.is_appended {
            to.add(1097, value.span);
        }
        let text = value.raw.trim_matches('"');
        let reference = text.strip_prefix('$').map(|it| it.trim_start_matches('{').trim_end_matches('}'));
        if !command.words.is_empty() {
            continue;
        }
        if reference == Some(&*assignment.name) && !assignment.is_appended {
            to.add(2269, name_span);
        }
        if command.position.stage == 0 && command.position.stages > 1 && !value.raw.is_empty() {
            to.add(2036, name_span);
        }
        if &*assignment.name == "PATH" {
            path(value, name_span, to);
        }
        if counts(&assignment.name, &value.raw) {
            to.add(2100, value.span);
        }
        appended(view, command, assignment, value, to);
    }
    match command.name() {
        "alias" => aliases(view, command, to),
        "read" => {
            for word in command.operands_but(&["-d", "-i", "-n", "-N", "-p", "-t", "-u"]) {
                if word.raw.trim_start_matches('"').starts_with('$') {
                    to.add(2229, word.span);
                } else if word.raw.contains('[') && !word.raw.contains(['"', '\'']) {
                    to.add(2313, word.span);
                }
            }
        }
        _ => {}
    }
}

/// `PATH=/app`, `PATH="~/bin:$PATH"`.
fn path(value: &Word, at: plimsoll_diagnostics::Span, to: &mut Findings<'_>) {
    let is_path = value.raw.contains(['$', '`']) || value.raw.contains("bin");
    if !is_path && !value.raw.is_empty() {
        to.add(2123, at);
    }
    if value.raw.contains('"') && (value.raw.starts_with("\"~/") || value.raw.contains(":~/")) {
        to.add(2147, at);
    }
}

/// `i=i+1` and `i=$i+1`: a text, not a sum.
fn counts(name: &str, value: &str) -> bool {
    let rest = value.strip_prefix(name).and_then(|rest| rest.strip_prefix(['+', '-', '*']));
    rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn appended(view: &View<'_>, command: &Command, own: &Assignment, value: &Word, to: &mut Findings<'_>) {
    if !own.is_appended {
        return;
    }
    let is_number = |word: &Word| !word.raw.is_empty() && word.raw.bytes().all(|byte| byte.is_ascii_digit());
    let before = view.read.commands.iter().take_while(|it| it.span.start < command.span.start);
    let earlier: Vec<&Assignment> =
        before.flat_map(|it| &it.assignments).filter(|it| it.name == own.name).collect();
    if earlier.iter().any(|it| it.value.is_none()) {
        to.add(2179, own.span);
    } else if is_number(value) && earlier.iter().any(|it| it.value.as_ref().is_some_and(is_number)) {
        to.add(2324, own.span);
    }
}

/// The elements of `name=( … )`, when `declare -A` made the array one of names.
fn elements(view: &View<'_>, array: &Assignment, to: &mut Findings<'_>) {
    let declares = |it: &&Command| {
        matches!(it.name(), "declare" | "local" | "typeset")
            && it.has_option('A', &[])
            && it.operands().any(|word| word.unquoted().split('=').next() == Some(&*array.name))
    };
    let mut before = view.read.commands.iter().take_while(|it| it.span.start <= array.span.start);
    let is_named = before.any(|it| declares(&it));
    for word in &array.elements {
        let raw = &*word.raw;
        if raw == "=" {
            to.add(2191, word.span);
        } else if raw.ends_with("]=") {
            to.add(2192, word.span);
        } else if is_named && !raw.contains("]=") && word.literal().is_some() {
            to.add(2190, word.span);
        }
    }
}

/// An alias is there from the next line on only.
fn aliases(view: &View<'_>, command: &Command, to: &mut Findings<'_>) {
    for word in command.operands() {
        let Some((name, _)) = word.unquoted().split_once('=').filter(|(name, _)| is_name(name)) else {
            continue;
        };
        let later = view.read.commands.iter().filter(|it| it.span.start > command.span.end);
        let mut uses = later.filter(|it| it.name() == name && it.wrappers.is_empty());
        let Some(first) = uses.next() else { continue };
        if !view.between(command.span, first.span).contains('\n') {
            to.add(2262, word.span);
            to.add(2263, first.span);
        }
    }
}

pub(super) fn check_loops(view: &View<'_>, to: &mut Findings<'_>) {
    let loops = &view.read.loops;
    for one in loops {
        if let Some(outer) =
            loops.iter().find(|it| it.name == one.name && it.span != one.span && it.span.contains(one.span))
        {
            to.add(2165, one.span);
            to.add(2167, outer.span);
        }
        match &*one.list {
            [word] if word.raw.starts_with('\'') && word.literal().is_some_and(|it| !it.contains(' ')) => {
                to.add(2041, word.span);
            }
            [word]
                if word.literal().is_some_and(|it| it.contains(',')) && !word.raw.contains(['"', '\'']) =>
            {
                to.add(2042, word.span);
            }
            _ => {}
        }
        for (at, word) in one.list.iter().enumerate() {
            if at + 1 < one.list.len() && word.literal().is_some_and(|text| text.ends_with(',')) {
                to.add(2258, word.span);
            }
        }
    }
    if !to.want(&[2051]) {
        return;
    }
    for command in &view.read.commands {
        for word in &command.words {
            super::text::variable_range(word, to);
        }
    }
    for word in loops.iter().flat_map(|it| &it.list) {
        super::text::variable_range(word, to);
    }
}
