//! Which program runs a script, and what its language is.

/// The language that a program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shell {
    /// `sh` and its kin: what [`Script::parse`](crate::Script::parse) reads.
    Posix(Dialect),
    /// `powershell`, `pwsh`.
    PowerShell,
    /// `cmd`.
    Cmd,
    /// Anything else: `python3`, `node`, a shell of another kind.
    Other,
}

/// What a shell of the POSIX family knows besides POSIX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `sh`: whatever it is, no more than POSIX may be expected of it.
    Sh,
    /// `dash`.
    Dash,
    /// `ash`, also as `busybox sh`: `pipefail`, but no arrays and no `[[`.
    Ash,
    /// `bash`.
    Bash,
    /// `ksh`, `mksh`.
    Ksh,
    /// `zsh`.
    Zsh,
}

impl Shell {
    /// The shell with this path or name: `/bin/bash`, `C:\Windows\System32\cmd.exe`.
    pub fn from_path(path: &str) -> Shell {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        match name.strip_suffix(".exe").unwrap_or(&name) {
            "sh" => Shell::Posix(Dialect::Sh),
            "dash" => Shell::Posix(Dialect::Dash),
            "ash" | "busybox" => Shell::Posix(Dialect::Ash),
            "bash" | "rbash" => Shell::Posix(Dialect::Bash),
            "ksh" | "ksh93" | "mksh" | "oksh" => Shell::Posix(Dialect::Ksh),
            "zsh" => Shell::Posix(Dialect::Zsh),
            "powershell" | "pwsh" => Shell::PowerShell,
            "cmd" => Shell::Cmd,
            _ => Shell::Other,
        }
    }

    /// The shell that the `#!` line of a script names; `None` without one.
    pub fn from_shebang(script: &str) -> Option<Shell> {
        Some(Shell::from_interpreter(script.lines().next()?.strip_prefix("#!")?))
    }

    /// What stands behind `#!`: `/usr/bin/env -S bash -e`.
    pub fn from_interpreter(line: &str) -> Shell {
        let mut words = line.split_ascii_whitespace();
        let program = words.next().unwrap_or_default();
        if program.rsplit('/').next() == Some("env") {
            let program = words.find(|word| !word.starts_with('-') && !word.contains('='));
            return Shell::from_path(program.unwrap_or_default());
        }
        Shell::from_path(program)
    }

    /// Its name, as one would write it.
    pub fn name(self) -> &'static str {
        match self {
            Shell::Posix(Dialect::Sh) => "sh",
            Shell::Posix(Dialect::Dash) => "dash",
            Shell::Posix(Dialect::Ash) => "ash",
            Shell::Posix(Dialect::Bash) => "bash",
            Shell::Posix(Dialect::Ksh) => "ksh",
            Shell::Posix(Dialect::Zsh) => "zsh",
            Shell::PowerShell => "powershell",
            Shell::Cmd => "cmd",
            Shell::Other => "other",
        }
    }

    /// Whether [`Script::parse`](crate::Script::parse) reads its language.
    pub fn is_posix(self) -> bool {
        matches!(self, Shell::Posix(_))
    }
}

impl Dialect {
    /// Whether it knows `set -o pipefail` in every version still in use. `dash` does from 0.5.13 on only.
    pub fn has_pipefail(self) -> bool {
        matches!(self, Dialect::Ash | Dialect::Bash | Dialect::Ksh | Dialect::Zsh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_by_path() {
        for (path, shell) in [
            ("/bin/sh", Shell::Posix(Dialect::Sh)),
            ("/usr/bin/bash", Shell::Posix(Dialect::Bash)),
            ("busybox", Shell::Posix(Dialect::Ash)),
            (r"C:\Windows\System32\CMD.EXE", Shell::Cmd),
            ("pwsh", Shell::PowerShell),
            ("/usr/bin/env", Shell::Other),
            ("python3", Shell::Other),
            ("", Shell::Other),
        ] {
            assert_eq!(Shell::from_path(path), shell, "{path}");
        }
    }

    #[test]
    fn shells_by_the_first_line() {
        let bash = Some(Shell::Posix(Dialect::Bash));
        assert_eq!(Shell::from_shebang("#!/bin/bash -e\necho\n"), bash);
        assert_eq!(Shell::from_shebang("#!/usr/bin/env -S A=b bash -e"), bash);
        assert_eq!(Shell::from_shebang("#!/usr/bin/env python3"), Some(Shell::Other));
        assert_eq!(Shell::from_shebang("echo #!/bin/sh"), None);
    }
}
