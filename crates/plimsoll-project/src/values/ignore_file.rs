//! `.dockerignore`: which paths of a build context never reach the build.
//!
//! Source: moby/patternmatcher, `MatchesOrParentMatches`, and BuildKit's `dockerignore.ReadAll`.

use plimsoll_diagnostics::{Span, Text};

use crate::path;

/// Files with more patterns, or with longer ones, are left alone: each COPY is compared with each pattern.
const MOST_PATTERNS: usize = 256;
const LONGEST: usize = 512;

/// The patterns of an ignore file, in order.
#[derive(Debug)]
pub struct IgnoreFile {
    patterns: Vec<Pattern>,
}

#[derive(Debug)]
struct Pattern {
    span: Span,
    tokens: Vec<Token>,
    /// `!pattern`: brings back what patterns before took away.
    is_exception: bool,
}

#[derive(Debug, PartialEq)]
enum Token {
    Char(char),
    /// `?`
    Any,
    /// `*`: anything but `/`.
    Star,
    /// `**`: anything.
    Deep,
    /// `**/`: any number of folders, none included.
    Folders,
    /// `[a-z]`, `[^a-z]`
    Class(Vec<(char, char)>, bool),
}

/// Why an ignore file is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    /// The build rejects this pattern.
    Invalid(Span),
    /// It is beyond all measure.
    TooLarge,
}

impl IgnoreFile {
    /// Reads an ignore file.
    ///
    /// # Errors
    /// When the build rejects it, or when it is beyond all measure.
    pub fn parse(text: Text<'_>) -> Result<IgnoreFile, NotRead> {
        let mut patterns = Vec::new();
        for line in text.split('\n') {
            if line.raw.trim_start_matches('\u{feff}').starts_with('#') {
                continue;
            }
            let line = line.trim();
            let is_exception = line.raw.starts_with('!');
            let pattern = line.slice(usize::from(is_exception), line.raw.len()).trim();
            if is_exception && pattern.raw.is_empty() {
                return Err(NotRead::Invalid(line.span));
            }
            let clean = path::clean(pattern.raw.trim_start_matches('\u{feff}'));
            let clean = clean.trim_start_matches('/');
            if clean.is_empty() || clean.starts_with("../") {
                continue;
            }
            if patterns.len() == MOST_PATTERNS || clean.len() > LONGEST {
                return Err(NotRead::TooLarge);
            }
            let tokens = tokens(clean).ok_or(NotRead::Invalid(line.span))?;
            patterns.push(Pattern { span: line.span, tokens, is_exception });
        }
        Ok(IgnoreFile { patterns })
    }

    /// The pattern because of which no part of `source`, a source of COPY, reaches the build; `None` when some of it
    /// may.
    pub fn ignores(&self, source: &str) -> Option<Span> {
        let clean = path::clean(source);
        let clean = clean.trim_start_matches('/');
        if clean.starts_with("..") || clean.len() > LONGEST || source.contains('\\') {
            return None;
        }
        let is_pattern = clean.contains(['*', '?', '[']);
        let mut ignored = None;
        for pattern in &self.patterns {
            if pattern.is_exception {
                // It may bring back something of a folder, or some of the files that a wildcard stands for.
                if ignored.is_some() && (is_pattern || clean.is_empty() || pattern.reaches_into(clean)) {
                    ignored = None;
                }
            } else if ignored.is_none() && pattern.takes(clean, is_pattern) {
                ignored = Some(pattern.span);
            }
        }
        ignored
    }
}

impl Pattern {
    /// Whether it matches `path` or a folder that `path` is in.
    fn takes(&self, path: &str, is_pattern: bool) -> bool {
        if path.is_empty() {
            // The whole context.
            return matches!(
                self.tokens.as_slice(),
                [Token::Star | Token::Deep] | [Token::Folders, Token::Star | Token::Deep]
            );
        }
        // A wildcard of the source stands for names that only a `*` takes all of.
        let takes_one = |token: &Token| matches!(token, Token::Any | Token::Class(..));
        if is_pattern && self.tokens.iter().any(takes_one) {
            return false;
        }
        let parents = path.match_indices('/').map(|(at, _)| at);
        parents.chain([path.len()]).any(|end| path.get(..end).is_some_and(|path| self.matches(path)))
    }

    /// Whether it matches `path`, a folder that `path` is in, or perhaps something in `path`.
    fn reaches_into(&self, path: &str) -> bool {
        let inside = path.chars().chain(['/']).fold(self.start(), |states, c| self.step(&states, c));
        inside.contains(&true) || self.takes(path, false)
    }

    /// Whether it matches all of `path`.
    fn matches(&self, path: &str) -> bool {
        let states = path.chars().fold(self.start(), |states, character| self.step(&states, character));
        states.last().copied().unwrap_or_default()
    }

