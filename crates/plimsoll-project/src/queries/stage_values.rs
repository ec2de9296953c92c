//! What holds in a stage, at its end or before any of its instructions.

use std::borrow::Cow;

use plimsoll_dockerfile::{self as dockerfile, CommandLine, Form, Kind, Variable, Word};
use plimsoll_facts::images::is_package_manager;
use plimsoll_shell::{Command, Dialect, Script, Shell};

use crate::model::evaluation::{Origin, State, ValueId};
use crate::{Base, EffectiveShell, Healthcheck, ImageKind, ImageName, ImageUser, KnownImage, Stage, Value};

impl<'p> Stage<'p> {
    /// The user that a container starts as: USER, also of the stages it starts from, else what is known of the
    /// image.
    ///
    /// What the image's configuration says. Some images start as root and then become another user by themselves:
    /// see [`Stage::drops_privileges`].
    pub fn user(&self) -> Value<&'p str> {
        self.user_at(self.end())
    }

    /// The user that instruction `at` is run as.
    pub fn user_at(&self, at: usize) -> Value<&'p str> {
        self.setting(at, |state| state.user)
    }

    /// Whether the image starts as root and becomes another user by itself, and nothing here takes its entrypoint
    /// away.
    pub fn drops_privileges(&self) -> bool {
        let own = self.state(self.end()).is_some_and(|state| state.entrypoint == Origin::Base);
        own && self.known_image().is_some_and(|image| image.user == ImageUser::DropsPrivileges)
    }

    /// The working directory at its end.
    pub fn workdir(&self) -> Value<&'p str> {
        self.workdir_at(self.end())
    }

    /// The working directory before instruction `at`.
    pub fn workdir_at(&self, at: usize) -> Value<&'p str> {
        self.setting(at, |state| state.workdir)
    }

    /// Whether a WORKDIR comes before instruction `at`, in this stage or in one it starts from.
    pub fn has_workdir_at(&self, at: usize) -> bool {
        self.state(at).is_some_and(|state| state.has_workdir)
    }

    /// The signal that stops a container.
    pub fn stop_signal(&self) -> Value<&'p str> {
        self.setting(self.end(), |state| state.stop_signal)
    }

    /// A variable of a container's environment, as ENV sets it. ARG is none.
    pub fn env(&self, name: &str) -> Value<&'p str> {
        self.env_at(name, self.end())
    }

    /// A variable of the environment before instruction `at`, as ENV sets it. ARG is none.
    pub fn env_at(&self, name: &str, at: usize) -> Value<&'p str> {
        match self.evaluation.env.at(name, self.time(at)) {
            Some(slot) => self.evaluation.value(slot),
            None => self.left_to_image(),
        }
    }

    /// What `$NAME` stands for in instruction `at`: ARG or ENV, whichever came last.
    pub fn variable_at(&self, name: &str, at: usize) -> Value<&'p str> {
        self.evaluation.variable(self.index, name, self.time(at))
    }

    /// A command of a RUN at `at` with what its variables hold in their place, as far as that is known and the command is
    /// about packages: see [`Script::filled`].
    pub fn filled<'c>(&self, script: &Script, command: &'c Command, at: usize) -> Cow<'c, Command> {
        if !command.has_expansions() || !command.is_about_packages() {
            return Cow::Borrowed(command);
        }
        script.filled(command, &|name| self.variable_at(name, at).get().map(str::to_owned))
    }

    /// Whether an ARG or ENV before instruction `at` declares `name`, in this stage or in those it starts from. What
    /// it stands for may be unknown all the same.
    pub fn declares(&self, name: &str, at: usize) -> bool {
        self.evaluation.scope.at(name, self.time(at)).is_some()
    }

    /// Every variable that ENV sets, in this stage and those it starts from, by name.
    pub fn environment(&self) -> Vec<(&'p str, Value<&'p str>)> {
        let at = self.time(self.end());
        let mut all: Vec<_> = self
            .evaluation
            .env
            .names_at(at)
            .map(|(name, slot)| (name, self.evaluation.value(slot)))
            .collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all
    }

    /// The ENTRYPOINT.
    pub fn entrypoint(&self) -> Value<&'p CommandLine<'p>> {
        self.said(
            |state| state.entrypoint,
            |kind| match kind {
                Kind::Entrypoint(entrypoint) => Some(&entrypoint.command),
                _ => None,
            },
        )
    }

    /// Whether the entrypoint is an init that sends signals to all processes, the program below a shell included. Sources:
    /// <https://github.com/Yelp/dumb-init#session-behavior>, <https://github.com/krallin/tini#process-group-killing>.
    pub fn signals_all(&self) -> bool {
        let Value::Known { value: CommandLine { form: Form::Exec(words), .. }, .. } = self.entrypoint()
        else {
            return false;
        };
        let mut words = words.iter().map(|word| &*word.value);
        let init = words.next().and_then(|word| word.rsplit('/').next());
        let mut options = words.take_while(|word| word.starts_with('-'));
        match init {
            Some("dumb-init") => options.all(|option| !matches!(option, "-c" | "--single-child")),
            Some("tini") => options.any(|option| option == "-g"),
            _ => false,
        }
    }

    /// The CMD.
    pub fn cmd(&self) -> Value<&'p CommandLine<'p>> {
        self.said(
            |state| state.cmd,
            |kind| match kind {
                Kind::Cmd(cmd) => Some(&cmd.command),
                _ => None,
            },
        )
    }

    /// What a container of the stage starts, as far as the file says: ENTRYPOINT, else CMD where it starts with a program.
    pub fn started_command(&self) -> Option<&'p CommandLine<'p>> {
        self.entrypoint().get().or_else(|| self.cmd().get().filter(|_| self.starts_command()))
    }

    /// Whether CMD starts with a program: no entrypoint stands before it, or at most one of an official image, which
    /// passes it on.
    pub fn starts_command(&self) -> bool {
        let is_bare = |known: KnownImage| known.kind.is_foundation();
        match self.entrypoint() {
            Value::Known { .. } => false,
            Value::Unset => true,
            Value::Unknown { .. } => {
                self.root_image().is_some_and(|image| image.official().is_some())
                    && self.known_image().is_some_and(is_bare)
            }
        }
    }

    /// The health check: HEALTHCHECK, else what is known of the image.
    pub fn healthcheck(&self) -> Value<Healthcheck<'p>> {
        let check = self.said(
            |state| state.healthcheck,
            |kind| match kind {
                Kind::Healthcheck(check) => Some(Healthcheck::of_instruction(check)),
                _ => None,
            },
        );
        match (check, self.root_image(), self.known_image().and_then(|image| image.has_healthcheck)) {
            (Value::Unknown { .. }, Some(image), Some(true)) => {
                Value::known(Healthcheck::OfImage, image.span)
            }
            (Value::Unknown { .. }, Some(_), Some(false)) => Value::Unset,
            (check, ..) => check,
        }
    }

    /// What EXPOSE names, in this stage and then in those it starts from: `8080`, `53/udp`, `8000-8010`. What the
    /// image exposes is not in it.
    pub fn exposed(&self) -> impl Iterator<Item = Value<&'p str>> + use<'p> {
        let chain = std::iter::once(*self).chain(self.parents());
        chain
            .filter_map(|stage| stage.facts())
            .flat_map(|facts| &facts.ports)
            .map(|port| port.as_ref().map(|p| &**p))
    }

    /// The shell that runs instruction `at` when it is in shell form: SHELL, also of the stages it starts from,
    /// else the default of the platform.
    pub fn shell_at(&self, at: usize) -> EffectiveShell<'p> {
        let said = self.state(at).map_or(Origin::Base, |state| state.shell);
        if let Origin::Instruction(index) = said
            && let Some(instruction) = self.file.tree.instructions.get(index)
            && let Kind::Shell(shell) = instruction.kind.triggered()
        {
            let program = shell.words.first().map_or("", |word| &*word.value);
            return EffectiveShell {
                shell: Shell::from_path(program),
                words: &shell.words,
                set_at: Some(instruction.span),
            };
        }
        let shell = if self.is_windows() { Shell::Cmd } else { Shell::Posix(Dialect::Sh) };
        EffectiveShell { shell, words: &[], set_at: None }
    }

    /// The shell at its end, for CMD, ENTRYPOINT and HEALTHCHECK of a container.
    pub fn shell(&self) -> EffectiveShell<'p> {
        self.shell_at(self.end())
    }

    /// What reads the script of instruction `at`: what its here-document's `#!` line names, else the effective shell.
    /// `None` when there is no script: the exec form, or an instruction that runs nothing.
    pub fn script_shell_at(&self, at: usize) -> Option<Shell> {
        let instruction = self.instructions().get(at)?;
        let command = match instruction.kind.triggered() {
            Kind::Run(run) => &run.command,
            Kind::Cmd(cmd) => &cmd.command,
            Kind::Entrypoint(entrypoint) => &entrypoint.command,
            Kind::Healthcheck(check) => match &check.test {
                dockerfile::HealthcheckTest::Cmd(_, command) => command,
                dockerfile::HealthcheckTest::None(_) => return None,
            },
            _ => return None,
        };
        (!command.is_exec()).then(|| self.script_shell(command, at))
    }

    /// What reads the script of a command in instruction `at`: what its here-document's `#!` line names, the shell that
    /// an exec form calls, else the effective shell.
    pub fn script_shell(&self, command: &CommandLine<'_>, at: usize) -> Shell {
        match (&command.form, command.interpreter()) {
            (_, Some(line)) => Shell::from_interpreter(line.raw),
            // Exec forms are read as the script of the shell they call, or as the command that they are.
            (Form::Exec(_), None) => Shell::Posix(Dialect::Sh),
            // A comment for hadolint may name a shell of another family; of the POSIX family the image decides.
            (Form::Shell(_), None) => {
                let named = self.file().shell_in_comment(*self, command.span.start);
                let other =
                    named.and_then(|named| named.split_ascii_whitespace().next()).map(Shell::from_path);
                other.filter(|shell| !shell.is_posix()).unwrap_or_else(|| self.shell_at(at).shell)
            }
        }
    }

    /// Whether it builds for Windows, as far as its image and `--platform` tell.
    pub fn is_windows(&self) -> bool {
        let root = self.root();
        let platform = root.from().and_then(|from| from.platform.as_ref());
        platform.is_some_and(|platform| platform.value.starts_with("windows"))
            || root.image_name().is_some_and(ImageName::is_windows)
            // On an image of one's own, or one that has both.
            || self.file.is_for_windows && !self.uses_linux()
    }

    /// Whether its instructions are none for Windows: a shell that is found from the root, or packages of a distribution.
    fn uses_linux(&self) -> bool {
        let is_distribution = |known: &KnownImage| known.kind == ImageKind::Base;
        if self.known_image().is_some_and(|known| is_distribution(&known)) {
            return true;
        }
        let chain = std::iter::once(*self).chain(self.parents());
        chain.flat_map(|stage| stage.instructions()).any(|instruction| match &instruction.kind {
            Kind::Shell(shell) => shell.words.first().is_some_and(|word| word.value.starts_with('/')),
            Kind::Run(run) => run.command.commands().iter().any(|command| is_package_manager(command.name())),
            _ => false,
        })
    }

    /// A word with the variables that instruction `at` sees.
    pub fn expand<'w>(&self, word: &Word<'w>, at: usize) -> Value<Cow<'w, str>> {
        self.evaluation.expand(self.index, word, self.time(at)).value()
    }

    /// The variables of a word in instruction `at`, each with what is known of it. `Unset` is one
    /// that nothing declares: it reads as empty.
    pub fn variables_in<'w>(&self, word: &'w Word<'_>, at: usize) -> Vec<(Variable<'w>, Value<&'p str>)> {
        let known = |variable: Variable<'w>| (variable, self.variable_at(variable.name, at));
        word.variables().into_iter().map(known).collect()
    }

    fn setting(&self, at: usize, slot: impl Fn(&State) -> ValueId) -> Value<&'p str> {
        self.state(at).map_or(Value::Unset, |state| self.evaluation.value(slot(&state)))
    }

    /// What holds when no instruction says anything.
    fn left_to_image<T>(&self) -> Value<T> {
        match self.root_base() {
            Base::Scratch => Value::Unset,
            Base::Image(image) => Value::Unknown { because: image.span },
            Base::Unknown { because } => Value::Unknown { because },
            Base::Stage(stage) => Value::Unknown { because: stage.span() },
        }
    }

    fn said<T>(
        &self,
        which: impl Fn(&State) -> Origin,
        read: impl Fn(&'p Kind<'p>) -> Option<T>,
    ) -> Value<T> {
        match self.state(self.end()).map_or(Origin::Base, |state| which(&state)) {
            Origin::Base => self.left_to_image(),
            Origin::Cleared => Value::Unset,
            Origin::Instruction(index) => {
                let instruction = self.file.tree.instructions.get(index);
                let known = instruction.and_then(|instruction| {
                    Some(Value::known(read(instruction.kind.triggered())?, instruction.span))
                });
                known.unwrap_or(Value::Unset)
            }
        }
    }
}
