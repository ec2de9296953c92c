//! The interface of rules to the linter: questions and reports.

use std::borrow::Cow;
use std::cell::Cell;

use plimsoll_diagnostics::{Diagnostic, FileId, Span, Violation};
use plimsoll_dockerfile::{Instruction, Kind, Word};
use plimsoll_project::{Container, DockerfileModel, Project, Stage, Value};
use plimsoll_shell::Command;

use crate::filled::{Filled, Fillings};
use crate::limits::FINDINGS_AT_ONCE;

/// A taker of findings.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(Vec<Diagnostic>);

/// The current position of the walk, and the findings so far.
pub struct Context<'a> {
    project: &'a Project<'a>,
    today: &'a str,
    pub(crate) rule: &'static str,
    /// The check of a policy that the rule runs for.
    pub(crate) policy_check: Option<usize>,
    pub(crate) stage: Option<Stage<'a>>,
    pub(crate) container: Option<Container<'a>>,
    pub(crate) instruction: Option<&'a Instruction<'a>>,
    pub(crate) index: usize,
    pub(crate) is_trigger: bool,
    pub(crate) found: Vec<Diagnostic>,
    /// Where findings go before they are too many to keep; `None` keeps them all.
    pub(crate) sink: Option<Sink<'a>>,
    /// Files that a template engine changes: nobody knows what they become.
    templates: Vec<FileId>,
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
            policy_check: None,
            stage: None,
            container: None,
            instruction: None,
            index: 0,
            is_trigger: false,
            found: Vec::new(),
            sink: None,
            templates: project.templates().collect(),
            fillings: Fillings::default(),
            looked_further: Cell::new(false),
        }
    }

    /// Goes on to another instruction, or leaves the last one.
    pub(crate) fn enter(&mut self, instruction: Option<&'a Instruction<'a>>) {
        self.instruction = instruction;
        self.fillings = Fillings::default();
    }

    /// The findings so far, without those in templates.
    pub(crate) fn take_found(&mut self) -> Vec<Diagnostic> {
        let mut found = std::mem::take(&mut self.found);
        found.retain(|finding| !self.templates.contains(&finding.primary.span.file));
        found
    }

    /// Whether a rule looked at anything besides the current instruction since this was asked.
    pub(crate) fn takes_looked_further(&self) -> bool {
        self.looked_further.take()
    }

    /// The project that the current node belongs to.
    pub fn project(&self) -> &'a Project<'a> {
        self.looked_further.set(true);
        self.project
    }

    /// The date of the check, such as `2026-04-30`; empty if unknown.
    pub fn today(&self) -> &'a str {
        self.today
    }

    /// The build stage that contains the current node. `None` before the first FROM and outside Dockerfiles.
    pub fn stage(&self) -> Option<Stage<'a>> {
        self.looked_further.set(true);
        self.stage
    }

    /// The service whose script the shell linter checked; `None` in Dockerfiles.
    pub fn container(&self) -> Option<Container<'a>> {
        self.container
    }

    /// The instruction that contains the current node.
    pub fn instruction(&self) -> Option<&'a Instruction<'a>> {
        self.instruction
    }

    /// The index of the current instruction in its stage, for the methods of [`Context::stage`] that take a position.
    pub fn index(&self) -> usize {
        self.looked_further.set(true);
        self.index
    }

    /// Whether the current instruction is an ONBUILD trigger, which other images run.
    pub fn is_trigger(&self) -> bool {
        self.is_trigger
    }

    /// A word of the current instruction with its variables substituted; `None` if a value is unknown. Before the first
    /// FROM, only words without variables are known.
    pub fn expand<'w>(&self, word: &'w Word<'_>) -> Option<Cow<'w, str>> {
        if word.value.contains('$') {
            self.looked_further.set(true);
        }
        match self.stage {
            Some(stage) => stage.expand(word, self.index).get(),
            None => word.literal(),
        }
    }

    /// A command of the current RUN with the known values of its variables substituted: see [`Script::filled`].
    pub fn filled<'c>(&self, command: &'c Command) -> Filled<'c> {
        let run = match self.instruction.map(|instruction| &instruction.kind) {
            Some(Kind::Run(run)) if command.has_expansions() && command.is_about_packages() => run,
            _ => return Filled::Written(command),
        };
        let outer = |name: &str| self.variable(name).get().map(str::to_owned);
        self.fillings.filled(run.command.script(), command, &outer, &self.looked_further)
    }

    /// The value of `$NAME` in the current instruction, from the last ARG or ENV that sets it. Before the first FROM,
    /// where a file that is still being written has all its instructions, the instructions above count.
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

    /// The text at `span`.
    pub fn text(&self, span: Span) -> &'a str {
        let own = self.instruction.map(|instruction| instruction.span);
        if !own.is_some_and(|own| own.file == span.file && own.start <= span.start && span.end <= own.end) {
            self.looked_further.set(true);
        }
        self.project.sources.slice(span)
    }

    /// Reports a finding of the current rule. The result accepts labels, help and fixes.
    #[expect(clippy::expect_used, clippy::missing_panics_doc, reason = "it was pushed one line above")]
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        let mut finding = Diagnostic::new(self.rule, span, message);
        finding.policy = self.policy_check.map(|check| Box::new(Violation { check, ..Violation::default() }));
        // Those before it are complete.
        if self.found.len() >= FINDINGS_AT_ONCE && self.sink.is_some() {
            let found = self.take_found();
            if let Some(sink) = &mut self.sink {
                sink(found);
            }
        }
        self.found.push(finding);
        self.found.last_mut().expect("just pushed")
    }
}
