//! Which program reads the script of an instruction.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Word;
use plimsoll_shell::Shell;

/// The shell that runs a script at a point of a stage.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveShell<'p> {
    /// Which one it is, and so the language it reads.
    pub shell: Shell,
    /// The words of the SHELL instruction; none for the default of the platform.
    pub words: &'p [Word<'p>],
    /// The SHELL instruction that decided it; `None` for the default of the platform.
    pub set_at: Option<Span>,
}

impl EffectiveShell<'_> {
    /// Whether its scripts can be read as a POSIX shell's.
    pub fn is_posix(&self) -> bool {
        self.shell.is_posix()
    }

    /// Whether it ends a pipeline with the status of any command that failed: `SHELL ["bash", "-o", "pipefail", "-c"]`.
    pub fn has_pipefail(&self) -> bool {
        has_option(self.words.iter().map(|word| &*word.value), "pipefail", None)
    }

    /// Whether it stops at a command that failed: `SHELL ["bash", "-ec"]`.
    pub fn has_errexit(&self) -> bool {
        has_option(self.words.iter().map(|word| &*word.value), "errexit", Some('e'))
    }
}

/// Whether the words that start a shell set an option: `-o name`, also at the end of other letters, or its own letter.
pub(crate) fn has_option<'w>(
    words: impl IntoIterator<Item = &'w str>,
    name: &str,
    letter: Option<char>,
) -> bool {
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')) else {
            continue;
        };
        let is_named = letters.ends_with('o') && words.next() == Some(name);
        if is_named || letter.is_some_and(|letter| letters.contains(letter)) {
            return true;
        }
    }
    false
}
