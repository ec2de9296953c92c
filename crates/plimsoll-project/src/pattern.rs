//! Shell patterns in `${NAME#pattern}` and its like: `*`, `?` and escapes, no brackets, as in BuildKit.

/// A pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Character(char),
    /// `?`
    One,
    /// `*`
    Any,
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Pattern {
        let mut tokens = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '*' => Token::Any,
                '?' => Token::One,
                '\\' => Token::Character(characters.next().unwrap_or('\\')),
                other => Token::Character(other),
            });
        }
        Pattern { tokens }
    }

    /// Without the shortest or longest start that fits.
    pub(crate) fn trim_start(&self, value: &str, longest: bool) -> String {
        let characters: Vec<char> = value.chars().collect();
        let cut = matched(self.tokens.iter().copied(), &characters, longest).unwrap_or(0);
        characters.iter().skip(cut).collect()
    }

    /// Without the shortest or longest end that fits.
    pub(crate) fn trim_end(&self, value: &str, longest: bool) -> String {
        let reversed: Vec<char> = value.chars().rev().collect();
        let cut = matched(self.tokens.iter().rev().copied(), &reversed, longest).unwrap_or(0);
        let kept = reversed.len().saturating_sub(cut);
        value.chars().take(kept).collect()
    }

    /// With the first match, or all of them, replaced; each as long as can be.
    pub(crate) fn replace(&self, value: &str, by: &str, all: bool) -> String {
        let characters: Vec<char> = value.chars().collect();
        let mut replaced = String::new();
        let mut at = 0;
        let mut done = false;
        while let Some(rest) = characters.get(at..) {
            let len = if done { None } else { matched(self.tokens.iter().copied(), rest, true) };
            if let Some(len) = len {
                replaced.push_str(by);
                done = !all;
                at += len;
                if len > 0 {
                    if at == characters.len() {
                        break;
                    }
                    continue;
                }
            }
            replaced.extend(rest.first());
            at += 1;
        }
        replaced
    }
}

/// How many characters at the start of `text` fit the tokens.
fn matched(tokens: impl Iterator<Item = Token>, text: &[char], longest: bool) -> Option<usize> {
    // `reached[n]`: what was read so far can be the first `n` characters.
    let mut reached = vec![false; text.len() + 1];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for token in tokens {
        if token == Token::Any {
            let first = reached.iter().position(|&here| here)?;
            reached.iter_mut().skip(first).for_each(|here| *here = true);
            continue;
        }
        let stepped = reached.iter().zip(text).map(|(&here, &next)| match token {
            Token::Character(character) => here && next == character,
            Token::One | Token::Any => here,
        });
        reached = std::iter::once(false).chain(stepped).collect();
    }
    if longest { reached.iter().rposition(|&here| here) } else { reached.iter().position(|&here| here) }
}

/// A replacement without its escapes.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        plain.push(if character == '\\' { characters.next().unwrap_or('\\') } else { character });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starts_and_ends() {
        for (value, pattern, longest, start, end) in [
            ("v1.2.3", "v", false, "1.2.3", "v1.2.3"),
            ("a/b/c", "*/", false, "b/c", "a/b/c"),
            ("a/b/c", "*/", true, "c", "a/b/c"),
            ("a.b.c", ".*", false, "a.b.c", "a.b"),
            ("a.b.c", ".*", true, "a.b.c", "a"),
            ("a*b", "a\\*", false, "b", "a*b"),
            ("éa", "?", true, "a", "é"),
        ] {
            let parsed = Pattern::parse(pattern);
            assert_eq!(parsed.trim_start(value, longest), start, "{value} # {pattern}");
            assert_eq!(parsed.trim_end(value, longest), end, "{value} % {pattern}");
        }
    }

    #[test]
    fn replacements() {
        assert_eq!(Pattern::parse("o").replace("foo", "0", false), "f0o");
        assert_eq!(Pattern::parse("o").replace("foo", "0", true), "f00");
        assert_eq!(Pattern::parse("b*").replace("abab", "x", true), "ax");
    }
}
