//! One walk over a project: each node goes to the rules that look at its kind.

use plimsoll_diagnostics::Diagnostic;
use plimsoll_dockerfile::{CommandLine, HealthcheckTest, Instruction, Kind};
use plimsoll_project::{BuildFile, Project, ShellText, Stage};

use crate::ruleset::Ruleset;
use crate::{Context, Node, Rule, RuleMeta};

/// What the rules find in a project, in the order of the walk.
pub(crate) fn walk(rules: &Ruleset, project: &Project<'_>, today: &str) -> Vec<Diagnostic> {
    let mut walk = Walk { rules, cx: Context::new(project, today) };
    for file in &project.dockerfiles {
        walk.dockerfile(file);
    }
    if let Some(app) = &project.app {
        for service in app.services() {
            walk.offer(Node::Service, |rule, cx| rule.check_service(service, cx));
        }
        walk.offer(Node::App, |rule, cx| rule.check_app(app, cx));
    }
    if rules.looks_at(Node::Image) {
        for image in project.images() {
            walk.offer(Node::Image, |rule, cx| rule.check_image(&image, cx));
        }
    }
    if rules.looks_at(Node::Container) {
        for container in project.containers() {
            walk.offer(Node::Container, |rule, cx| rule.check_container(&container, cx));
        }
    }
    if rules.looks_at(Node::Shellcheck) {
        for container in project.containers() {
            container.shell_texts().iter().for_each(|script| walk.shellcheck(script));
        }
    }
    walk.offer(Node::Project, |rule, cx| rule.check_project(project, cx));
    let mut found = walk.cx.found;
    let templates = project.dockerfiles.iter().filter(|file| file.tree.is_template);
    // Nobody knows what such a file becomes.
    let templates: Vec<_> = templates.map(|file| file.tree.file).collect();
    found.retain(|finding| !templates.contains(&finding.primary.span.file));
    found
}

struct Walk<'a> {
    rules: &'a Ruleset,
    cx: Context<'a>,
}

impl<'a> Walk<'a> {
    fn offer(&mut self, node: Node, call: impl Fn(&dyn Rule, &mut Context<'a>)) {
        for active in self.rules.looking_at(node) {
            self.cx.rule = active.meta.name;
            call(&*active.rule, &mut self.cx);
        }
    }

    fn dockerfile(&mut self, file: &'a BuildFile<'a>) {
        self.instructions(file.preamble());
        for stage in file.stages() {
            self.cx.stage = Some(stage);
            self.cx.index = 0;
            stage.from_instruction().into_iter().for_each(|from| self.instruction(from));
            self.instructions(stage.instructions());
            self.offer(Node::Stage, |rule, cx| rule.check_stage(&stage, cx));
        }
        self.cx.stage = None;
        self.offer(Node::Dockerfile, |rule, cx| rule.check_dockerfile(file, cx));
    }

    fn instructions(&mut self, instructions: &'a [Instruction<'a>]) {
        for (index, instruction) in instructions.iter().enumerate() {
            self.cx.index = index;
            self.instruction(instruction);
        }
        self.cx.instruction = None;
    }

