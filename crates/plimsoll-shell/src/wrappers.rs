//! Commands that run another command: `sudo -E apt-get update` is `apt-get update`, run by `sudo`.

use crate::draft::Draft;
use crate::options::takes_next_word;
use crate::{Word, Wrapper};

/// How a wrapper's own words are told from the command that it runs.
struct Grammar {
    name: &'static str,
    /// The options that take the next word as their value.
    takes_value: &'static [&'static str],
    /// How many operands of its own stand before the command: `timeout 5m command`.
    operands: usize,
    /// Whether it takes `NAME=value` before the command.
    takes_assignments: bool,
}

const fn wrapper(name: &'static str, takes_value: &'static [&'static str]) -> Grammar {
    Grammar { name, takes_value, operands: 0, takes_assignments: false }
}

const fn with_operand(name: &'static str, takes_value: &'static [&'static str]) -> Grammar {
    Grammar { name, takes_value, operands: 1, takes_assignments: false }
}

const fn with_assignments(name: &'static str, takes_value: &'static [&'static str]) -> Grammar {
    Grammar { name, takes_value, operands: 0, takes_assignments: true }
}

/// Every wrapper, with the options of its manual page that take the next word as a value.
const WRAPPERS: &[Grammar] = &[
    wrapper("builtin", &[]),
    wrapper("busybox", &[]),
    wrapper("catchsegv", &[]),
    wrapper("chronic", &[]),
    with_operand("chroot", &[]),
    wrapper("command", &[]),
    with_assignments("doas", &["-C", "-u"]),
    wrapper("dumb-init", &["-r", "--rewrite"]),
    wrapper("eatmydata", &[]),
    with_assignments("env", &["-u", "--unset", "-C", "--chdir"]),
    wrapper("exec", &["-a"]),
    wrapper("fakeroot", &["-b", "-i", "-l", "-s", "--lib", "--faked"]),
    with_operand("gosu", &[]),
    wrapper("i386", &[]),
    wrapper("ionice", &["-c", "-n", "--class", "--classdata"]),
    wrapper("linux32", &[]),
    wrapper("linux64", &[]),
    wrapper("nice", &["-n", "--adjustment"]),
    wrapper("nohup", &[]),
    wrapper("proxychains", &["-f"]),
    wrapper("runuser", &["-u", "-g", "-G", "--user", "--group", "--supp-group"]),
    with_operand("setarch", &[]),
    wrapper("setsid", &[]),
    wrapper("stdbuf", &["-i", "-o", "-e", "--input", "--output", "--error"]),
    with_operand("su-exec", &[]),
    with_assignments(
        "sudo",
        &[
            "-u",
            "--user",
            "-g",
            "--group",
            "-h",
            "--host",
            "-p",
            "--prompt",
            "-C",
            "--close-from",
            "-D",
            "--chdir",
            "-R",
            "--chroot",
            "-r",
            "--role",
            "-t",
            "--type",
            "-T",
            "--command-timeout",
            "-U",
            "--other-user",
        ],
    ),
    wrapper("time", &["-f", "--format", "-o", "--output"]),
    with_operand("timeout", &["-k", "--kill-after", "-s", "--signal"]),
    wrapper("tini", &["-p", "-e"]),
    wrapper("unbuffer", &[]),
    wrapper(
        "xargs",
        &[
            "-a",
            "--arg-file",
            "-d",
            "--delimiter",
            "-E",
            "-I",
            "-L",
            "-n",
            "--max-args",
            "-P",
            "--max-procs",
            "-s",
            "--max-chars",
            "--process-slot-var",
        ],
    ),
    wrapper("xvfb-run", &["-e", "-f", "-n", "-p", "-s", "-w", "--server-num", "--server-args", "--wait"]),
];

/// The options with which a wrapper runs nothing: `command -v curl` asks, `sudo -l` lists, `env -S` splits.
const RUNS_NOTHING: &[(&str, &[&str])] = &[
    ("command", &["-v", "-V"]),
    ("env", &["-S", "--split-string"]),
    ("runuser", &["-c", "--command", "-l", "--login", "-"]),
    ("sudo", &["-e", "--edit", "-K", "-l", "--list", "-v", "--validate"]),
];

/// How many wrappers around each other are taken off.
const MOST_WRAPPERS: usize = 16;

/// Takes the wrappers off the words of a command, outermost first.
pub(crate) fn take_wrappers(draft: &mut Draft) {
    for _ in 0..MOST_WRAPPERS {
        let Some(count) = own_words(&draft.command.words) else { return };
        let words = draft.take_words(count);
        draft.command.wrappers.push(Wrapper { words });
    }
}

/// How many of the words are the wrapper's own; `None` when it is none, or runs nothing.
fn own_words(words: &[Word]) -> Option<usize> {
    let path = words.first()?.literal()?;
    let name = path.rsplit('/').next()?;
    let at = WRAPPERS.binary_search_by(|grammar| grammar.name.cmp(name)).ok()?;
    let grammar = WRAPPERS.get(at)?;
    let nothing =
        RUNS_NOTHING.iter().find(|(wrapper, _)| *wrapper == name).map_or(&[][..], |(_, options)| options);

    let mut operands = grammar.operands;
    let mut only_operands = false;
    let mut at = 1;
    loop {
        let word = words.get(at)?;
        let text = word.literal().unwrap_or(&word.raw);
        if nothing.contains(&text) {
            return None;
        }
        if !only_operands && text == "--" {
            only_operands = true;
        } else if !only_operands && text.len() > 1 && text.starts_with('-') {
            if takes_next_word(text, grammar.takes_value) {
                at += 1;
            }
        } else if grammar.takes_assignments && is_assignment(text) {
        } else if operands > 0 {
            operands -= 1;
        } else {
            return Some(at);
        }
        at += 1;
    }
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map_or("", |(name, _)| name);
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted() {
        assert!(WRAPPERS.is_sorted_by_key(|grammar| grammar.name));
    }
}
