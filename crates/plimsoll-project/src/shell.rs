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
        let words: Vec<&str> = self.words.iter().map(|word| &*word.value).collect();
        words.windows(2).any(|pair| match pair {
            [option, value] => {
                *value == "pipefail"
                    && option.starts_with('-')
                    && !option.starts_with("--")
                    && option.ends_with('o')
            }
            _ => false,
        })
    }
}
