//! The variables that a stage declares, and which of them somebody may have meant.

use plimsoll_diagnostics::{MOST_COMPARED, nearest_variable};
use plimsoll_dockerfile::{Instruction, Kind, Word};

use crate::Stage;

impl<'p> Stage<'p> {
    /// The variable that is declared before instruction `at`, has a value, and of which `name` is likely a slip.
    pub fn nearest_declared(&self, name: &str, at: usize) -> Option<&'p str> {
        // Of three letters or fewer, any other name is near.
        let above = self.instructions().iter().take(if name.len() > 3 { at } else { 0 });
        let sets = |it: &&Instruction<'_>| matches!(it.kind, Kind::Arg(_) | Kind::Env(_));
        let declared = above.filter(sets).flat_map(Instruction::pairs).map(|pair| &*pair.name.value);
        let declared = declared.take(MOST_COMPARED).filter(|declared| *declared != name);
        nearest_variable(name, declared.filter(|declared| !self.lacks_value(declared, at)))
    }

    /// Whether a variable is set to text with another variable that nothing sets.
    fn lacks_value(&self, name: &str, at: usize) -> bool {
        let mut above = self.instructions().iter().take(at).flat_map(Instruction::pairs);
        above.any(|pair| {
            let value = pair.value.as_ref().filter(|_| pair.name.value == name);
            let variables = value.map(Word::variables).unwrap_or_default();
            variables.iter().any(|it| it.default().is_none() && !self.declares(it.name, at))
        })
    }
}
