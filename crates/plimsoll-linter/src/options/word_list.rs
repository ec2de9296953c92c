//! Lists of words as options of rules: a word is looked up at once, however long the list is.

use std::collections::HashSet;

use serde::Deserialize;

/// How many words a finding lists.
const MOST_SHOWN: usize = 20;

/// A list of words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList {
    /// The first of them, as they are written.
    first: Vec<String>,
    all: HashSet<String>,
}

impl From<Vec<String>> for WordList {
    fn from(words: Vec<String>) -> WordList {
        WordList {
            first: words.iter().take(MOST_SHOWN + 1).cloned().collect(),
            all: words.into_iter().collect(),
        }
    }
}

impl WordList {
    /// Whether a word is in it.
    pub fn has(&self, word: &str) -> bool {
        self.all.contains(word)
    }

    /// Whether there is no word in it.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The first of its words with something between them, and `…` if there are more.
    pub fn shown(&self, between: &str) -> String {
        let shown = self.first.iter().take(MOST_SHOWN).map(String::as_str).collect::<Vec<_>>().join(between);
        if self.first.len() > MOST_SHOWN { format!("{shown}{between}…") } else { shown }
    }
}
