//! What a rule may ask, and how it reports.

use std::borrow::Cow;
use std::cell::Cell;

use plimsoll_diagnostics::{Asked, Diagnostic, Span};
use plimsoll_dockerfile::{Instruction, Kind, Word};
use plimsoll_project::{Container, DockerfileModel, Project, Stage, Value};
use plimsoll_shell::Command;

use crate::filled::{Filled, Fillings};

/// Where the walk stands, and what was found so far.
pub struct Context<'a> {
    project: &'a Project<'a>,
    today: &'a str,
    pub(crate) rule: &'static str,
    /// The check of a policy that the rule runs for.
    pub(crate) asked_by: Option<usize>,
    pub(crate) stage: Option<Stage<'a>>,
    pub(crate) container: Option<Container<'a>>,
    pub(crate) instruction: Option<&'a Instruction<'a>>,
    pub(crate) index: usize,
    pub(crate) is_trigger: bool,
    pub(crate) found: Vec<Diagnostic>,
    /// What commands of the current instruction become with their variables put in.
    fillings: Fillings,
    /// Whether the rule looked at anything besides the instruction and its text.
    looked_further: Cell<bool>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(project: &'a Project<'a>, today: &'a str) -> Context<'a> {
        Context {
            project,
            today,
            rule: "",
            asked_by: None,
            stage: None,
            container: None,
            instruction: None,
            index: 0,
            is_trigger: false,
            found: Vec::new(),
            fillings: Fillings::default(),
            looked_further: Cell::new(false),
        }
    }

    /// Goes on to another instruction, or leaves the last one.
    pub(crate) fn enter(&mut self, instruction: Option<&'a Instruction<'a>>) {
        self.instruction = instruction;
        self.fillings = Fillings::default();
    }

    /// Whether a rule looked at anything besides the current instruction since this was asked.
    pub(crate) fn takes_looked_further(&self) -> bool {
        self.looked_further.take()
    }

    /// Everything that belongs together here.
    pub fn project(&self) -> &'a Project<'a> {
        self.looked_further.set(true);
        self.project
    }

    /// The day of the check, as `2026-04-30`; empty when nobody says.
    pub fn today(&self) -> &'a str {
        self.today
    }

    /// The build stage around the current node; `None` in front of the first FROM and outside of Dockerfiles.
    pub fn stage(&self) -> Option<Stage<'a>> {
        self.looked_further.set(true);
        self.stage
    }

    /// The service whose own script the shell linter looked at; `None` in Dockerfiles.
    pub fn container(&self) -> Option<Container<'a>> {
        self.container
    }

    /// The instruction around the current node.
    pub fn instruction(&self) -> Option<&'a Instruction<'a>> {
        self.instruction
    }

    /// The place of the current instruction in its stage, for questions to [`Context::stage`] about a point.
    pub fn index(&self) -> usize {
        self.looked_further.set(true);
        self.index
    }

    /// Whether the current instruction is the trigger of an ONBUILD: other images will run it.
    pub fn is_trigger(&self) -> bool {
        self.is_trigger
    }

    /// A word of the current instruction with its variables put in; `None` when that is not known. In front of the
    /// first FROM only words without variables are.
    pub fn expand<'w>(&self, word: &'w Word<'_>) -> Option<Cow<'w, str>> {
        if word.value.contains('$') {
            self.looked_further.set(true);
        }
        match self.stage {
            Some(stage) => stage.expand(word, self.index).get(),
            None => word.literal(),
        }
    }

    /// A command of the current RUN with what its variables hold in their place, as far as that is known: see
    /// [`Script::filled`].
    pub fn filled<'c>(&self, command: &'c Command) -> Filled<'c> {
        let run = match self.instruction.map(|instruction| &instruction.kind) {
            Some(Kind::Run(run)) if command.has_expansions() && command.is_about_packages() => run,
            _ => return Filled::Written(command),
        };
        let outer = |name: &str| self.variable(name).get().map(str::to_owned);
        self.fillings.filled(run.command.script(), command, &outer, &self.looked_further)
    }

    /// What `$NAME` stands for in the current instruction: ARG or ENV, whichever came last. In front of the first FROM,
    /// where a file that is still being written has all of its instructions, what those above say.
    pub fn variable(&self, name: &str) -> Value<&'a str> {
        self.looked_further.set(true);
        if let Some(stage) = self.stage {
            return stage.variable_at(name, self.index);
        }
        let Some(here) = self.instruction.map(|instruction| instruction.span) else { return Value::Unset };
        let file = self.project.dockerfiles.iter().find(|file| file.tree.file == here.file);
        let above = file.map(DockerfileModel::preamble).unwrap_or_default().iter().rev();
        // Such a file is short, or none that anybody writes.
        let above = above.skip_while(|it| it.span.start >= here.start).take(500);
        let mut pairs = above.flat_map(|it| match &it.kind {
            Kind::Arg(arg) => &*arg.pairs,
            Kind::Env(env) => &*env.pairs,
            _ => &[],
        });
        let Some(pair) = pairs.find(|pair| pair.name.value == name) else { return Value::Unset };
        match &pair.value {
            Some(value) if value.literal().is_some_and(|text| text == value.value) => {
                Value::known(&*value.value, pair.span)
            }
            _ => Value::Unknown { because: pair.span },
        }
    }

    /// What stands at `span` in its file.
    pub fn text(&self, span: Span) -> &'a str {
        let own = self.instruction.map(|instruction| instruction.span);
        if !own.is_some_and(|own| own.file == span.file && own.start <= span.start && span.end <= own.end) {
            self.looked_further.set(true);
        }
        self.project.sources.slice(span)
    }

    /// Reports the current rule at a place. The answer takes labels, help and fixes.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "it was pushed one line above")]
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let mut finding = Diagnostic::new(self.rule, span, message);
        finding.policy = self.asked_by.map(|by| Box::new(Asked { by, ..Asked::default() }));
        self.found.push(finding);
        self.found.last_mut().expect("just pushed")
    }
}
