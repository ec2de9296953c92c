//! `pacman`, which has options where other package managers have verbs: `-S`, `-Rns`, `--upgrade`.

use crate::{Command, Word};

impl Command {
    /// The operation of a `pacman` that asks before it changes something; `None` where an option answers.
    pub fn pacman_question(&self) -> Option<&Word> {
        let is_answered =
            ["--noconfirm", "--confirm", "--print"].iter().any(|it| self.has_option('\0', &[it]));
        if self.name() != "pacman" || is_answered || self.may_hide_options() {
            return None;
        }
        let has_operands = self.operands().next().is_some();
        self.arguments().iter().find(|word| word.literal().is_some_and(|text| changes(text, has_operands)))
    }
}

/// Whether an option is an operation that installs or removes packages.
fn changes(option: &str, has_operands: bool) -> bool {
    match option {
        "--sync" | "--remove" | "--upgrade" => has_operands,
        _ if option.starts_with("-S") => {
            !option.contains(['s', 'i', 'l', 'g', 'p', 'w']) && (has_operands || option.contains(['u', 'c']))
        }
        _ if option.starts_with("-R") || option.starts_with("-U") => !option.contains('p') && has_operands,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    #[test]
    fn what_asks() {
        for (text, expected) in [
            ("pacman -S git", true),
            ("pacman -Syu", true),
            ("pacman -Rns git", true),
            ("pacman --sync git", true),
            ("pacman -Scc", true),
            ("pacman -Sy", false),
            ("pacman -Ss git", false),
            ("pacman -Qi git", false),
            ("pacman -Syu --noconfirm git", false),
            ("pacman $OPTIONS -S git", false),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let command = script.commands.first().unwrap();
            assert_eq!(command.pacman_question().is_some(), expected, "{text}");
        }
    }
}
