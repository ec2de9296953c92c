//! Asking a command about its options: `-qy`, `--yes`, `-o value`, `--opt=value`.

use crate::{Command, Word};

impl Command {
    /// The arguments that are no options, up to the first word that could not be read as one or the other.
    /// Everything behind `--` is an operand. The value of an option that takes one (`-t value`) counts as an
    /// operand; use [`Command::operands_but`] where that matters.
    pub fn operands(&self) -> impl Iterator<Item = &Word> {
        self.operands_but(&[])
    }

    /// The operands, when each option in `takes_value` (`-t`, `--target`) eats the word behind it.
    pub fn operands_but<'c>(&'c self, takes_value: &'c [&str]) -> impl Iterator<Item = &'c Word> {
        let mut words = self.arguments().iter();
        let mut only_operands = false;
        std::iter::from_fn(move || {
            loop {
                let word = words.next()?;
                if only_operands || !word.raw.starts_with('-') || &*word.raw == "-" {
                    return Some(word);
                }
                if word.is("--") {
                    only_operands = true;
                } else if word.literal().is_some_and(|option| takes_value.contains(&option)) {
                    words.next();
                }
            }
        })
    }

    /// Whether an option is given: `short` alone or among others (`-qy`), or one of `long` (with or without a
    /// `=value`). A `short` of `'\0'` matches nothing.
    pub fn has_option(&self, short: char, long: &[&str]) -> bool {
        self.option(short, long).is_some()
    }

    /// The word that gives an option.
    pub fn option(&self, short: char, long: &[&str]) -> Option<&Word> {
        self.arguments().iter().take_while(|word| !word.is("--")).find(|word| {
            let text = word.literal().unwrap_or(&word.raw);
            let name = text.split_once('=').map_or(text, |(name, _)| name);
            long.contains(&name)
                || text
                    .strip_prefix('-')
                    .is_some_and(|letters| !letters.starts_with('-') && letters.contains(short))
        })
    }

    /// The first operand, when it is one of `verbs`: `install` of `apt-get -q install curl`.
    pub fn verb(&self, verbs: &[&str]) -> Option<&Word> {
        self.operands().next().filter(|word| word.literal().is_some_and(|verb| verbs.contains(&verb)))
    }
}
