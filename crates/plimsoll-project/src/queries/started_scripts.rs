//! The scripts that a stage starts by their paths: in its steps, and as the container's command.

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{CommandLine, Form, Instruction, Kind};
use plimsoll_shell::Command;

use crate::{Stage, path};

/// A script, and where a stage starts it.
#[derive(Clone, Copy, Debug)]
pub struct StartedScript<'p> {
    /// The stage.
    pub stage: Stage<'p>,
    /// The index of the instruction in its stage, or the end of the stage if the container starts it.
    pub at: usize,
    /// The word that starts it.
    pub place: Span,
    /// Its path, as it is written.
    pub written: &'p str,
    /// Whether a RUN starts it, and not the container. The step fails if the script does.
    pub is_step: bool,
    /// Whether a shell starts it: in a RUN, and in the shell form of CMD and ENTRYPOINT.
    pub is_in_shell: bool,
    /// The commands before it in the same step.
    pub earlier: &'p [Command],
    /// Whether a command before it in the same step may make it executable.
    pub(crate) may_be_changed: bool,
}

impl StartedScript<'_> {
    /// Its path in the image, if that is certain.
    pub(crate) fn path(&self) -> Option<String> {
        let is_plain = self.written.contains('/') && !self.written.contains(['$', '*', '?', '`', '~']);
        if is_plain { absolute(&self.stage, self.at, self.written) } else { None }
    }

    /// The index in a stage of the same lineage up to which it comes before the script.
    pub(crate) fn until(&self, stage: &Stage<'_>) -> usize {
        if stage.index() == self.stage.index() { self.at } else { stage.end() }
    }
}

impl<'p> Stage<'p> {
    /// The scripts that it starts by a path. What a step starts is left out if the step goes on without it.
    pub fn started_scripts(&self) -> Vec<StartedScript<'p>> {
        if self.is_windows() || !self.is_reachable() {
            return Vec::new();
        }
        let mut found: Vec<StartedScript<'p>> =
            self.indexed().flat_map(|(at, instruction)| self.started_in(at, instruction)).collect();
        if self.is_last()
            && let Some((place, written, is_in_shell)) = self.started_command().and_then(script_of_container)
        {
            found.push(StartedScript {
                stage: *self,
                at: self.end(),
                place,
                written,
                is_step: false,
                is_in_shell,
                earlier: &[],
                may_be_changed: false,
            });
        }
        found
    }

    /// The scripts that a step starts.
    fn started_in(&self, at: usize, instruction: &'p Instruction<'p>) -> Vec<StartedScript<'p>> {
        let Kind::Run(run) = &instruction.kind else { return Vec::new() };
        let text = self.file().text.at(instruction.span).raw;
        // What is mounted there is not what was copied.
        if !text.contains('/') || run.mounts.iter().any(|mount| mount.kind() == "bind") {
            return Vec::new();
        }
        let commands = run.command.commands();
        if commands.iter().all(|command| script_of(command).is_none()) {
            return Vec::new();
        }
        let mode_changes = first_mode_change(text);
        let mut goes_elsewhere = false;
        let mut found = Vec::new();
        for (index, (command, fails)) in self.with_failures(&run.command, at).into_iter().enumerate() {
            if let Some((place, written)) = script_of(command)
                && fails
                && (!goes_elsewhere || written.starts_with('/'))
            {
                let before = place.start.saturating_sub(instruction.span.start) as usize;
                found.push(StartedScript {
                    stage: *self,
                    at,
                    place,
                    written,
                    is_step: true,
                    is_in_shell: true,
                    earlier: commands.get(..index).unwrap_or_default(),
                    may_be_changed: mode_changes.is_some_and(|end| end <= before),
                });
            }
            goes_elsewhere |= matches!(command.name(), "cd" | "pushd" | "popd");
        }
        found
    }
}

/// The path by which a container starts a program, and whether a shell does. A shell form with other commands may go on without
/// it.
fn script_of_container<'p>(command: &'p CommandLine<'p>) -> Option<(Span, &'p str, bool)> {
    match &command.form {
        Form::Exec(words) => words.first().map(|word| (word.text.span, &*word.value, false)),
        Form::Shell(_) => {
            let [script] = command.commands() else { return None };
            let (place, written) = script_of(script).filter(|_| script.position.is_unconditional())?;
            Some((place, written, true))
        }
    }
}

/// The path by which the shell of a step starts a program itself: not in a string or a shell of its own, not in another root,
/// and not once for each line of an input.
fn script_of(command: &Command) -> Option<(Span, &str)> {
    let is_in_step = command.position.in_current_shell() && !command.position.nested;
    let is_here = is_in_step && !command.is_wrapped_by("chroot") && !command.is_wrapped_by("xargs");
    let word = command.name_word().filter(|_| is_here)?;
    Some((word.span, word.literal().filter(|path| path.contains('/'))?))
}

/// What commands that make a file executable contain.
const MODE_CHANGES: [&str; 5] = ["chmod", "setfacl", "rsync", "install -m", "install -D"];

/// Whether a step may make a file executable.
pub(super) fn may_change_mode(text: &str) -> bool {
    first_mode_change(text).is_some()
}

/// The end of the first text in a step that may make a file executable.
fn first_mode_change(text: &str) -> Option<usize> {
    MODE_CHANGES.iter().filter_map(|change| Some(text.find(change)? + change.len())).min()
}

/// A path of the image, where the working directory at an instruction is known.
pub(super) fn absolute(stage: &Stage<'_>, at: usize, written: &str) -> Option<String> {
    if written.starts_with('/') {
        return Some(path::clean(written));
    }
    stage.workdir_at(at).get().map(|folder| path::join(folder, written))
}
