//! Findings that are carried over an edit: while someone types, rules in Rego are not asked, and what they said stays.

use plimsoll_diagnostics::{Diagnostic, Sources, Span};

/// Findings, and the texts that they point into.
#[derive(Default)]
pub(crate) struct Carried {
    sources: Sources,
    findings: Vec<Diagnostic>,
}

impl Carried {
    /// Findings of a check, to be carried to the next ones.
    pub(crate) fn new(findings: &[Diagnostic], from: &Sources) -> Carried {
        let sources = Sources::new();
        let mut findings = findings.to_vec();
        for finding in &mut findings {
            finding.move_spans(|span| {
                let file = from.file(span.file);
                let taken = sources.find(&file.path);
                let id = taken.unwrap_or_else(|| sources.add(file.with_text(&*file.text)));
                Span { file: id, ..span }
            });
        }
        Carried { sources, findings }
    }

    /// The findings at their places in texts that have changed since.
    pub(crate) fn findings(&self, to: &Sources) -> Vec<Diagnostic> {
        let mut findings = self.findings.clone();
        for finding in &mut findings {
            finding.move_spans(|span| {
                let file = self.sources.file(span.file);
                match to.find(&file.path) {
                    Some(id) => {
                        let (start, end) = moved((span.start, span.end), &file.text, &to.file(id).text);
                        Span { file: id, start, end }
                    }
                    None => Span { file: to.add(file.with_text(&*file.text)), ..span },
                }
            });
        }
        findings
    }
}

/// Where a range of a text is after one edit. What the edit touches becomes what it wrote.
fn moved((start, end): (u32, u32), before: &str, after: &str) -> (u32, u32) {
    let same = |(a, b): &(u8, u8)| a == b;
    let ahead = before.bytes().zip(after.bytes()).take_while(same).count();
    let most = before.len().min(after.len()) - ahead;
    let behind = before.bytes().rev().zip(after.bytes().rev()).take(most).take_while(same).count();
    let to = |at: u32, otherwise: usize| {
        let at = at as usize;
        let at = if at <= ahead {
            at
        } else if at + behind >= before.len() {
            at + after.len() - before.len()
        } else {
            otherwise
        };
        (0..=at.min(after.len())).rev().find(|at| after.is_char_boundary(*at)).unwrap_or_default() as u32
    };
    let start = to(start, ahead);
    (start, to(end, after.len() - behind).max(start))
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn places_follow_an_edit() {
        let (before, after) = ("FROM a\nRUN curl\nUSER 1\n", "FROM debian\nRUN curl\nUSER 1\n");
        assert_eq!(moved((7, 15), before, after), (12, 20), "behind the edit");
        assert_eq!(moved((0, 4), before, after), (0, 4), "in front of it");
        assert_eq!(moved((0, 6), before, after), (0, 11), "around it");
        assert_eq!(moved((7, 15), before, "FROM a\nUSER 1\n"), (7, 7), "what is gone");
        assert_eq!(moved((5, 7), "RUN \u{e9}x", "RUN \u{e8}x"), (4, 7), "never inside a letter");
        assert_eq!(moved((0, 3), "RUN", ""), (0, 0));
    }
}
