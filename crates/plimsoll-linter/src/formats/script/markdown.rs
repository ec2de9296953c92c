//! Markdown: the lines in fences that are commands.

use plimsoll_diagnostics::{Joined, JoinedBuilder, Text};
use plimsoll_project::{Folder, Place};

use super::found::{Found, Shell};
use super::none;

/// What fences with commands are called.
const LANGUAGES: [&str; 7] = ["", "sh", "bash", "shell", "zsh", "console", "shell-session"];

/// The commands in the fences of a text.
pub(super) fn scripts(source: Text<'_>) -> Found<'_> {
    let mut found = Found::new(Place::Text);
    let mut fence: Option<(&str, bool)> = None;
    let mut open: Option<(JoinedBuilder, bool)> = None;
    let mut at = 0;
    for line in source.raw.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let trimmed = content.trim_start();
        let indent = content.len() - trimmed.len();
        let start = at;
        at += line.len();
        if let Some((mark, is_shell)) = fence {
            if trimmed.starts_with(mark) && trimmed.trim_end().chars().all(|c| c == '`' || c == '~') {
                fence = None;
                close(&mut open, &mut found);
                continue;
            }
            if is_shell {
                command(source.slice(start + indent, at), &mut open, &mut found);
            }
            continue;
        }
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        if let Some(mark) = mark {
            let language = trimmed.trim_start_matches(['`', '~']).trim();
            let language = language.split([' ', '{', ',']).next().unwrap_or_default().to_ascii_lowercase();
            fence = Some((mark, LANGUAGES.contains(&&*language)));
        }
    }
    close(&mut open, &mut found);
    found
}

fn close<'s>(open: &mut Option<(JoinedBuilder, bool)>, found: &mut Found<'s>) {
    if let Some((builder, _)) = open.take() {
        let text: Joined<'s> = builder.finish();
        if !is_prose(&text.text) {
            found.scripts.push(Shell { text, variables: none(), folder: Folder::Unknown, outside: None });
        }
    }
}

/// Takes in a line of a fence: one that starts a command, or goes on with it.
fn command<'s>(line: Text<'s>, open: &mut Option<(JoinedBuilder, bool)>, found: &mut Found<'s>) {
    let content = line.raw.trim_end();
    if let Some((builder, is_batch)) = open {
        let mark = if *is_batch { '^' } else { '\\' };
        let continues = content.ends_with(mark);
        push(builder, line, content, *is_batch && continues);
        if !continues {
            close(open, found);
        }
        return;
    }
    let prompt = ["$ ", "# ", "> ", "sudo "].iter().find(|prompt| line.raw.starts_with(**prompt));
    let skip = prompt.filter(|prompt| **prompt != "sudo ").map_or(0, |prompt| prompt.len());
    let body = line.slice(skip, line.raw.len());
    let bare = body.raw.trim_start();
    let bare = bare.strip_prefix("sudo ").unwrap_or(bare);
    if !["docker ", "podman ", "nerdctl ", "docker-compose "].iter().any(|name| bare.starts_with(name)) {
        return;
    }
    let is_batch = content.ends_with('^');
    let mut builder = JoinedBuilder::new(line.span.file);
    let rest = body.raw.trim_end();
    push(&mut builder, body, rest, is_batch);
    *open = Some((builder, is_batch));
    if !content.ends_with(['\\', '^']) {
        close(open, found);
    }
}

fn push(builder: &mut JoinedBuilder, line: Text<'_>, content: &str, ends_in_caret: bool) {
    if ends_in_caret {
        let end = content.len().saturating_sub(1);
        builder.push(line.slice(0, end));
        builder.push_replaced("\\\n", line.slice(end, line.raw.len()).span);
    } else {
        builder.push(line);
    }
}

/// Whether a command is a pattern to be filled in, and none that anybody runs.
fn is_prose(text: &str) -> bool {
    ["[OPTIONS]", " IMAGE", "...", "…", "[COMMAND]"].iter().any(|sign| text.contains(sign))
}
