//! Commands of which a part is put in later: by xargs, or by the reader of an example.

use plimsoll_shell as shell;

/// Whether words of a command are put in by xargs or by its reader.
pub(crate) fn is_filled_in(command: &shell::Command) -> bool {
    is_filled_by_xargs(command) || is_filled_by_reader(command)
}

/// Whether a text is a list of commands and options to look up, which nobody runs as a script: it starts with an option.
pub(crate) fn is_list_of_notes(script: &shell::Script) -> bool {
    script.commands.first().is_some_and(|first| first.name().starts_with('-'))
}

/// Whether xargs puts what it reads into the words of a command: `xargs -I{} docker run {}`.
fn is_filled_by_xargs(command: &shell::Command) -> bool {
    let Some(wrapper) = command.wrapper("xargs") else { return false };
    let mut words = wrapper.words.iter().map(shell::Word::unquoted);
    let mark = words.by_ref().find_map(|word| word.strip_prefix("-I"));
    let mark = mark.and_then(|rest| if rest.is_empty() { words.next() } else { Some(rest) });
    mark.is_some_and(|mark| command.words.iter().any(|word| word.unquoted().contains(mark)))
}

/// Whether a command has `<name>` in it, which its reader replaces, and which a shell takes for two redirections.
fn is_filled_by_reader(command: &shell::Command) -> bool {
    command.redirects.windows(2).any(|pair| match pair {
        [one, two] => &*one.operator == "<" && &*two.operator == ">" && one.span.end == two.span.start,
        _ => false,
    })
}
