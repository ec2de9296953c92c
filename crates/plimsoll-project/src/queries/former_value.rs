//! A variable that ENV sets to a list with its former value: `PATH=/opt/bin:$PATH`.

use plimsoll_dockerfile::{Env, Pair, Word};

/// Lists in which an empty item stands for the current directory, and in which nobody wants that.
const SEARCH_PATHS: [&str; 3] = ["PATH", "LD_LIBRARY_PATH", "PYTHONPATH"];

/// What a variable that ENV gives a value means in that value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormerValue {
    /// All of it: `A=$A`.
    Whole,
    /// An item, with its colon: the `:$A` of `A=/x:$A`.
    Item {
        /// The item.
        text: String,
        /// Whether an empty item stands for the current directory.
        is_search_path: bool,
    },
}

impl FormerValue {
    /// What a variable, as it is written in a word of an ENV, means there; `None` where it is no former value and no item of a
    /// path.
    pub fn of(env: &Env<'_>, word: &Word<'_>, variable: &str) -> Option<FormerValue> {
        let pair = Pair::around(&env.pairs, word)?;
        let name = &*pair.name.value;
        let is_own = variable.trim_matches(['$', '{', '}']) == name;
        if !is_own && !name.ends_with("PATH") {
            return None;
        }
        if is_own && word.text.raw.trim_matches('"') == variable {
            return Some(FormerValue::Whole);
        }
        let mut items = [format!(":{variable}"), format!("{variable}:")].into_iter();
        let text = items.find(|item| word.text.raw.contains(&**item))?;
        Some(FormerValue::Item { text, is_search_path: SEARCH_PATHS.contains(&name) })
    }
}
