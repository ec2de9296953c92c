//! The variables that the words of a command refer to.

use plimsoll_diagnostics::Span;

use crate::{Command, Word};

/// `$NAME` or `${NAME}` in a word, with neither a default nor another operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference<'w> {
    /// The name.
    pub name: &'w str,
    /// From the `$` to its end; the whole word where a line is continued inside of it.
    pub span: Span,
}

impl Word {
    /// The plain references to variables in it that its shell replaces: those in single quotes are not.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        let mut quote = None;
        let mut escaped = false;
        self.raw.char_indices().filter_map(move |(at, character)| {
            let was_escaped = std::mem::take(&mut escaped);
            match character {
                _ if was_escaped => None,
                '\\' if quote != Some('\'') => {
                    escaped = true;
                    None
                }
                '\'' | '"' if quote == Some(character) => {
                    quote = None;
                    None
                }
                '\'' | '"' if quote.is_none() => {
                    quote = Some(character);
                    None
                }
                '$' if quote != Some('\'') => self.reference(at),
                _ => None,
            }
        })
    }

    fn reference(&self, at: usize) -> Option<Reference<'_>> {
        let rest = self.raw.get(at + 1..)?;
        let (name, is_braced) = rest.strip_prefix('{').map_or((rest, false), |rest| (rest, true));
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let len = name.find(|c: char| !is_of_name(c)).unwrap_or(name.len());
        let (name, behind) = name.split_at_checked(len)?;
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !is_name || (is_braced && !behind.starts_with('}')) {
            return None;
        }
        let end = at + 1 + len + if is_braced { 2 } else { 0 };
        let is_whole = self.span.len() == self.raw.len();
        let start = self.span.start as usize;
        let span = if is_whole { Span::new(self.span.file, start + at, start + end) } else { self.span };
        Some(Reference { name, span })
    }
}

impl Command {
    /// The plain references to variables in its words, assignments and redirections.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        let values = self.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
        let targets = self.redirects.iter().filter(|it| !it.operator.starts_with("<<"));
        let wrappers = self.wrappers.iter().flat_map(|wrapper| &wrapper.words);
        let words = values.chain(wrappers).chain(&self.words);
        words.chain(targets.filter_map(|it| it.target.as_ref())).flat_map(Word::references)
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{FileId, Joined, Text};

    use crate::Script;

    #[test]
    fn plain_references() {
        for (text, expected) in [
            ("echo $A ${B}x \"$C\"", vec!["A", "B", "C"]),
            ("X=$A y > $B", vec!["A", "B"]),
            ("echo '$A' \\$B \"\\$C\" '\"'$D", vec!["D"]),
            ("echo ${A:-1} ${#B} $1 $$ ${C%x}", vec![]),
        ] {
            let script = Script::parse(&Joined::verbatim(Text::new(text, FileId::FIRST, 0)));
            let names: Vec<_> =
                script.commands.iter().flat_map(crate::Command::references).map(|it| it.name).collect();
            assert_eq!(names, expected, "{text}");
        }
    }
}
