//! Shell patterns in `${NAME#pattern}` and `${NAME/pattern/text}`: `*`, `?`, and escaped characters.

use super::Reason;

/// How many steps matching may take: far beyond any name of an image or a file.
const MOST_STEPS: usize = 1 << 22;
/// The longest result.
const LONGEST: usize = 1 << 20;

/// A pattern, one token for each place.
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token {
    /// `*`
    Any,
    /// `?`
    One,
    Is(char),
}

impl Pattern {
    fn new(text: &str) -> Result<Pattern, Reason> {
        let mut tokens = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            tokens.push(match character {
                '*' => Token::Any,
                '?' => Token::One,
                '\\' => match characters.next() {
                    Some(escaped @ ('*' | '?' | '\\' | '}' | '/')) => Token::Is(escaped),
                    _ => return Err(Reason::BadPattern(text.to_owned())),
                },
                other => Token::Is(other),
            });
        }
        Ok(Pattern(tokens))
    }

    /// Takes the match at the start (`#`) or at the end (`%`) off `value`; a pattern that starts with the same
    /// sign again takes the longest match, else it is the shortest.
    pub(super) fn trim(pattern: &str, value: &str, side: char) -> Result<String, Reason> {
        let longest = pattern.strip_prefix(side);
        let mut pattern = Pattern::new(longest.unwrap_or(pattern))?;
        let mut characters: Vec<char> = value.chars().collect();
        if side == '%' {
            pattern.0.reverse();
            characters.reverse();
        }
        let mut steps = MOST_STEPS;
        if let Some(len) = pattern.matched(&characters, longest.is_some(), &mut steps)? {
            characters.drain(..len);
        }
        if side == '%' {
            characters.reverse();
        }
        Ok(characters.into_iter().collect())
    }

    /// Puts `text` in the place of the first match, or of every match.
    pub(super) fn replace(pattern: &str, value: &str, text: &str, all: bool) -> Result<String, Reason> {
        let pattern = Pattern::new(pattern)?;
        let characters: Vec<char> = value.chars().collect();
        let mut steps = MOST_STEPS;
        let mut out = String::new();
        let mut rest = characters.as_slice();
        loop {
            let len = pattern.matched(rest, true, &mut steps)?;
            if len.is_some() {
                out.push_str(text);
            }
            // Behind an empty match, as behind none, one character is passed over.
            let passed = len.unwrap_or_default().max(1);
            if len.unwrap_or_default() == 0 {
                out.extend(rest.first());
            }
            rest = rest.get(passed..).unwrap_or_default();
            if rest.is_empty() || (len.is_some() && !all) {
                break;
            }
            if out.len() > LONGEST {
                return Err(Reason::TooLong);
            }
        }
        out.extend(rest);
        Ok(out)
    }

    /// How many characters at the start of `text` match: all places in the pattern are followed at once, so the
    /// cost is their product and no more.
    fn matched(&self, text: &[char], longest: bool, steps: &mut usize) -> Result<Option<usize>, Reason> {
        let end = self.0.len();
        let mut places = vec![false; end + 1];
        if let Some(first) = places.first_mut() {
            *first = true;
        }
        self.skip_stars(&mut places);
        let mut found = None;
        for at in 0..=text.len() {
            if places.last() == Some(&true) {
                found = Some(at);
                if !longest {
                    break;
                }
            }
            let Some(&character) = text.get(at) else { break };
            *steps = steps.checked_sub(places.len()).ok_or(Reason::TooLong)?;
            let mut next = vec![false; end + 1];
            for ((place, token), target) in self.0.iter().enumerate().zip(0..) {
                if places.get(target) != Some(&true) {
                    continue;
                }
                let to = match token {
                    Token::Any if character != '\n' => place,
                    Token::One if character != '\n' => place + 1,
                    Token::Is(wanted) if *wanted == character => place + 1,
                    _ => continue,
                };
                if let Some(reached) = next.get_mut(to) {
                    *reached = true;
                }
            }
            self.skip_stars(&mut next);
            if !next.contains(&true) {
                break;
            }
            places = next;
        }
        Ok(found)
    }

    /// `*` also matches nothing.
    fn skip_stars(&self, places: &mut [bool]) {
        for (place, token) in self.0.iter().enumerate() {
            if *token == Token::Any
                && places.get(place) == Some(&true)
                && let Some(next) = places.get_mut(place + 1)
            {
                *next = true;
            }
        }
    }
}
