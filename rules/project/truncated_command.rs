//! A command of which Compose drops a part, because it ends at an operator outside quotes.

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;
use project::exec_form::{in_shell, shortened};

#[derive(Default)]
pub(crate) struct TruncatedCommand;

impl Rule for TruncatedCommand {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for (key, command) in [("command", &service.command), ("entrypoint", &service.entrypoint)] {
            if let Some(command) = command
                && let Some(rest) = lost_part(command)
            {
                report_dropped(command, rest, key, cx);
            }
        }
    }
}

/// What Compose drops of a command, unless the program is the same without it.
pub(crate) fn lost_part<'c>(command: &'c compose::Command) -> Option<&'c Scalar<'c>> {
    command.dropped.as_ref().filter(|rest| !is_small(rest))
}

/// Whether what Compose drops leaves the program as it is: a redirection, a lone `&` or `;`, or the exit status.
pub(super) fn is_small(dropped: &Scalar) -> bool {
    let mut words = dropped.value.split_whitespace();
    let sign = words.next().unwrap_or_default();
    sign.contains(['<', '>'])
        || ["&", ";"].contains(&&*shortened(&dropped.value))
        || sign == "||" && only_sets_status(words)
}

/// Whether what Compose drops is what the reader of an example puts something else in the place of: `<YOUR_KEY>`.
pub(super) fn is_to_fill_in(dropped: &Scalar) -> bool {
    let inner = dropped.value.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(inner, _)| inner);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    inner.is_some_and(|inner| {
        inner.starts_with(|first: char| first.is_ascii_alphabetic()) && inner.chars().all(is_name)
    })
}

/// Whether a command does nothing but set the exit status: `exit 1`, `true`.
fn only_sets_status<'w>(mut words: impl Iterator<Item = &'w str>) -> bool {
    let (name, argument) = (words.next(), words.next());
    let is_status = argument.is_none_or(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
    match name {
        Some("exit") => is_status && words.next().is_none(),
        Some("true" | "false" | ":") => argument.is_none(),
        _ => false,
    }
}

/// Reports what Compose drops of a command.
pub(super) fn report_dropped(command: &compose::Command, rest: &Scalar, key: &str, cx: &mut Context) {
    let kept = command.words.iter().map(|word| &*word.value).collect::<Vec<_>>().join(" ");
    let (dropped, kept) = (shortened(&rest.value), shortened(&kept));
    let sign = rest.value.split_whitespace().next().unwrap_or_default();
    let what = if kept.is_empty() { "nothing".to_owned() } else { format!("only `{kept}`") };
    let help = help(command, rest, key, cx);
    cx.report(rest.span, format!("Compose drops `{dropped}`: {what} runs"))
        .here(format!("without a shell, Compose ends the command at an unquoted `{sign}`"))
        .help(help);
}

/// What to do about an operator at the end. In a shell that puts its only program into the background, the shell ends.
fn without_sign(sign: &str) -> String {
    match sign {
        "&" => "remove `&`: the container stops when its first process ends".to_owned(),
        _ => format!("remove `{sign}`"),
    }
}

/// The same of a list whose last item is `&`, and that has no other operator.
pub(super) fn background(words: &[&str]) -> Option<String> {
    let (last, before) = words.split_last()?;
    let is_alone = !before.iter().any(|word| ["&&", "||", "|", "&", ">", ">>"].contains(word));
    (*last == "&" && is_alone).then(|| without_sign(last))
}

fn help(command: &compose::Command, rest: &Scalar, key: &str, cx: &Context) -> String {
    if matches!(&*shortened(&rest.value), "&" | ";") {
        return without_sign(rest.value.trim());
    }
    // `curl http://host/?a=1&b=2`.
    let is_word = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric());
    let is_inside_word = command.words.last().is_some_and(|word| word.span.end == rest.span.start);
    if is_inside_word && rest.value.strip_prefix('&').is_some_and(is_word) {
        return "quote the whole argument".to_owned();
    }
    // Joined lines are another script.
    if cx.text(Span { start: command.span.start, ..rest.span }).contains('\n') {
        return format!("write `{key}` as a list: `sh`, `-c`, and the script as a block after `|`");
    }
    format!("use a shell: `{key}: {}`", in_shell(command))
}