    /// Before which tokens one may stand after nothing was read; behind the last, the pattern is used up.
    fn start(&self) -> Vec<bool> {
        let mut states = vec![false; self.tokens.len() + 1];
        self.enter(0, &mut states);
        states
    }

    /// Enters the place before a token, and those behind it that need nothing to be read.
    fn enter(&self, mut at: usize, states: &mut [bool]) {
        while let Some(state) = states.get_mut(at) {
            *state = true;
            if !matches!(self.tokens.get(at), Some(Token::Star | Token::Deep | Token::Folders)) {
                return;
            }
            at += 1;
        }
    }

    fn step(&self, states: &[bool], character: char) -> Vec<bool> {
        let mut next = vec![false; states.len()];
        for (at, token) in self.tokens.iter().enumerate() {
            if !states.get(at).copied().unwrap_or_default() {
                continue;
            }
            let (stays, leaves) = match token {
                Token::Char(wanted) => (false, *wanted == character),
                Token::Any => (false, character != '/'),
                Token::Class(ranges, negated) => {
                    let inside = ranges.iter().any(|(from, to)| (*from..=*to).contains(&character));
                    (false, inside != *negated && character != '/')
                }
                Token::Star => (character != '/', false),
                Token::Deep => (true, false),
                Token::Folders => (true, character == '/'),
            };
            if let Some(state) = next.get_mut(at)
                && stays
            {
                *state = true;
            }
            if leaves || (stays && matches!(token, Token::Star | Token::Deep)) {
                // What may be repeated may also end here.
                self.enter(if leaves { at + 1 } else { at }, &mut next);
            }
        }
        next
    }
}

/// `None` for a pattern that Docker refuses.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = pattern.chars().peekable();
    while let Some(character) = rest.next() {
        tokens.push(match character {
            '*' if rest.next_if_eq(&'*').is_some() => {
                while rest.next_if_eq(&'*').is_some() {}
                if rest.next_if_eq(&'/').is_some() { Token::Folders } else { Token::Deep }
            }
            '*' => Token::Star,
            '?' => Token::Any,
            '\\' => Token::Char(rest.next()?),
            '[' => {
                let negated = rest.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                loop {
                    let from = match rest.next()? {
                        ']' if !ranges.is_empty() => break,
                        '\\' => rest.next()?,
                        other => other,
                    };
                    let to = if rest.next_if_eq(&'-').is_some() { rest.next()? } else { from };
                    ranges.push((from, to));
                }
                Token::Class(ranges, negated)
            }
            other => Token::Char(other),
        });
    }
    Some(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::FileId;

    fn ignored(patterns: &str, source: &str) -> bool {
        let file = IgnoreFile::parse(Text::new(patterns, FileId::FIRST, 0)).unwrap();
        file.ignores(source).is_some()
    }

    #[test]
    fn what_is_ignored() {
        for (patterns, source) in [
            ("a.txt", "a.txt"),
            ("/a.txt", "./a.txt"),
            ("a.txt", "/a.txt"),
            ("dir", "dir/sub/a.txt"),
            ("dir/", "dir"),
            ("*.txt", "a.txt"),
            ("*.txt", "*.txt"),
            ("**/*.txt", "x/y/a.txt"),
            ("**/*.txt", "a.txt"),
            ("x/**", "x/a"),
            ("x/**/z", "x/y/y/z"),
            ("?.txt", "a.txt"),
            ("[^b].txt", "a.txt"),
            ("*", "."),
            ("**", "./"),
            ("*\n!b", "a"),
            ("dir\n!other/x", "dir"),
            ("!a\na", "a"),
            ("# x\n\n  a  ", "a"),
        ] {
            assert!(ignored(patterns, source), "{patterns:?} {source}");
        }
    }

    #[test]
    fn what_is_not() {
        for (patterns, source) in [
            ("a.txt", "b.txt"),
            ("*.txt", "dir/a.txt"),
            ("dir/a.txt", "dir"),
            ("x/**", "x"),
            ("*\n!a", "a"),
            ("*\n!dir/x", "dir"),
            ("*\n!dir", "dir/x"),
            ("*\n!**/keep", "dir"),
            ("*\n!a", "."),
            ("*.txt\n!b.txt", "*.txt"),
            ("?.txt", "*.txt"),
            ("node_modules", "."),
            ("#a", "#a"),
            ("a", "ab"),
        ] {
            assert!(!ignored(patterns, source), "{patterns:?} {source}");
        }
    }

    #[test]
    fn hostile_patterns_end() {
        let pattern = "**/*a".repeat(100) + "b";
        assert!(!ignored(&pattern, &"a/".repeat(250)));
        let parse = |text: &str| IgnoreFile::parse(Text::new(text, FileId::FIRST, 0)).err();
        assert_eq!(parse(&"a\n".repeat(300)), Some(NotRead::TooLarge));
        assert!(matches!(parse("a\n[a"), Some(NotRead::Invalid(span)) if span.start == 2));
    }
}
