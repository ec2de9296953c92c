//! Which scripts are worth a look for which codes. To look for a few bytes costs a hundredth of what the shell linter
//! costs, and most scripts hold nothing that the wanted codes could be about.

mod bytes;
mod conditions;
mod signs;

use std::collections::BTreeSet;

use plimsoll_shell::Script;

use self::bytes::Bytes;
pub(crate) use self::signs::name_end;
use self::signs::{SIGNS, Sign};

/// What each code needs one of that has no signs of its own, besides [`WORDS`].
const CHARACTERS: &[u8] = b"$`'\"*?[]{}()<>|;=!~#\\";

/// Commands that a code is about however plainly they are called.
const WORDS: [&str; 30] = [
    "alias", "break", "cd", "continue", "declare", "dirs", "disown", "echo", "egrep", "eval", "exit", "expr",
    "fgrep", "find", "function", "let", "local", "popd", "printf", "pushd", "read", "rm", "select", "set",
    "shopt", "source", "su", "test", "trap", "typeset",
];

/// What ends a word for [`Sign::Word`]: more than ends it for a shell, so that `"source"` is one too.
const BETWEEN_WORDS: &str = " \t\n;&|(){}<>`\"'\\$!";

/// What scripts are looked at for.
#[derive(Debug, Default)]
pub(crate) struct Trigger {
    /// Whether a code is wanted that has no signs.
    any: bool,
    words: BTreeSet<&'static [u8]>,
    /// How long the shortest of them is.
    shortest: usize,
    signs: Vec<Sign>,
}

impl Trigger {
    /// For these codes.
    pub(crate) fn new(codes: impl Iterator<Item = u32>) -> Trigger {
        let mut trigger = Trigger::default();
        for code in codes {
            let mut rows = SIGNS.iter().filter(|(codes, _)| codes.contains(&code)).peekable();
            trigger.any |= rows.peek().is_none();
            for sign in rows.flat_map(|(_, signs)| *signs) {
                match sign {
                    Sign::Word(word) => drop(trigger.words.insert(word.as_bytes())),
                    sign if trigger.signs.contains(sign) => {}
                    sign => trigger.signs.push(*sign),
                }
            }
        }
        trigger.shortest = trigger.words.iter().map(|word| word.len()).min().unwrap_or_default();
        trigger
    }

    /// Whether a code may have something to say about a script. `known` are variables that are set already, `read` is
    /// what the shell model made of the same text, if it has been asked.
    pub(crate) fn is_worth_checking(&self, text: &str, known: &[String], read: Option<&Script>) -> bool {
        // A continued line may tear any sign apart.
        if self.any || text.contains("\\\n") {
            return is_more_than_plain(text);
        }
        let bytes = Bytes::of(text);
        let mut signs = self.signs.iter().filter(|sign| bytes.allow(**sign));
        signs.any(|sign| sign.is_in(text, known, read)) || self.has_word(text)
    }

    fn has_word(&self, text: &str) -> bool {
        let ends = Bytes::of(BETWEEN_WORDS);
        let mut words =
            text.as_bytes().split(|byte| ends.has(*byte)).filter(|word| word.len() >= self.shortest);
        !self.words.is_empty() && words.any(|word| self.words.contains(word))
    }
}

/// Whether a script is more than a plain command or two, about which no code has anything to say.
fn is_more_than_plain(text: &str) -> bool {
    text.bytes().any(|byte| CHARACTERS.contains(&byte))
        || text.split(|character: char| !character.is_ascii_alphanumeric()).any(|word| WORDS.contains(&word))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use plimsoll_diagnostics::{FileId, Joined, Text};
    use plimsoll_shell::{Dialect, Script};

    use super::{SIGNS, Trigger};
    use crate::{Input, ShellCheck};

    /// Every line of these, continued ones joined, without what makes it an instruction.
    fn scripts(path: &Path, found: &mut BTreeSet<String>) {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).unwrap();
            entries.for_each(|entry| scripts(&entry.unwrap().path(), found));
        } else if let Ok(text) = std::fs::read_to_string(path) {
            let joined = text.replace("\\\n", "");
            let lines = joined.lines().map(str::trim);
            let lines = lines.map(|line| line.strip_prefix("RUN ").unwrap_or(line));
            found.extend(lines.filter(|line| line.len() < 2_000).map(str::to_owned));
        }
    }

    #[test]
    fn no_finding_is_lost() {
        let codes: Vec<u32> = SIGNS.iter().flat_map(|(codes, _)| *codes).copied().collect();
        let everywhere = ShellCheck::new(codes.iter().copied()).looking_everywhere();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut all = BTreeSet::new();
        for folder in ["testdata", "rules/shell", "rules/dockerfile"] {
            scripts(&root.join(folder), &mut all);
        }
        let mut seen = BTreeSet::new();
        for text in all.iter().filter(|text| super::is_more_than_plain(text)) {
            let script = Joined::verbatim(Text::new(text, FileId::FIRST, 0));
            let read = Script::parse(&script);
            let input = Input {
                script: &script,
                dialect: Dialect::Sh,
                errexit: false,
                pipefail: false,
                variables: &[],
                read: Some(&read),
                is_plain: true,
            };
            for finding in everywhere.check(input) {
                seen.insert(finding.code);
                let trigger = Trigger::new([finding.code].into_iter());
                assert!(trigger.is_worth_checking(text, &[], Some(&read)), "SC{}: {text}", finding.code);
                assert!(trigger.is_worth_checking(text, &[], None), "SC{}: {text}", finding.code);
            }
        }
        let unseen: Vec<&u32> = codes.iter().filter(|code| !seen.contains(code)).collect();
        assert!(unseen.is_empty(), "no script is about {unseen:?}");
    }

    #[test]
    fn plain_commands_are_left_alone() {
        let codes = SIGNS.iter().flat_map(|(codes, _)| *codes).copied();
        let trigger = Trigger::new(codes);
        for text in [
            "apt-get update && apt-get install -y --no-install-recommends g++ curl='7.*' && rm -rf /var/lib/apt/lists/*",
            "set -eux; url=https://example.com; for file in a b; do curl -fsSL \"$url/$file\" | tar xz; done",
            "if [ \"$TARGETARCH\" = amd64 ] && [ -n \"$VERSION\" ]; then make; fi 2>&1 >/dev/null",
            "pip install 'black[d]>=24' && docker-php-ext-enable opcache && awk '{print $1}' /etc/passwd",
            "case \"$(uname -m)\" in x86_64) make;; esac",
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            assert!(!trigger.is_worth_checking(text, &[], Some(&script)), "{text}");
        }
    }
}
