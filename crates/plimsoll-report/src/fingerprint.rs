//! What makes a finding the same one when the lines around it have moved.

use std::collections::HashMap;
use std::fmt;

use plimsoll_diagnostics::{Diagnostic, Sources, Span};

/// A finding's name across runs: it depends on the first name of its rule, the path, and the text at its place, never on
/// line numbers.
///
/// It is shown as `0123456789abcdef:1`; the number behind the colon counts findings that are alike, in the order of the
/// file. Stored in baselines and by services that follow findings: another way to make it makes all of them new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    /// What findings that are alike have in common.
    pub alike: u64,
    /// Which of them it is, from 1.
    pub ordinal: usize,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}:{}", self.alike, self.ordinal)
    }
}

/// The fingerprints of findings, in their order. `path` gives each file the name that it is known by: of a file that
/// was renamed, that may be the old one.
pub fn fingerprints(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    path: impl Fn(&str) -> String,
) -> Vec<Fingerprint> {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let fingerprint = |diagnostic: &Diagnostic| {
        let span = diagnostic.primary.span;
        let mut hash = Hash::new();
        hash.field(diagnostic.first_name.unwrap_or(&diagnostic.rule));
        hash.field(&path(&sources.file(span.file).path));
        hash.words(beginning(first_line(sources, span)));
        hash.words(beginning(sources.slice(span).lines().next().unwrap_or_default()));
        let ordinal = seen.entry(hash.0).and_modify(|count| *count += 1).or_insert(1);
        Fingerprint { alike: hash.0, ordinal: *ordinal }
    };
    diagnostics.iter().map(fingerprint).collect()
}

/// The line that the span starts in.
fn first_line(sources: &Sources, span: Span) -> &str {
    let file = sources.file(span.file);
    let range = file.lines().line_range(file.lines().line(span.start), &file.text);
    range.and_then(|range| file.text.get(range)).unwrap_or_default()
}

/// As much of a line as tells it apart: some files are one line of a megabyte.
fn beginning(text: &str) -> &str {
    const ENOUGH: usize = 400;
    let text = text.trim_start();
    text.get(..text.floor_char_boundary(ENOUGH)).unwrap_or(text)
}

/// A short name for what these texts are together.
pub(crate) fn short_name<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    let mut hash = Hash::new();
    texts.for_each(|text| hash.field(text));
    format!("{:08x}", hash.0 >> 32)
}

/// FNV-1a in 64 bits: short, and the same on every machine and in every version, as the standard library's is not.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }

    fn field(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.byte(byte));
        // No byte of UTF-8: what stands before cannot run into what follows.
        self.byte(0xff);
    }

    /// A text, whatever its indentation and spacing.
    fn words(&mut self, text: &str) {
        text.split_whitespace().for_each(|word| self.field(word));
        self.byte(0xff);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::SourceFile;

    /// The fingerprints of a finding at each place where `at` stands in `text`.
    fn of(path: &str, text: &str, at: &str) -> Vec<String> {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new(path, text));
        let finding = |(start, _)| Diagnostic::new("r", Span::new(file, start, start + at.len()), "m");
        let diagnostics: Vec<Diagnostic> = text.match_indices(at).map(finding).collect();
        fingerprints(&sources, &diagnostics, str::to_owned).iter().map(Fingerprint::to_string).collect()
    }

    #[test]
    fn lines_may_move_and_be_laid_out_anew() {
        let before = of("Dockerfile", "FROM a\nRUN b c\n", "b");
        assert_eq!(before, of("Dockerfile", "# new\r\n\r\nFROM a\r\n  RUN  b\tc \r\n", "b"));
        assert_ne!(before, of("Dockerfile", "FROM a\nRUN b d\n", "b"));
        assert_ne!(before, of("Dockerfile", "FROM a\nRUN b c\n", "c"));
        assert_ne!(before, of("api/Dockerfile", "FROM a\nRUN b c\n", "b"));
    }

    #[test]
    fn those_that_are_alike_are_counted() {
        let twice = of("Dockerfile", "RUN b\nRUN b\n", "b");
        let alike: Vec<&str> = twice.iter().filter_map(|one| one.split(':').next()).collect();
        assert_eq!(alike[0], alike[1]);
        assert!(twice[0].ends_with(":1") && twice[1].ends_with(":2"));
    }

    #[test]
    fn a_renamed_rule_keeps_them() {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("Dockerfile", "FROM a\n"));
        let mut finding = Diagnostic::new("old", Span::new(file, 5, 6), "m");
        let before = fingerprints(&sources, std::slice::from_ref(&finding), str::to_owned);
        finding.rule = "new".into();
        assert_ne!(before, fingerprints(&sources, std::slice::from_ref(&finding), str::to_owned));
        finding.first_name = Some("old");
        assert_eq!(before, fingerprints(&sources, &[finding], str::to_owned));
    }

    /// Whoever changes how they are made takes every user's baseline away.
    #[test]
    fn they_stay_as_they_are() {
        assert_eq!(of("Dockerfile", "FROM debian\n", "debian"), ["a5dd80c0a24c1a82:1"]);
    }

    #[test]
    fn long_lines_cost_little() {
        let text = format!("{{{}}}", "\"é\":1,".repeat(1000));
        assert_eq!(of("compose.yaml", &text, "1").len(), 1000);
    }
}
