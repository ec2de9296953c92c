//! Asking a command about its options: `-qy`, `--yes`, `-o value`, `--opt=value`.

use crate::{Command, Word};

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionValue<'c> {
    /// The word that holds it: the option's own (`--opt=value`, `-ovalue`) or the next one.
    pub word: &'c Word,
    /// The value without quotes; variables are left as they are written.
    pub text: &'c str,
}

impl Command {
    /// The arguments that are no options. Everything behind `--` is an operand. The value of an option that takes
    /// one (`-t value`) counts as an operand; use [`Command::operands_but`] where that matters.
    pub fn operands(&self) -> impl Iterator<Item = &Word> {
        self.operands_but(&[])
    }

    /// The operands, when each option in `takes_value` (`-t`, `--target`) eats the word behind it.
    pub fn operands_but<'c>(&'c self, takes_value: &'c [&str]) -> impl Iterator<Item = &'c Word> {
        operands(self.arguments(), takes_value)
    }

    /// Whether an option is given: `short` alone or among others (`-qy`), or one of `long` (with or without a
    /// `=value`). A `short` of `'\0'` matches nothing.
    pub fn has_option(&self, short: char, long: &[&str]) -> bool {
        self.option(short, long).is_some()
    }

    /// The word that gives an option.
    pub fn option(&self, short: char, long: &[&str]) -> Option<&Word> {
        self.options().find(|word| names(word.unquoted(), short, long))
    }

    /// The last value that is given to an option: `-o value`, `-ovalue`, `--opt value`, `--opt=value`.
    pub fn option_value(&self, short: char, long: &[&str]) -> Option<OptionValue<'_>> {
        self.option_values(short, long).pop()
    }

    /// Every value that is given to an option, in order.
    pub fn option_values(&self, short: char, long: &[&str]) -> Vec<OptionValue<'_>> {
        let mut values = Vec::new();
        let mut words = self.arguments().iter().take_while(|word| !word.is("--"));
        while let Some(word) = words.next() {
            let text = word.unquoted();
            if !names(text, short, long) {
                continue;
            }
            let inside = match text.split_once('=') {
                Some((name, value)) if long.contains(&name) => Some(value),
                _ if long.contains(&text) => None,
                _ => text.split_once(short).map(|(_, value)| value).filter(|value| !value.is_empty()),
            };
            match inside {
                Some(text) => values.push(OptionValue { word, text }),
                None => values.extend(words.next().map(|word| OptionValue { word, text: word.unquoted() })),
            }
        }
        values
    }

    /// The first operand, when it is one of `verbs`: `install` of `apt-get -q install curl`.
    pub fn verb(&self, verbs: &[&str]) -> Option<&Word> {
        self.operands().next().filter(|word| word.literal().is_some_and(|verb| verbs.contains(&verb)))
    }

    /// The options, when each of those in `takes_value` (`-d`, `--data`) eats the word behind it.
    pub(crate) fn options_but<'c>(&'c self, takes_value: &'c [&str]) -> impl Iterator<Item = &'c Word> {
        let mut is_value = false;
        self.arguments().iter().take_while(|word| !word.is("--")).filter(move |word| {
            let was_value = std::mem::replace(&mut is_value, false);
            is_value = !was_value && takes_next_word(word.unquoted(), takes_value);
            !was_value && is_option(word.unquoted())
        })
    }

    /// The words before `--` that start with a dash.
    pub fn options(&self) -> impl Iterator<Item = &Word> {
        self.arguments().iter().take_while(|word| !word.is("--")).filter(|word| is_option(word.unquoted()))
    }
}

/// The words that are neither options nor the values of those in `takes_value`.
pub(crate) fn operands<'c>(words: &'c [Word], takes_value: &'c [&str]) -> impl Iterator<Item = &'c Word> {
    let mut words = words.iter();
    let mut only_operands = false;
    std::iter::from_fn(move || {
        loop {
            let word = words.next()?;
            let text = word.unquoted();
            if only_operands || !is_option(text) {
                return Some(word);
            }
            if text == "--" {
                only_operands = true;
            } else if takes_next_word(text, takes_value) {
                words.next();
            }
        }
    })
}

/// Whether an option's value is the next word: `-u app`, also at the end of a bundle (`-Eu app`).
pub(crate) fn takes_next_word(option: &str, takes_value: &[&str]) -> bool {
    if takes_value.contains(&option) {
        return true;
    }
    if option.starts_with("--") {
        return false;
    }
    let mut letters = option.char_indices().skip(1).map(|(at, letter)| (at + letter.len_utf8(), letter));
    let valued = letters.find(|(_, letter)| {
        takes_value
            .iter()
            .any(|option| option.len() == 2 && !option.starts_with("--") && option.ends_with(*letter))
    });
    valued.is_some_and(|(end, _)| end == option.len())
}

fn is_option(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-')
}

/// Whether a word gives an option by its letter or one of its long names.
fn names(text: &str, short: char, long: &[&str]) -> bool {
    let name = text.split_once('=').map_or(text, |(name, _)| name);
    long.contains(&name)
        || name.strip_prefix('-').is_some_and(|letters| !letters.starts_with('-') && letters.contains(short))
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::{Command, Script};

    fn command(text: &str) -> Command {
        let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
        script.commands.into_iter().next().unwrap()
    }

    #[test]
    fn options_alone_bundled_and_long() {
        let it = command("apt-get -qqy install --no-install-recommends --option='A=b' -- -x");
        assert!(
            it.has_option('y', &["--yes"]) && it.has_option('q', &[]) && it.has_option('\0', &["--option"])
        );
        assert!(!it.has_option('x', &[]) && !it.has_option('i', &["--no-install"]));
        assert!(it.verb(&["install"]).is_some() && it.verb(&["update"]).is_none());
    }

    #[test]
    fn values_in_every_form() {
        for text in
            ["c -o v x", "c -ov x", "c --opt v x", "c --opt=v x", "c -qo v x", "c -o 'v' x", "c -o a -o v x"]
        {
            let it = command(text);
            assert_eq!(it.option_value('o', &["--opt"]).unwrap().text, "v", "{text}");
            let operands: Vec<_> =
                it.operands_but(&["-o", "--opt"]).filter_map(|word| word.literal()).collect();
            assert_eq!(operands, ["x"], "{text}");
        }
        assert_eq!(command("c --opt=$V").option_value('o', &["--opt"]).unwrap().text, "$V");
        assert_eq!(command("c -o").option_value('o', &["--opt"]), None);
    }
}
