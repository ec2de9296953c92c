//! Which scripts are worth a look: most are a plain command or two, about which no code has anything to say.

/// What every code needs one of, besides [`WORDS`].
const CHARACTERS: &[u8] = b"$`'\"*?[]{}()<>|;=!~#\\";

/// Commands that a code is about however plainly they are called.
const WORDS: [&str; 30] = [
    "alias", "break", "cd", "continue", "declare", "dirs", "disown", "echo", "egrep", "eval", "exit", "expr",
    "fgrep", "find", "function", "let", "local", "popd", "printf", "pushd", "read", "rm", "select", "set",
    "shopt", "source", "su", "test", "trap", "typeset",
];

/// Whether a code may have something to say about `script`.
pub(crate) fn is_worth_checking(script: &str) -> bool {
    let is_trigger = |byte: u8| CHARACTERS.contains(&byte);
    script.bytes().any(is_trigger)
        || script
            .split(|character: char| !character.is_ascii_alphanumeric())
            .any(|word| WORDS.contains(&word))
}
