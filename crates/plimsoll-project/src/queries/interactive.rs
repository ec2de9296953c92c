//! Containers that start a shell or the prompt of a language, and have no terminal for it.

use std::collections::{HashMap, HashSet};

use plimsoll_compose::CommandForm;
use plimsoll_dockerfile::{CommandLine, Form, Kind};
use plimsoll_facts::interactive_images;
use plimsoll_facts::programs::Role;

use crate::model::stage::StageId;
use crate::{Container, DockerfileModel, ImageName, Project, Stage, Value};

impl<'p> Container<'p> {
    /// The interactive program that it starts without a terminal, and the image that brings it: the program ends at
    /// once. `None` where a command, a terminal or an open input is named, or may be.
    pub fn interactive_command(&self) -> Option<Value<(&'p ImageName<'p>, &'static str)>> {
        let service = self.service;
        let is_named = self.names_command();
        let has_input = ["tty", "stdin_open"].iter().any(|key| service.get(key).is_some());
        let is_part =
            service.extends.is_some() || self.app.is_fragment() || self.app.is_defined_above(self.name());
        let is_named_by_stage = self.stage().is_some_and(|stage| stage.lineage().any(names_command));
        if is_named || has_input || is_part || is_named_by_stage || self.line().is_some() {
            return None;
        }
        let Value::Known { value: image, set_at } = self.running_image() else { return None };
        Some(Value::known((image, image.interactive_command()?), set_at))
    }
}

impl Container<'_> {
    /// Whether its service names what it runs.
    pub fn names_command(&self) -> bool {
        let commands = [&self.service.command, &self.service.entrypoint].into_iter().flatten();
        commands.into_iter().any(|command| command.form != CommandForm::Null)
    }
}

impl Project<'_> {
    /// The stages that run without a service that sets their user, each once: those that only start a prompt, or all
    /// others.
    pub fn started_stages(&self, are_prompts: bool) -> Vec<Stage<'_>> {
        let containers = self.containers().filter(|container| container.service.user.is_none());
        let mut is_prompt: HashMap<StageId, bool> = HashMap::new();
        let mut seen = HashSet::new();
        let built = containers.filter_map(|container| {
            let stage = container.stage()?;
            let of_stage = is_prompt.entry(stage.id()).or_insert_with(|| stage.starts_only_a_prompt());
            let is_meant = (*of_stage && !container.names_command()) == are_prompts;
            (is_meant && seen.insert(stage.id())).then_some(stage)
        });
        let files = self.dockerfiles.iter().filter(|_| self.app.is_none());
        let last = files.filter_map(DockerfileModel::last_stage);
        built.chain(last.filter(|stage| stage.starts_only_a_prompt() == are_prompts)).collect()
    }
}

impl Stage<'_> {
    /// Whether a container of it runs nothing that is named here, and starts a shell or the prompt of a language at most:
    /// an image for builds and for people, or one that others start from. Where `USER` is written, somebody decided.
    pub fn starts_only_a_prompt(&self) -> bool {
        let mut all = self.lineage().flat_map(|stage| stage.instructions());
        if self.instructions().iter().any(|it| matches!(it.kind, Kind::Onbuild(_))) {
            return true;
        }
        if all.any(|it| matches!(it.kind, Kind::Expose(_) | Kind::Healthcheck(_) | Kind::User(_))) {
            return false;
        }
        match (self.entrypoint(), self.cmd()) {
            (Value::Known { value: entrypoint, .. }, Value::Unset) => is_prompt(entrypoint),
            (Value::Known { .. }, _) => false,
            (_, Value::Known { value: cmd, .. }) => self.starts_command() && is_prompt(cmd),
            (Value::Unknown { .. }, Value::Unknown { .. }) => {
                self.root_image().is_some_and(|image| image.interactive_command().is_some())
            }
            _ => false,
        }
    }
}

/// Whether a command is a shell or a prompt, and has no script to run.
fn is_prompt(command: &CommandLine<'_>) -> bool {
    const OPTIONS: [&str; 6] = ["-l", "-i", "-il", "-li", "--login", "-a"];
    let words: Vec<&str> = match &command.form {
        Form::Exec(words) => words.iter().map(|word| &*word.value).collect(),
        Form::Shell(_) => {
            command.shell_text().into_iter().flat_map(|script| script.text.split_ascii_whitespace()).collect()
        }
    };
    let Some((program, rest)) = words.split_first() else { return false };
    let name = program.rsplit('/').next().unwrap_or(program);
    let is_one = Role::Shell.is_of(name) || interactive_images::is_prompt(name);
    is_one && rest.iter().all(|word| OPTIONS.contains(word))
}

fn names_command(stage: Stage<'_>) -> bool {
    stage.instructions().iter().any(|it| matches!(it.kind.triggered(), Kind::Cmd(_) | Kind::Entrypoint(_)))
}
