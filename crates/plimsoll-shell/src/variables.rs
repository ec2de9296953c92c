//! The variables that a script sets itself: `export NAME=value`, `NAME=value command`, `env NAME=value command`.

use std::collections::HashSet;

use crate::{Command, Script, Word};

/// POSIX, Shell Command Language, 2.14 Special Built-In Utilities.
const SPECIAL_BUILTINS: [&str; 15] = [
    ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift",
    "times", "trap", "unset",
];

impl Script {
    /// The variables that it sets in front of a special built-in (`name=value set -x`), which every shell keeps but
    /// Bash when it is called so: POSIX, 2.9.1 Simple Commands.
    pub fn kept_variables(&self) -> impl Iterator<Item = &str> {
        let special = self.commands.iter().filter(|it| SPECIAL_BUILTINS.contains(&it.name()));
        special.flat_map(|it| &it.assignments).map(|it| &*it.name)
    }

    /// The variables that its own text sets, not strings that it runs: by `NAME=value` standing alone, or by `for`.
    pub fn set_variables(&self) -> impl Iterator<Item = &str> {
        let alone = self.commands.iter().filter(|it| it.position.script == 0 && it.keeps_assignments());
        let assigned = alone.flat_map(|it| &it.assignments).map(|it| &*it.name);
        assigned.chain(self.loops.iter().map(|it| &*it.name))
    }

    /// The names that it may set in one way or another, for which every word counts; `None` when it runs a script that is
    /// not known, which may set any.
    pub fn names_it_may_set(&self) -> Option<HashSet<&str>> {
        if self.commands.iter().any(|command| matches!(command.name(), "." | "source" | "eval")) {
            return None;
        }
        let names = self.commands.iter().flat_map(|command| {
            let in_words = command.assignments_in_words().map(|(word, _)| word);
            let words = command.words.iter().chain(in_words).map(Word::unquoted);
            let names = words.filter_map(|text| text.split('=').next());
            names.chain(command.assignments.iter().map(|assignment| &*assignment.name))
        });
        Some(names.chain(self.set_variables()).collect())
    }

    /// The value that the script itself gives a variable of `command`'s environment; variables in it are left as
    /// they are written.
    pub fn variable_of<'s>(&'s self, command: &'s Command, name: &str) -> Option<&'s str> {
        let own = command.assignment(name);
        own.or_else(|| {
            let before = self.commands.iter().rev().skip_while(|it| it.span.start >= command.span.start);
            let sets = |it: &&Command| it.keeps_assignments() || matches!(it.name(), "declare" | "typeset");
            before.filter(sets).find_map(|it| it.assignment(name))
        })
    }
}

impl Command {
    /// What it assigns: `NAME=value` before its name, before that of `env` or `sudo`, or as an argument of `export`.
    pub fn assignments_in_words(&self) -> impl Iterator<Item = (&Word, &str)> {
        let exported = matches!(self.name(), "export" | "declare" | "typeset").then(|| self.arguments());
        let words = self.wrappers.iter().flat_map(|it| &it.words).chain(exported.into_iter().flatten());
        words.filter(|word| word.raw.contains('=')).map(|word| (word, word.unquoted()))
    }

    /// Whether what stands before its name holds after it, too: where there is no name, and before special builtins of
    /// POSIX, as in `list='a b' set -x`.
    pub(crate) fn keeps_assignments(&self) -> bool {
        self.words.is_empty() || matches!(self.name(), ":" | "export" | "readonly" | "set" | "trap")
    }

    fn assignment(&self, name: &str) -> Option<&str> {
        let own = self.assignments.iter().rev().find(|it| &*it.name == name);
        let value = own.map(|it| it.value.as_ref().map_or("", Word::unquoted));
        let mut words = self.assignments_in_words();
        value.or_else(|| words.find_map(|(_, text)| text.strip_prefix(name)?.strip_prefix('=')))
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    fn parse(text: &str) -> Script {
        Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)))
    }

    #[test]
    fn what_is_set() {
        for set in
            ["n=1", "x; n=$(y)", "for n in a b; do x; done", "( n=1 )", "if x; then n=1; fi", "n+=1; x"]
        {
            assert!(parse(set).set_variables().any(|it| it == "n"), "{set}");
        }
        for unset in ["n=1 x", "sh -c 'n=1'", "echo n=1", "export n", "env n=1", "m=1", "echo '; n=1'"] {
            assert!(!parse(unset).set_variables().any(|it| it == "n"), "{unset}");
        }
    }

    #[test]
    fn special_builtins_keep_what_is_set_before_them() {
        let kept = |text: &str| parse(text).kept_variables().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(kept("n='a b' set -x && echo $n"), ["n"]);
        assert_eq!(kept("n=1 : ; m=2 true"), ["n"]);
    }

    #[test]
    fn values() {
        for (text, value) in [
            ("N=1 x", Some("1")),
            ("N='a b' x", Some("a b")),
            ("export N=1; x", Some("1")),
            ("export N=1 && N=2 && x", Some("2")),
            ("env N=1 x", Some("1")),
            ("sudo N=1 x", Some("1")),
            ("x; N=1", None),
            ("N=1 y; x", None),
        ] {
            let script = parse(text);
            let command = script.commands.iter().find(|command| command.name() == "x").unwrap();
            assert_eq!(script.variable_of(command, "N"), value, "{text}");
        }
    }
}
