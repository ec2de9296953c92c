//! What the small shells refuse among the words of their builtins.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::table::{Fields, Row, Table};

static TABLE: Table<ShellWord> = Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/shell-words.tsv")));

/// A word that a small shell refuses as an argument of a builtin.
#[derive(Debug)]
pub struct ShellWord {
    command: &'static str,
    word: &'static str,
    /// The release of dash that refuses it.
    pub dash: Option<&'static str>,
    /// The release of `BusyBox` whose ash refuses it.
    pub ash: Option<&'static str>,
    /// What `ShellCheck` calls it.
    pub code: Option<&'static str>,
}

impl Row for ShellWord {
    const COLUMNS: &'static [&'static str] = &["command", "word", "dash", "ash", "code", "source"];

    fn read(fields: &mut Fields) -> Option<ShellWord> {
        let command = fields.text();
        let word = fields.text();
        let mut optional = || Some(fields.text()).filter(|text| !text.is_empty());
        Some(ShellWord { command, word, dash: optional(), ash: optional(), code: optional() })
    }
}

/// Whether anything is known of the words of a builtin.
pub fn knows(command: &str) -> bool {
    static COMMANDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| TABLE.rows().iter().map(|row| row.command).collect());
    COMMANDS.contains(command)
}

/// What is known of a word of a builtin; letters that share a dash are looked up one by one.
pub fn find(command: &str, word: &str) -> Option<&'static ShellWord> {
    let mut of_command = TABLE.rows().iter().filter(|row| row.command == command);
    of_command.find(|row| match row.word.strip_suffix('*') {
        Some(start) => word.strip_prefix(start).is_some_and(|rest| !rest.is_empty()),
        None => row.word == word || is_bundled(row.word, word),
    })
}

/// Whether an option is one of the letters of a word: the `-s` of `-rs`.
fn is_bundled(option: &str, word: &str) -> bool {
    let letter = option.strip_prefix('-').filter(|letter| letter.len() == 1);
    let letters =
        word.strip_prefix('-').filter(|letters| letters.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    letter.zip(letters).is_some_and(|(letter, letters)| letters.contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<ShellWord>(TABLE.text());
        assert!(TABLE.rows().iter().all(|row| row.dash.is_some() || row.ash.is_some()));
    }

    #[test]
    fn words_of_builtins() {
        let dash = |command, word| find(command, word).is_some_and(|it| it.dash.is_some());
        assert!(dash("read", "-n1") && dash("printf", "%(%Y)T"));
        assert!(dash("read", "-rs") && dash("set", "pipefail") && dash("kill", "-SIGTERM"));
        assert!(
            !dash("read", "-r") && !dash("set", "errexit") && !dash("kill", "-TERM") && !dash("echo", "-a")
        );
        assert!(find("read", "-s").is_some_and(|it| it.ash.is_none()));
    }
}
