//! Which program reads the script of an instruction.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Word;

/// The shell that runs a script at a point of a stage.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveShell<'p> {
    /// The language it reads.
    pub dialect: Dialect,
    /// The words of the SHELL instruction; none for the default of the platform.
    pub words: &'p [Word<'p>],
    /// The SHELL instruction that decided it; `None` for the default of the platform.
    pub set_at: Option<Span>,
}

/// A language that scripts are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The shell of POSIX: `sh`, `dash`, `ash`.
    Sh,
    /// `bash`
    Bash,
    /// `ksh`, `mksh`
    Ksh,
    /// `zsh`
    Zsh,
    /// `powershell`, `pwsh`
    PowerShell,
    /// `cmd`
    Cmd,
    /// Something else: `fish`, `python`, a program of the image.
    Other,
}

impl Dialect {
    /// What the program of this name or path reads.
    pub fn of_program(program: &str) -> Dialect {
        let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        match name.strip_suffix(".exe").unwrap_or(&name) {
            "sh" | "dash" | "ash" => Dialect::Sh,
            "bash" | "rbash" => Dialect::Bash,
            "ksh" | "mksh" | "ksh93" => Dialect::Ksh,
            "zsh" => Dialect::Zsh,
            "powershell" | "pwsh" => Dialect::PowerShell,
            "cmd" => Dialect::Cmd,
            _ => Dialect::Other,
        }
    }

    /// What stands behind `#!`: `/usr/bin/env -S bash -e`.
    pub fn of_interpreter(line: &str) -> Dialect {
        let mut words = line.split_ascii_whitespace();
        let program = words.next().unwrap_or_default();
        if program.rsplit('/').next() == Some("env") {
            let program = words.find(|word| !word.starts_with('-') && !word.contains('='));
            return Dialect::of_program(program.unwrap_or_default());
        }
        Dialect::of_program(program)
    }

    /// Whether its scripts are read as POSIX describes, extensions aside.
    pub fn is_posix(self) -> bool {
        matches!(self, Dialect::Sh | Dialect::Bash | Dialect::Ksh | Dialect::Zsh)
    }

    /// Its name, as one would write it.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Sh => "sh",
            Dialect::Bash => "bash",
            Dialect::Ksh => "ksh",
            Dialect::Zsh => "zsh",
            Dialect::PowerShell => "powershell",
            Dialect::Cmd => "cmd",
            Dialect::Other => "other",
        }
    }
}

impl EffectiveShell<'_> {
    /// Whether its scripts can be read as a POSIX shell's.
    pub fn is_posix(&self) -> bool {
        self.dialect.is_posix()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_by_any_path() {
        for (line, dialect) in [
            ("/bin/sh", Dialect::Sh),
            (" /bin/bash -e", Dialect::Bash),
            ("/usr/bin/env python3", Dialect::Other),
            ("/usr/bin/env -S A=1 zsh -f", Dialect::Zsh),
            ("C:\\Windows\\System32\\cmd.exe", Dialect::Cmd),
            ("PowerShell.EXE", Dialect::PowerShell),
            ("", Dialect::Other),
        ] {
            assert_eq!(Dialect::of_interpreter(line), dialect, "{line}");
        }
    }
}
