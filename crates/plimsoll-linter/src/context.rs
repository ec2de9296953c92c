//! What a rule may ask, and how it reports.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Span};
use plimsoll_dockerfile::{Instruction, Word};
use plimsoll_project::{Project, Stage};

/// Where the walk stands, and what was found so far.
pub struct Context<'a> {
    project: &'a Project<'a>,
    pub(crate) rule: &'static str,
    pub(crate) stage: Option<Stage<'a>>,
    pub(crate) instruction: Option<&'a Instruction<'a>>,
    pub(crate) index: usize,
    pub(crate) is_trigger: bool,
    pub(crate) found: Vec<Diagnostic>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(project: &'a Project<'a>) -> Context<'a> {
        Context {
            project,
            rule: "",
            stage: None,
            instruction: None,
            index: 0,
            is_trigger: false,
            found: Vec::new(),
        }
    }

    /// Everything that belongs together here.
    pub fn project(&self) -> &'a Project<'a> {
        self.project
    }

    /// The build stage around the current node; `None` in front of the first FROM and outside of Dockerfiles.
    pub fn stage(&self) -> Option<Stage<'a>> {
        self.stage
    }

    /// The instruction around the current node.
    pub fn instruction(&self) -> Option<&'a Instruction<'a>> {
        self.instruction
    }

    /// The place of the current instruction in its stage, for questions to [`Context::stage`] about a point.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Whether the current instruction is the trigger of an ONBUILD: other images will run it.
    pub fn is_trigger(&self) -> bool {
        self.is_trigger
    }

    /// A word of the current instruction with its variables put in; `None` when that is not known. In front of the
    /// first FROM only words without variables are.
    pub fn expand<'w>(&self, word: &'w Word<'_>) -> Option<Cow<'w, str>> {
        match self.stage {
            Some(stage) => stage.expand(word, self.index).get(),
            None => word.literal(),
        }
    }

    /// What stands at `span` in its file.
    pub fn text(&self, span: Span) -> &'a str {
        self.project.sources.slice(span)
    }

    /// Reports the current rule at a place. The answer takes labels, help and fixes.
    #[expect(clippy::expect_used, reason = "it was pushed one line above")]
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.rule, span, message));
        self.found.last_mut().expect("just pushed")
    }
}
