//! The terminal that standard output is: how wide it is, and whether it has colours.

use std::io::IsTerminal;

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// How many columns a line of text may have; `None` where standard output is no terminal.
pub(crate) fn width() -> Option<usize> {
    let out = std::io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let (terminal_size::Width(columns), _) = terminal_size::terminal_size_of(out)?;
    Some(usize::from(columns).clamp(20, WIDEST))
}

/// How words are painted.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    /// Not at all.
    Plain,
    /// With ANSI colours.
    Coloured,
}

impl Paint {
    /// For standard output, as `--color` and the environment say.
    pub(crate) fn for_stdout() -> Paint {
        let choice = anstream::AutoStream::choice(&std::io::stdout());
        if choice == anstream::ColorChoice::Never { Paint::Plain } else { Paint::Coloured }
    }

    /// The same for standard error.
    pub(crate) fn for_stderr() -> Paint {
        let choice = anstream::AutoStream::choice(&std::io::stderr());
        if choice == anstream::ColorChoice::Never { Paint::Plain } else { Paint::Coloured }
    }

    /// A heading.
    pub(crate) fn strong(self, text: &str) -> String {
        self.painted("1", text)
    }

    /// A title.
    pub(crate) fn title(self, text: &str) -> String {
        self.painted("1;4", text)
    }

    /// What a user types.
    pub(crate) fn code(self, text: &str) -> String {
        self.painted("36", text)
    }

    /// What frames the rest.
    pub(crate) fn frame(self, text: &str) -> String {
        self.painted("34", text)
    }

    /// What matters least.
    pub(crate) fn faint(self, text: &str) -> String {
        self.painted("2", text)
    }

    /// Something of a level.
    pub(crate) fn level(self, level: &str, text: &str) -> String {
        self.painted(
            match level {
                "error" => "1;31",
                "warning" => "1;33",
                _ => "1;32",
            },
            text,
        )
    }

    fn painted(self, code: &str, text: &str) -> String {
        match self {
            Paint::Coloured if !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}
