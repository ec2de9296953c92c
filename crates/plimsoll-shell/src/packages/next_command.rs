//! A command that became part of a package manager's, because the operator between them is missing.

use plimsoll_facts::programs::Role;

use super::grammar::Grammar;
use super::managers::managers;
use crate::options::takes_next_word;
use crate::{Command, Word};

impl Command {
    /// The words of a command among the arguments of a package manager: `rm` and the rest of `apt-get install curl rm -rf
    /// /tmp/x`. Empty when there is none.
    pub fn joined_command(&self) -> &[Word] {
        let Some((grammar, arguments)) = self.package_manager() else { return &[] };
        arguments.get(next_command(arguments, grammar)..).unwrap_or_default()
    }
}

/// Where another command starts in the arguments of a package manager, or where they end.
pub(super) fn next_command(arguments: &[Word], grammar: &Grammar) -> usize {
    let found = arguments.windows(3).position(|words| {
        let [before, word, next] = words else { return false };
        is_command(word, next) && !takes_next_word(before.unquoted(), grammar.takes_value)
    });
    found.map_or(arguments.len(), |before| before + 1)
}

/// Whether a word names a program that is never a package, or a package manager with what it shall do.
fn is_command(word: &Word, next: &Word) -> bool {
    let is_verb = |grammar: &Grammar| {
        grammar.verbs.iter().map(|(verb, _)| verb).chain(grammar.groups).any(|word| next.is(word))
    };
    word.is_plain()
        && (Role::NeverPackage.is_of(&word.raw)
            || managers().any(|grammar| *grammar.name == *word.raw && is_verb(grammar)))
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::{Script, Word};

    fn joined(text: &str) -> String {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        let words = script.commands.first().unwrap().joined_command();
        words.iter().map(Word::unquoted).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_command_after_a_forgotten_operator() {
        assert_eq!(joined("apt-get install -y curl rm -rf /tmp/x"), "rm -rf /tmp/x");
        assert_eq!(joined("apt-get update apt-get install -y curl"), "apt-get install -y curl");
        assert_eq!(joined("yum install -y curl yum clean all"), "yum clean all");
        assert_eq!(joined("npm install -g yarn npm cache clean x"), "npm cache clean x");
        for text in [
            "apt-get install -y sed npm pip",
            "apt-get install -y npm yarn",
            "apk add --virtual rm curl wget",
            "npm rm left-pad x",
            "pip install --target cp a b",
        ] {
            assert_eq!(joined(text), "", "{text}");
        }
    }
}
