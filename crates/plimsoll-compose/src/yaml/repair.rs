//! Keys that lack their colon: the line is read as the key that it was meant to be, so that what is under it stays there.

use std::ops::Range;

use plimsoll_diagnostics::{Span, Text};

use super::{Node, Scalar, Yaml};

/// A word that is read as a key. Its last byte stands for the colon, so that every place stays true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Repair {
    word: Range<usize>,
}

impl Repair {
    /// The word at `at`, if it is alone on its line and an error says that it lacks its colon.
    pub(super) fn of(message: &str, text: &str, at: usize) -> Option<Repair> {
        if message != "missing `:` after this key" {
            return None;
        }
        let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
        let word = text.get(start..)?.lines().next()?.trim();
        let at = start + text.get(start..)?.find(word)?;
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (word.len() > 1 && word.bytes().all(is_name)).then(|| Repair { word: at..at + word.len() })
    }

    /// The text with the colon.
    pub(super) fn applied(&self, text: &str) -> String {
        let (before, after) = (text.get(..self.word.end - 1), text.get(self.word.end..));
        format!("{}:{}", before.unwrap_or_default(), after.unwrap_or_default())
    }
}

/// Gives keys their last letter back.
pub(super) fn restore<'s>(yaml: &mut Yaml<'s>, repairs: &[Repair], source: Text<'s>) {
    match &mut yaml.node {
        Node::Sequence(items) => {
            items.make_mut().iter_mut().for_each(|item| restore(item, repairs, source));
        }
        Node::Mapping(mapping) => {
            for entry in mapping.entries.make_mut() {
                let is_own = |repair: &&Repair| is_at(entry.key.span, repair);
                if let Some(repair) = repairs.iter().find(is_own) {
                    let word = source.slice(repair.word.start, repair.word.end);
                    entry.key = Scalar::word(word.raw.to_owned(), word);
                }
                restore(&mut entry.value, repairs, source);
            }
        }
        Node::Scalar(_) | Node::Alias(_) => {}
    }
}

fn is_at(span: Span, repair: &Repair) -> bool {
    span.start as usize == repair.word.start
}
