//! The digest by which a waiver covers one finding.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write;

use plimsoll_diagnostics::{Diagnostic, FileId, Sources};

use super::sha256;

/// How many digits of a digest tell findings apart.
const DIGITS: usize = 16;

/// Computes the digests of findings, and reads each file once for all of them.
#[derive(Default)]
pub struct FindingDigests {
    /// For each line of a file, how many lines before it have the same text.
    repeats: RefCell<HashMap<FileId, Vec<u32>>>,
}

impl FindingDigests {
    /// What tells a finding from all others, although its line can move: its rule, its file, its message, the text of its
    /// line, which of the lines with this text it is, and the column.
    pub fn of(&self, found: &Diagnostic, sources: &Sources) -> String {
        let place = found.primary.span;
        let file = sources.file(place.file);
        let number = file.lines().line(place.start);
        let range = file.lines().line_range(number, &file.text).unwrap_or_default();
        let line = file.text.get(range.clone()).unwrap_or_default();
        let column =
            (place.start as usize).saturating_sub(range.start + line.len() - line.trim_start().len());
        let mut repeats = self.repeats.borrow_mut();
        let repeats = repeats.entry(place.file).or_insert_with(|| repeats_of(&file.text));
        let repeat = repeats.get(number).copied().unwrap_or_default();
        let which = format!("{repeat}:{column}");
        let parts = [&*found.rule, &*file.path, &*found.message, line.trim(), &which];
        let mut whole = String::new();
        for part in parts {
            let _ = write!(whole, "{}:{part}", part.len());
        }
        sha256(whole.as_bytes()).chars().take(DIGITS).collect()
    }
}

/// For each line, how many lines before it have the same text.
fn repeats_of(text: &str) -> Vec<u32> {
    let mut seen: HashMap<&str, u32> = HashMap::new();
    text.split('\n')
        .map(|line| {
            let times = seen.entry(line.trim()).or_default();
            *times += 1;
            *times - 1
        })
        .collect()
}
