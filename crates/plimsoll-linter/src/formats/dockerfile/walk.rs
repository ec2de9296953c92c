//! The walk over a Dockerfile: its instructions, what is in them, its stages.

use std::sync::Arc;

use plimsoll_dockerfile::{CommandLine, HealthcheckTest, Instruction, Kind};
use plimsoll_project::{DockerfileModel, ShellText, Stage};

use crate::allowance::Allowance;
use crate::instruction_cache::{CachedFindings, InstructionCache};
use crate::walk::{RuleFilter, Walk};
use crate::{Node, NodeRef};

impl<'a> Walk<'a> {
    /// Offers everything in a Dockerfile.
    pub(super) fn dockerfile(&mut self, file: &'a DockerfileModel<'a>) {
        self.escape = file.tree.escape;
        self.allowance = Allowance::default();
        self.instructions(file.preamble());
        for stage in file.stages() {
            self.cx.stage = Some(stage);
            self.cx.index = 0;
            stage.from_instruction().into_iter().for_each(|from| self.instruction(from));
            self.instructions(stage.instructions());
            self.offer(NodeRef::Stage(&stage));
        }
        self.cx.stage = None;
        self.offer(NodeRef::Dockerfile(file));
    }

    fn instructions(&mut self, instructions: &'a [Instruction<'a>]) {
        for (index, instruction) in instructions.iter().enumerate() {
            self.cx.index = index;
            self.instruction(instruction);
        }
        self.cx.enter(None);
    }

    fn instruction(&mut self, instruction: &'a Instruction<'a>) {
        self.cx.enter(Some(instruction));
        let command = command_of(instruction);
        // In a file without FROM, which is still being written, nothing says otherwise.
        let is_posix = |stage: Stage<'_>| {
            command.is_none_or(|command| stage.script_shell(command, self.cx.index).is_posix())
        };
        let is_posix = self.cx.stage.is_none_or(is_posix);
        self.remembering(instruction, is_posix, |walk| walk.nodes_in(instruction, is_posix));
        if let Some(command) = command {
            self.shell_text(instruction, command);
        }
        if let Kind::Onbuild(onbuild) = &instruction.kind
            // The parser refuses ONBUILD inside ONBUILD, so this ends.
            && !matches!(onbuild.instruction.kind, Kind::Onbuild(_))
        {
            self.cx.is_trigger = true;
            self.instruction(&onbuild.instruction);
            self.cx.is_trigger = false;
        }
    }

    /// Offers what is in an instruction; where the same was seen before, only to those who looked further then.
    fn remembering(
        &mut self,
        instruction: &'a Instruction<'a>,
        is_posix: bool,
        offer: impl FnOnce(&mut Self),
    ) {
        let span = instruction.span;
        // Everything on which the tree of an instruction depends, and what rules may ask without looking further.
        let in_stage = self.cx.stage.is_some();
        let circumstances = [is_posix, self.cx.is_trigger, in_stage, self.escape == '`'];
        let text = self.cx.text(span);
        let Some(memo) = &mut self.memo else { return offer(self) };
        let key = InstructionCache::key(&circumstances, &[], text);
        if let Some(known) = memo.instructions.get(&key) {
            self.cx.found.extend(known.found_at(span));
            if !known.further.is_empty() {
                self.filter = RuleFilter::Only(Arc::clone(&known.further));
                offer(self);
                self.filter = RuleFilter::All;
            }
            return;
        }
        let start = self.cx.found.len();
        self.cx.takes_looked_further();
        self.filter = RuleFilter::Noting(Vec::new());
        offer(self);
        if let (RuleFilter::Noting(further), Some(memo)) =
            (std::mem::replace(&mut self.filter, RuleFilter::All), &mut self.memo)
        {
            let found = self.cx.found.get(start..).unwrap_or_default();
            memo.instructions.insert(key, CachedFindings::new(span, found, further));
        }
    }

    fn nodes_in(&mut self, instruction: &'a Instruction<'a>, is_posix: bool) {
        self.offer(NodeRef::Instruction(instruction));
        match &instruction.kind {
            Kind::Add(add) => self.offer(NodeRef::Add(add)),
            Kind::Arg(arg) => self.offer(NodeRef::Arg(arg)),
            Kind::Cmd(cmd) => self.offer(NodeRef::Cmd(cmd)),
            Kind::Copy(copy) => self.offer(NodeRef::Copy(copy)),
            Kind::Entrypoint(entrypoint) => {
                self.offer(NodeRef::Entrypoint(entrypoint));
            }
            Kind::Env(env) => self.offer(NodeRef::Env(env)),
            Kind::Expose(expose) => self.offer(NodeRef::Expose(expose)),
            Kind::From(from) => self.offer(NodeRef::From(from)),
            Kind::Healthcheck(healthcheck) => {
                self.offer(NodeRef::Healthcheck(healthcheck));
            }
            Kind::Label(label) => self.offer(NodeRef::Label(label)),
            Kind::Maintainer(maintainer) => {
                self.offer(NodeRef::Maintainer(maintainer));
            }
            Kind::Onbuild(onbuild) => {
                self.offer(NodeRef::Onbuild(onbuild));
            }
            Kind::Run(run) => self.offer(NodeRef::Run(run)),
            Kind::Shell(shell) => self.offer(NodeRef::Shell(shell)),
            Kind::Stopsignal(stopsignal) => {
                self.offer(NodeRef::Stopsignal(stopsignal));
            }
            Kind::User(user) => self.offer(NodeRef::User(user)),
            Kind::Volume(volume) => self.offer(NodeRef::Volume(volume)),
            Kind::Workdir(workdir) => self.offer(NodeRef::Workdir(workdir)),
            Kind::Malformed(_) => {}
        }
        if let Some(command) = command_of(instruction).filter(|_| is_posix) {
            self.script(command);
        }
    }

    /// What the shell linter says of a command. Only in a stage: what runs the script is not known elsewhere.
    fn shell_text(&mut self, instruction: &'a Instruction<'a>, command: &'a CommandLine<'a>) {
        if !self.rules.looks_at(Node::Shellcheck) {
            return;
        }
        let is_run = matches!(instruction.kind, Kind::Run(_));
        let script = self.cx.stage.and_then(|stage| stage.shell_text(command, self.cx.index, is_run));
        let Some(script) = script else { return };
        if !self.allows(&script) {
            return;
        }
        let text = self.cx.text(instruction.span);
        let check = || self.rules.shell.check(&script);
        let found = match &mut self.memo {
            Some(memo) => {
                let ShellText { dialect, errexit, pipefail, is_plain, variables, .. } = &script;
                let circumstances = [*errexit, *pipefail, *is_plain, self.escape == '`'];
                let dialect = format!("{dialect:?}");
                let names: Vec<&str> = variables.iter().map(String::as_str).chain([&*dialect]).collect();
                memo.script(InstructionCache::key(&circumstances, &names, text), instruction.span, check)
            }
            None => check(),
        };
        self.shell_findings(&found);
    }

    /// The script of a command, when a shell of the POSIX family reads it.
    fn script(&mut self, command: &'a CommandLine<'a>) {
        if !(self.has_rules_at(Node::Command) || self.has_rules_at(Node::Script)) {
            return;
        }
        let script = command.script();
        self.offer(NodeRef::Script(script));
        for shell_command in &script.commands {
            self.offer(NodeRef::Command(shell_command));
        }
    }
}

/// What an instruction runs, or lets run.
fn command_of<'a>(instruction: &'a Instruction<'a>) -> Option<&'a CommandLine<'a>> {
    match &instruction.kind {
        Kind::Run(run) => Some(&run.command),
        Kind::Cmd(cmd) => Some(&cmd.command),
        Kind::Entrypoint(entrypoint) => Some(&entrypoint.command),
        Kind::Healthcheck(check) => match &check.test {
            HealthcheckTest::Cmd(_, command) => Some(command),
            HealthcheckTest::None(_) => None,
        },
        _ => None,
    }
}