    fn instruction(&mut self, instruction: &'a Instruction<'a>) {
        self.cx.instruction = Some(instruction);
        self.offer(Node::Instruction, |rule, cx| rule.check_instruction(instruction, cx));
        match &instruction.kind {
            Kind::Add(add) => self.offer(Node::Add, |rule, cx| rule.check_add(add, cx)),
            Kind::Arg(arg) => self.offer(Node::Arg, |rule, cx| rule.check_arg(arg, cx)),
            Kind::Cmd(cmd) => {
                self.offer(Node::Cmd, |rule, cx| rule.check_cmd(cmd, cx));
                self.command_line(&cmd.command);
                self.shell_text(&cmd.command, false);
            }
            Kind::Copy(copy) => self.offer(Node::Copy, |rule, cx| rule.check_copy(copy, cx)),
            Kind::Entrypoint(entrypoint) => {
                self.offer(Node::Entrypoint, |rule, cx| rule.check_entrypoint(entrypoint, cx));
                self.command_line(&entrypoint.command);
                self.shell_text(&entrypoint.command, false);
            }
            Kind::Env(env) => self.offer(Node::Env, |rule, cx| rule.check_env(env, cx)),
            Kind::Expose(expose) => self.offer(Node::Expose, |rule, cx| rule.check_expose(expose, cx)),
            Kind::From(from) => self.offer(Node::From, |rule, cx| rule.check_from(from, cx)),
            Kind::Healthcheck(healthcheck) => {
                self.offer(Node::Healthcheck, |rule, cx| rule.check_healthcheck(healthcheck, cx));
                if let HealthcheckTest::Cmd(_, command) = &healthcheck.test {
                    self.command_line(command);
                    self.shell_text(command, false);
                }
            }
            Kind::Label(label) => self.offer(Node::Label, |rule, cx| rule.check_label(label, cx)),
            Kind::Maintainer(maintainer) => {
                self.offer(Node::Maintainer, |rule, cx| rule.check_maintainer(maintainer, cx));
            }
            Kind::Onbuild(onbuild) => {
                self.offer(Node::Onbuild, |rule, cx| rule.check_onbuild(onbuild, cx));
                // The parser refuses ONBUILD inside ONBUILD, so this ends.
                if !matches!(onbuild.instruction.kind, Kind::Onbuild(_)) {
                    self.cx.is_trigger = true;
                    self.instruction(&onbuild.instruction);
                    self.cx.is_trigger = false;
                }
            }
            Kind::Run(run) => {
                self.offer(Node::Run, |rule, cx| rule.check_run(run, cx));
                self.command_line(&run.command);
                self.shell_text(&run.command, true);
            }
            Kind::Shell(shell) => self.offer(Node::Shell, |rule, cx| rule.check_shell(shell, cx)),
            Kind::Stopsignal(stopsignal) => {
                self.offer(Node::Stopsignal, |rule, cx| rule.check_stopsignal(stopsignal, cx));
            }
            Kind::User(user) => self.offer(Node::User, |rule, cx| rule.check_user(user, cx)),
            Kind::Volume(volume) => self.offer(Node::Volume, |rule, cx| rule.check_volume(volume, cx)),
            Kind::Workdir(workdir) => self.offer(Node::Workdir, |rule, cx| rule.check_workdir(workdir, cx)),
            Kind::Malformed(_) => {}
        }
    }

    /// What the shell linter says of a command. Only in a stage: what runs the script is not known elsewhere.
    fn shell_text(&mut self, command: &'a CommandLine<'a>, is_run: bool) {
        if !self.rules.looks_at(Node::Shellcheck) {
            return;
        }
        let script = self.cx.stage.and_then(|stage| stage.shell_text(command, self.cx.index, is_run));
        if let Some(script) = script {
            self.shellcheck(&script);
        }
    }

    fn shellcheck(&mut self, script: &ShellText<'_>) {
        for finding in self.rules.shell.check(script) {
            let has_code = |meta: &RuleMeta| meta.aliases.contains(&finding.alias);
            for active in self.rules.looking_at(Node::Shellcheck).filter(|active| has_code(active.meta)) {
                self.cx.rule = active.meta.name;
                active.rule.check_shellcheck(&finding, &mut self.cx);
            }
        }
    }

    /// The script of a command, when a shell of the POSIX family reads it.
    fn command_line(&mut self, command: &'a CommandLine<'a>) {
        if !(self.rules.looks_at(Node::Command) || self.rules.looks_at(Node::Script)) {
            return;
        }
        // In a file without FROM, which is still being written, nothing says otherwise.
        let is_posix = |stage: Stage<'_>| stage.script_shell(command, self.cx.index).is_posix();
        if self.cx.stage.is_none_or(is_posix) {
            let script = command.script();
            self.offer(Node::Script, |rule, cx| rule.check_script(script, cx));
            for shell_command in &script.commands {
                self.offer(Node::Command, |rule, cx| rule.check_command(shell_command, cx));
            }
        }
    }
}
