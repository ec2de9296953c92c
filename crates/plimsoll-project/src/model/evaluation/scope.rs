//! Which variables are in scope, and what is known of them.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Word;

use super::{BaseFact, Evaluation, Variable};
use crate::Value;
use crate::values::expand::{Expansion, Lookup};

/// What BuildKit gives to every build (Dockerfile reference, "Automatic platform ARGs in the global scope").
const PLATFORM_ARGS: [&str; 9] = [
    "BUILDPLATFORM",
    "BUILDOS",
    "BUILDARCH",
    "BUILDVARIANT",
    "TARGETPLATFORM",
    "TARGETOS",
    "TARGETARCH",
    "TARGETVARIANT",
    "TARGETSTAGE",
];

/// Whether BuildKit gives an argument of this name to every build, for stages that declare it.
pub fn is_platform_arg(name: &str) -> bool {
    PLATFORM_ARGS.contains(&name)
}

impl<'s> Evaluation<'s> {
    /// What `$NAME` stands for in a stage at a time.
    pub(crate) fn variable(&self, stage: usize, name: &str, time: u32) -> Value<&str> {
        match self.scope.at(name, time) {
            Some(variable) => self.value(variable.slot),
            None => self.undeclared(stage),
        }
    }

    /// A word with its variables put in, as a stage has them at a time.
    pub(crate) fn expand<'w>(&self, stage: usize, word: &Word<'w>, time: u32) -> Expansion<'w> {
        Expansion::new(word, |name| match self.scope.at(name, time) {
            Some(variable) => self.lookup(variable),
            None => self.missing(stage),
        })
    }

    /// What `$NAME` stands for in FROM. `because` stands for BuildKit.
    pub(crate) fn global(&self, name: &str, because: Span) -> Value<&str> {
        match self.global.get(name) {
            Some(variable) => self.value(variable.slot),
            None if is_platform_arg(name) => Value::Unknown { because },
            None => Value::Unset,
        }
    }

    /// A word of FROM, which sees the ARG before the first FROM alone.
    pub(crate) fn expand_global<'w>(&self, word: &Word<'w>) -> Expansion<'w> {
        Expansion::new(word, |name| match self.global.get(name) {
            Some(&variable) => self.lookup(variable),
            None if is_platform_arg(name) => Lookup::Unknown,
            None => Lookup::Unset,
        })
    }

    pub(super) fn lookup(&self, variable: Variable) -> Lookup<'_> {
        match self.value(variable.slot) {
            Value::Known { value, set_at } => Lookup::Set(value, set_at),
            _ if variable.is_free => Lookup::NotGiven,
            Value::Unset | Value::Unknown { .. } => Lookup::Unknown,
        }
    }

    /// What is known of a variable that no instruction declares: the image may set it.
    pub(super) fn missing(&self, stage: usize) -> Lookup<'_> {
        if self.undeclared(stage).is_unset() { Lookup::Unset } else { Lookup::Unknown }
    }

    fn undeclared(&self, stage: usize) -> Value<&str> {
        let root = self.stages.get(stage).and_then(|stage| self.stages.get(stage.root));
        match root.map(|root| &root.base) {
            Some(BaseFact::Image(image)) => Value::Unknown { because: image.span },
            Some(BaseFact::Unknown(because)) => Value::Unknown { because: *because },
            Some(BaseFact::Scratch | BaseFact::Stage(_)) | None => Value::Unset,
        }
    }
}
