//! The directory of a script, as scripts find it themselves: `cd "$(dirname "$0")/.."`.

use std::collections::HashMap;

use plimsoll_shell::{Command, Word};

/// The variables of a script that hold its own directory, or one below or above it.
#[derive(Default)]
pub(crate) struct ScriptFolders<'c> {
    /// What follows the script's own directory, by the variable.
    known: HashMap<&'c str, String>,
}

impl<'c> ScriptFolders<'c> {
    /// Takes in the assignments of a command: `ROOT="$(cd "$(dirname "$0")/.." && pwd)"`.
    pub(crate) fn pass(&mut self, command: &'c Command) {
        for assignment in &command.assignments {
            let value = assignment.value.as_ref().and_then(|value| self.read(value));
            match value {
                Some(folder) if !assignment.is_appended && command.words.is_empty() => {
                    self.known.insert(&assignment.name, folder);
                }
                _ => {
                    self.known.remove(&*assignment.name);
                }
            }
        }
    }

    /// The path that a word leads to, from the directory of the script; `None` when that is unknown.
    pub(crate) fn read(&self, word: &Word) -> Option<String> {
        if !word.raw.contains('$') {
            return None;
        }
        let plain = word.raw.replace(['"', '\''], "").replace(" -- ", " ");
        let plain = plain.replace("BASH_SOURCE[0]", "0").replace("BASH_SOURCE", "0");
        let plain = plain.replace("${0:-$0}", "$0").replace("${0}", "$0");
        let plain = plain.replace("$(realpath $0)", "$0").replace("$(readlink -f $0)", "$0");
        self.folder(&plain, 0)
    }

    fn folder(&self, text: &str, depth: usize) -> Option<String> {
        let (base, rest) = match self.split(text.trim(), depth)? {
            (base, "") => return Some(base),
            (base, rest) => (base, rest.strip_prefix('/')?),
        };
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
        rest.chars().all(is_plain).then(|| join(&base, rest))
    }

    /// The directory at the start of a text, and what follows it.
    fn split<'t>(&self, text: &'t str, depth: usize) -> Option<(String, &'t str)> {
        if let Some(rest) = ["$(dirname $0)", "${0%/*}"].iter().find_map(|own| text.strip_prefix(own)) {
            return Some((String::new(), rest));
        }
        if let Some(rest) = text.strip_prefix("$(cd ").filter(|_| depth < 2) {
            let (to, rest) = rest.split_once("&& pwd")?;
            let to = [">/dev/null 2>&1", "> /dev/null 2>&1", "&> /dev/null", "&>/dev/null", ">/dev/null"]
                .iter()
                .fold(to.to_owned(), |to, it| to.replace(it, ""));
            let rest = rest.strip_prefix(" -P").unwrap_or(rest).strip_prefix(')')?;
            return Some((self.folder(&to, depth + 1)?, rest));
        }
        let name = text.strip_prefix('$')?;
        let (name, rest) = if let Some(name) = name.strip_prefix('{') {
            name.split_once('}')?
        } else {
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            name.split_at_checked(end)?
        };
        Some((self.known.get(name)?.clone(), rest))
    }
}

fn join(base: &str, rest: &str) -> String {
    if base.is_empty() { rest.to_owned() } else { format!("{base}/{rest}") }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::Script;

    use super::*;

    #[test]
    fn scripts_find_their_own_directory() {
        for (text, expected) in [
            ("cd \"$(dirname \"$0\")\"", Some("")),
            ("cd $(dirname $0)/..", Some("..")),
            ("cd \"${BASH_SOURCE%/*}/docker\"", Some("docker")),
            ("cd -- \"$(dirname -- \"${BASH_SOURCE[0]}\")/../x\"", None),
            ("cd \"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")/..\" >/dev/null 2>&1 && pwd -P)\"", Some("..")),
            ("A=\"$(cd \"$(dirname \"$0\")\" && pwd)\"\nB=$A/..\ncd \"${B}/x\"", Some("../x")),
            ("A=$(dirname $0)\nA=/srv\ncd $A", None),
            ("cd \"$(dirname \"$1\")\"", None),
            ("cd \"$(dirname \"$0\")/$NAME\"", None),
        ] {
            let joined = Joined::verbatim(Text::new(text, FileId::FIRST, 0));
            let script = Script::parse(&joined);
            let mut folders = ScriptFolders::default();
            script.commands.iter().for_each(|command| folders.pass(command));
            let is_last = |command: &&Command| command.name() == "cd" && !command.position.in_substitution;
            let last = script.commands.iter().rfind(is_last).and_then(|command| match command.arguments() {
                [to] => folders.read(to),
                _ => None,
            });
            assert_eq!(last.as_deref(), expected, "{text}");
        }
    }
}
