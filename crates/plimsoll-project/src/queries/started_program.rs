//! Which program a container starts, and where its dependencies are.

use std::collections::HashSet;

use plimsoll_dockerfile::{Form, Kind};
use plimsoll_facts::programs::Role;

use crate::{Container, Stage};

/// Programs that run programs of Node.js, besides its package managers, and shells, whose scripts may.
const RUNNERS: [&str; 9] = ["node", "npx", "bunx", "corepack", "sh", "bash", "ash", "dash", "tini"];

impl Container<'_> {
    /// Whether it may start a program of Node.js: one of these, a script, or what is not known.
    pub fn may_start_node(&self) -> bool {
        let of_service = self.service.entrypoint.as_ref().or(self.service.command.as_ref());
        let own = of_service.and_then(|command| command.words.first()).map(|word| word.value.clone());
        let of_stage = || match &self.stage()?.started_command()?.form {
            Form::Exec(words) => words.first().map(|word| word.value.clone()),
            Form::Shell(_) => None,
        };
        own.or_else(of_stage).is_none_or(|program| {
            let name = program.rsplit('/').next().unwrap_or_default();
            name == "npm"
                || program.contains(['.', '$', ' '])
                || RUNNERS.contains(&name)
                || Role::NodeManager.is_of(name)
        })
    }
}

impl<'p> Stage<'p> {
    /// The directories of Python projects whose environments ENV names: `/code` of `PATH=/code/.venv/bin:$PATH`.
    pub fn python_projects(&self) -> HashSet<&'p str> {
        let texts = self.instructions().iter().filter_map(|instruction| match &instruction.kind {
            Kind::Env(_) => Some(self.file().text.at(instruction.span).raw),
            _ => None,
        });
        let is_mark = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '"' | '\'');
        let words = texts.flat_map(move |text| text.split(is_mark));
        words.filter_map(|word| word.trim_end_matches("/bin").strip_suffix("/.venv")).collect()
    }
}
