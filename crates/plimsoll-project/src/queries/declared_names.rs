//! The variables that a stage declares, and which of them somebody may have meant.

use plimsoll_diagnostics::{MOST_COMPARED, nearest_variable};
use plimsoll_dockerfile::{Instruction, Kind, Pair, Word};

use crate::Stage;

/// How many instructions of a stage are searched for names: each mistake is compared with them.
const MOST_SEARCHED: usize = 500;

impl<'p> Stage<'p> {
    /// The variable that is declared before instruction `at`, has a value, and of which `name` is likely a slip.
    pub fn nearest_declared(&self, name: &str, at: usize) -> Option<&'p str> {
        // Of three letters or fewer, any other name is near.
        let above = self.instructions().iter().take(if name.len() > 3 { at.min(MOST_SEARCHED) } else { 0 });
        let sets = |it: &&Instruction<'_>| matches!(it.kind, Kind::Arg(_) | Kind::Env(_));
        let pairs = above.filter(sets).flat_map(Instruction::pairs).take(MOST_COMPARED);
        let declared: Vec<&Pair<'_>> = pairs.filter(|pair| pair.name.value != name).collect();
        let near = nearest_variable(name, declared.iter().map(|pair| &*pair.name.value))?;
        let is_empty = declared.iter().any(|pair| pair.name.value == near && self.lacks_value(pair, at));
        (!is_empty).then_some(near)
    }

    /// Whether a variable is set to text with another variable that nothing sets.
    fn lacks_value(&self, pair: &Pair<'_>, at: usize) -> bool {
        let variables = pair.value.as_ref().map(Word::variables).unwrap_or_default();
        variables.iter().any(|it| it.default().is_none() && !self.declares(it.name, at))
    }
}
