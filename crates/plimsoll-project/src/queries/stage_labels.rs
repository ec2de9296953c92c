//! The labels of what a stage becomes.

use std::collections::BTreeMap;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Kind;

use crate::Stage;

impl Stage<'_> {
    /// The labels that it and the stages below it set, each with its value if that is known, and the place. `None` when a
    /// name is not known: it may be any of them.
    pub fn labels(&self) -> Option<BTreeMap<String, (Option<String>, Span)>> {
        let mut found = BTreeMap::new();
        // What a stage sets wins over what it starts from.
        let stages: Vec<Stage<'_>> = self.lineage().collect();
        for own in stages.into_iter().rev() {
            for (at, instruction) in own.indexed() {
                let Kind::Label(label) = &instruction.kind else { continue };
                for pair in &label.pairs {
                    let key = own.expand(&pair.name, at).get()?.into_owned();
                    let value = match &pair.value {
                        Some(value) => own.expand(value, at).get().map(std::borrow::Cow::into_owned),
                        None => Some(String::new()),
                    };
                    found.insert(key, (value, pair.span));
                }
            }
        }
        Some(found)
    }
}
