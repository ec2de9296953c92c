//! Options of the shell itself: `set -eo pipefail`, `bash -o pipefail -c '…'`.

use crate::{Command, Script, Word};

/// The options that have a letter too, after POSIX `set`.
const LETTERS: &[(&str, char)] = &[
    ("allexport", 'a'),
    ("errexit", 'e'),
    ("noglob", 'f'),
    ("nounset", 'u'),
    ("verbose", 'v'),
    ("xtrace", 'x'),
];

/// What is known of an option in one script.
#[derive(Clone, Copy, Debug)]
struct State {
    /// In the script itself.
    outside: bool,
    /// In the subshell or substitution that is being read.
    inside: bool,
}

impl Script {
    /// Every command, and whether a shell option (`pipefail`, `errexit`) is set where it runs: by a `set` that always
    /// runs before it, or by the `bash -o pipefail -c` that runs it. `at_start` says whether the shell of the whole
    /// script was started with it.
    pub fn with_shell_option(&self, option: &str, at_start: bool) -> Vec<(&Command, bool)> {
        let mut states: Vec<Option<State>> = vec![None; self.scripts as usize];
        let mut found = Vec::with_capacity(self.commands.len());
        for command in &self.commands {
            let position = command.position;
            let Some(state) = states.get_mut(position.script as usize) else { continue };
            let state = state.get_or_insert_with(|| {
                let mut started_by = command.wrappers.iter().rev();
                let is_set = if position.script == 0 {
                    at_start
                } else {
                    started_by.find_map(|it| shell_option(it.words.get(1..)?, option)).unwrap_or(false)
                };
                State { outside: is_set, inside: is_set }
            });
            let is_inside = position.in_subshell || position.in_substitution;
            if !is_inside {
                state.inside = state.outside;
            }
            found.push((command, state.inside));
            if command.name() == "set" && position.depth == 0 {
                state.inside = shell_option(command.arguments(), option).unwrap_or(state.inside);
                if !is_inside {
                    state.outside = state.inside;
                }
            }
        }
        found
    }

    /// Whether the script ends with a failure when this command of it fails (POSIX, `set -e`): nothing handles that, and
    /// nothing follows, or `errexit` is set. `at_start` says whether the shell was started with it.
    pub fn fails_with(&self, command: &Command, at_start: impl Fn() -> bool) -> bool {
        let ends_here = || {
            let states = self.with_shell_option("errexit", at_start());
            states.into_iter().any(|(other, is_set)| is_set && std::ptr::eq(other, command))
        };
        is_unhandled(command) && (!command.position.is_followed || ends_here())
    }

    /// The same for every command of the script.
    pub fn with_failures(&self, at_start: bool) -> Vec<(&Command, bool)> {
        let states = self.with_shell_option("errexit", at_start).into_iter();
        let fails =
            |command: &Command, is_set| is_unhandled(command) && (!command.position.is_followed || is_set);
        states.map(|(command, is_set)| (command, fails(command, is_set))).collect()
    }
}

/// Whether nothing in its list or pipeline handles the failure of a command.
fn is_unhandled(command: &Command) -> bool {
    let position = command.position;
    position.is_unconditional() && position.stage + 1 >= position.stages
}

/// What a shell's or `set`'s arguments do to an option: `-e` and `-o errexit` set it, `+e` unsets it.
pub fn shell_option(arguments: &[Word], option: &str) -> Option<bool> {
    let letter = LETTERS.iter().find(|(name, _)| *name == option).map(|(_, letter)| *letter);
    let mut state = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let text = word.unquoted();
        let Some(letters) = text.strip_prefix(['-', '+']).filter(|letters| !letters.starts_with('-')) else {
            if text.starts_with("--") && text.len() > 2 {
                continue;
            }
            break;
        };
        let is_set = text.starts_with('-');
        if letter.is_some_and(|letter| letters.contains(letter)) {
            state = Some(is_set);
        }
        if letters.ends_with('o') && words.next().is_some_and(|word| word.is(option)) {
            state = Some(is_set);
        }
    }
    state
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    /// Whether the command `x` of a script runs with the option.
    fn has(script: &str, option: &str) -> bool {
        let script = Script::parse(&Joined::verbatim(Text::new(script, FileId::FIRST, 0)));
        let all = script.with_shell_option(option, false);
        all.into_iter().find(|(command, _)| command.name() == "x").unwrap().1
    }

    #[test]
    fn options_of_the_shell() {
        assert!(has("set -euo pipefail && x | y", "pipefail"));
        assert!(has("set -eux; x", "errexit"));
        assert!(has("set -o errexit -o pipefail; x", "pipefail"));
        assert!(has("bash -eo pipefail -c 'x | y'", "pipefail"));
        assert!(has("sudo bash -e -c 'x'", "errexit"));
        assert!(!has("set -e; set +e; x", "errexit"));
        assert!(!has("x; set -e", "errexit"));
        assert!(!has("(set -e); x", "errexit"));
        assert!(!has("if a; then set -e; fi; x", "errexit"));
        assert!(!has("set -o pipefail; sh -c 'x | y'", "pipefail"));
        assert!(!has("set -- -e; x", "errexit"));
    }

    /// Whether a script fails with the command `x` in it.
    fn fails(script: &str) -> bool {
        let script = Script::parse(&Joined::verbatim(Text::new(script, FileId::FIRST, 0)));
        let command = script.commands.iter().find(|command| command.name() == "x").unwrap();
        let fails = script.fails_with(command, || false);
        let all = script.with_failures(false);
        assert_eq!(all.into_iter().find(|(other, _)| other.name() == "x").unwrap().1, fails);
        fails
    }

    #[test]
    fn commands_that_end_a_script() {
        for script in
            ["x", "a; x", "x && b && c", "a | x", "{ a; x; }", "set -e; x; b", "set -e; { x; a; }; b"]
        {
            assert!(fails(script), "{script}");
        }
        for script in
            ["x; a", "x\na", "x &", "x && b; c", "x | a", "x || a", "if x; then a; fi", "! x", "{ x; }; a"]
        {
            assert!(!fails(script), "{script}");
        }
    }
}
