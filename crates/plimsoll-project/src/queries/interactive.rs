//! Containers that start a shell or the prompt of a language, and have no terminal for it.

use plimsoll_compose::CommandForm;
use plimsoll_dockerfile::Kind;

use crate::{Container, ImageName, Stage, Value};

impl<'p> Container<'p> {
    /// The interactive program that it starts without a terminal, and the image that brings it: the program ends at
    /// once. `None` where a command, a terminal or an open input is named, or may be.
    pub fn interactive_command(&self) -> Option<Value<(&'p ImageName<'p>, &'static str)>> {
        let service = self.service;
        let commands = [&service.command, &service.entrypoint].into_iter().flatten();
        let is_named = commands.into_iter().any(|command| command.form != CommandForm::Null);
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

fn names_command(stage: Stage<'_>) -> bool {
    stage.instructions().iter().any(|it| matches!(it.kind.triggered(), Kind::Cmd(_) | Kind::Entrypoint(_)))
}
