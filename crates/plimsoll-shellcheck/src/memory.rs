//! What was found in a text before. An editor has the same scripts checked at each key, and the files of a repository
//! are often alike.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shuck_linter::ShellDialect;

use crate::found::Found;

/// How much text is remembered at least; it may be twice as much.
const BYTES: usize = 1 << 20;

/// All that decides what is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey {
    /// The text as it is checked, variables in front.
    pub(crate) text: String,
    pub(crate) dialect: ShellDialect,
    pub(crate) errexit: bool,
    pub(crate) pipefail: bool,
}

/// Answers of before, those that were not asked for lately forgotten.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<CacheKey, Arc<[Found]>>,
    old: HashMap<CacheKey, Arc<[Found]>>,
    /// How much text the young ones hold.
    bytes: usize,
}

impl Memory {
    /// The answer of before, or that of `find`.
    pub(crate) fn answer(&self, key: CacheKey, find: impl FnOnce(&CacheKey) -> Vec<Found>) -> Arc<[Found]> {
        let known = self.with(|it| {
            it.young.get(&key).cloned().or_else(|| {
                let answer = it.old.remove(&key)?;
                it.learn(key.clone(), &answer);
                Some(answer)
            })
        });
        known.unwrap_or_else(|| {
            let answer: Arc<[Found]> = find(&key).into();
            self.with(|it| it.learn(key, &answer));
            answer
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Generations) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Generations {
    fn learn(&mut self, key: CacheKey, answer: &Arc<[Found]>) {
        if self.bytes >= BYTES {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        self.bytes += key.text.len();
        self.young.insert(key, answer.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES, CacheKey, Memory};
    use shuck_linter::ShellDialect;

    #[test]
    fn it_asks_once_and_forgets_in_the_end() {
        let memory = Memory::default();
        let ask = |text: &str| {
            let mut asked = false;
            let text = text.to_owned();
            let key = CacheKey { text, dialect: ShellDialect::Sh, errexit: false, pipefail: false };
            memory.answer(key, |_| {
                asked = true;
                Vec::new()
            });
            asked
        };
        assert!(ask("a"));
        assert!(!ask("a"));
        for at in 0..40 {
            assert!(ask(&format!("{at}{}", "x".repeat(BYTES / 10))));
            assert!(!ask("a"), "what is asked for stays");
        }
        assert!(ask(&format!("0{}", "x".repeat(BYTES / 10))), "what is not goes");
        assert!(memory.with(|it| it.young.len() + it.old.len()) < 25);
    }
}
