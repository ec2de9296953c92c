//! A project as readable text: what the tests compare, and what a bug report can show.

use std::fmt::{Display, Formatter, Result};

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{Sources, Span};
use plimsoll_dockerfile::{CommandLine, Form};

use crate::{
    Base, Build, ComposeApp, Container, EffectiveShell, Healthcheck, ImageName, KnownImage, Program, Project,
    Stage, Value,
};

/// A project as readable text.
#[derive(Debug)]
pub struct Dump<'p>(&'p Project<'p>);

impl Project<'_> {
    /// All that is known, as readable text: stages, their bases, effective values with the places that decided
    /// them, and what services run.
    pub fn dump(&self) -> Dump<'_> {
        Dump(self)
    }
}

impl Display for Dump<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Dump(project) = self;
        let writer = Writer { sources: project.sources };
        for file in &project.dockerfiles {
            writeln!(f, "{}", file.path)?;
            file.stages().try_for_each(|stage| writer.stage(f, stage, "  "))?;
        }
        if let Some(app) = &project.app {
            writeln!(f, "{}", app.path)?;
            project.containers().try_for_each(|container| writer.container(f, container))?;
            writer.networks(f, app)?;
        }
        for problem in project.problems() {
            let place = writer.place(problem.primary.span);
            writeln!(f, "problem {}: {}  ({place})", problem.rule, problem.message)?;
        }
        Ok(())
    }
}

struct Writer<'p> {
    sources: &'p Sources,
}

impl Writer<'_> {
    fn place(&self, span: Span) -> String {
        let file = self.sources.file(span.file);
        let at = file.lines().characters(span.start, &file.text);
        format!("{}:{}:{}", file.path, at.line + 1, at.column + 1)
    }

    fn value<T>(&self, value: &Value<T>, show: impl Fn(&T) -> String) -> String {
        match value {
            Value::Known { value, set_at } => format!("{}  ({})", show(value), self.place(*set_at)),
            Value::Unset => "unset".to_owned(),
            Value::Unknown { because } => format!("unknown  ({})", self.place(*because)),
        }
    }

    fn text<T: AsRef<str>>(&self, value: &Value<T>) -> String {
        self.value(value, |text| text.as_ref().to_owned())
    }

    fn command(&self, command: &CommandLine<'_>) -> String {
        match &command.form {
            Form::Shell(text) => format!("shell `{}`", text.text.trim().replace('\n', "\\n")),
            Form::Exec(words) => {
                let words: Vec<&str> = words.iter().map(|word| &*word.value).collect();
                format!("exec {words:?}")
            }
        }
    }

    fn program(&self, program: &Program<'_>) -> String {
        match program {
            Program::Instruction(command) => self.command(command),
            Program::Service(command) => {
                let words: Vec<&str> = command.words.iter().map(|word| &*word.value).collect();
                format!("service {words:?}")
            }
        }
    }

    fn check(&self, check: &Healthcheck<'_>) -> String {
        let text = match check {
            Healthcheck::Disabled => "disabled",
            Healthcheck::Instruction(_) => "HEALTHCHECK",
            Healthcheck::Service(_) => "healthcheck",
            Healthcheck::OfImage => "of the image",
        };
        text.to_owned()
    }

    /// Every part of the name with its place.
    fn image(&self, image: &ImageName<'_>) -> String {
        let parts = [
            ("registry", image.registry.as_ref()),
            ("repository", Some(&image.repository)),
            ("tag", image.tag.as_ref()),
            ("digest", image.digest.as_ref()),
        ];
        let parts = parts.into_iter().filter_map(|(name, part)| {
            part.map(|part| format!("{name} {}  ({})", part.text, self.place(part.set_at)))
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    fn base(&self, base: &Base<'_>) -> String {
        match base {
            Base::Stage(stage) => format!("stage {}", stage.index()),
            Base::Image(image) => self.image(image),
            Base::Scratch => "scratch".to_owned(),
            Base::Unknown { because } => format!("unknown  ({})", self.place(*because)),
        }
    }

    fn stage(&self, f: &mut Formatter<'_>, stage: Stage<'_>, indent: &str) -> Result {
        let name = stage.name().map_or(String::new(), |name| format!(" `{}`", name.value));
        let unreachable = if stage.is_reachable() { "" } else { ", not reachable" };
        writeln!(f, "{indent}stage {}{name}  ({}){unreachable}", stage.index(), self.place(stage.span()))?;
        let line =
            |f: &mut Formatter<'_>, key: &str, value: String| writeln!(f, "{indent}  {key:<12} {value}");
        line(f, "base", self.base(&stage.base()))?;
        if let Some(known) = stage.known_image().filter(|_| stage.root() == stage) {
            line(f, "known", known_image(&known))?;
        }
        line(
            f,
            "user",
            self.text(&stage.user()) + if stage.drops_privileges() { ", drops privileges" } else { "" },
        )?;
        line(f, "workdir", self.text(&stage.workdir()))?;
        for (name, value) in stage.environment() {
            line(f, "env", format!("{name} = {}", self.text(&value)))?;
        }
        line(f, "entrypoint", self.value(&stage.entrypoint(), |command| self.command(command)))?;
        line(f, "cmd", self.value(&stage.cmd(), |command| self.command(command)))?;
        line(f, "healthcheck", self.value(&stage.healthcheck(), |check| self.check(check)))?;
        if !stage.stop_signal().is_unknown() {
            line(f, "stop signal", self.text(&stage.stop_signal()))?;
        }
        for port in stage.exposed() {
            line(f, "exposes", self.text(&port))?;
        }
        line(f, "shell", self.shell(stage.shell()))?;
        for used in stage.copies_from() {
            let kind = if used.is_mount { "mounts" } else { "copies" };
            line(f, kind, format!("from {}  (instruction {})", self.base(&used.source), used.at))?;
        }
        for (at, instruction) in stage.indexed() {
            if let Some(own) = stage.script_shell_at(at).filter(|own| *own != stage.shell().shell) {
                line(f, "script", format!("{} in {}", self.place(instruction.span), own.name()))?;
            }
        }
        Ok(())
    }

    fn shell(&self, shell: EffectiveShell<'_>) -> String {
        match shell.set_at {
            Some(set_at) => {
                let pipefail = if shell.has_pipefail() { ", pipefail" } else { "" };
                format!("{}  ({}){pipefail}", shell.shell.name(), self.place(set_at))
            }
            None => shell.shell.name().to_owned(),
        }
    }

    fn container(&self, f: &mut Formatter<'_>, container: Container<'_>) -> Result {
        writeln!(f, "  service {}  ({})", container.name(), self.place(container.service.name.span))?;
        let line = |f: &mut Formatter<'_>, key: &str, value: String| writeln!(f, "    {key:<12} {value}");
        match container.build() {
            Build::NotBuilt => {}
            Build::Linked { file, stage: Some(stage) } => {
                line(f, "builds", format!("stage {} of {}", stage.index(), file.path))?;
                if file.stage(stage.index()) != Some(stage) {
                    self.stage(f, stage, "      ")?;
                }
            }
            Build::Linked { file, stage: None } => {
                let target =
                    container.unknown_target().map(|target| format!("  ({})", self.place(target.span)));
                line(f, "builds", format!("no stage of {}{}", file.path, target.unwrap_or_default()))?;
            }
            Build::Missing { path, span, .. } => {
                line(f, "builds", format!("missing {path}  ({})", self.place(span)))?;
            }
            Build::Unknown { because } => line(f, "builds", format!("unknown  ({})", self.place(because)))?,
        }
        line(f, "image", self.value(&container.image(), |image| self.image(image)))?;
        if let Some(known) = container.known_image() {
            line(f, "known", known_image(&known))?;
        }
        let drops = if container.drops_privileges() { ", drops privileges" } else { "" };
        line(f, "user", self.text(&container.user()) + drops)?;
        line(f, "workdir", self.text(&container.workdir()))?;
        for pair in &container.service.environment {
            line(f, "env", format!("{} = {}", pair.name.value, self.text(&container.env(&pair.name.value))))?;
        }
        for name in container.names_of_env_files() {
            line(f, "env", format!("{name} = {}", self.text(&container.env(name))))?;
        }
        line(f, "entrypoint", self.value(&container.entrypoint(), |program| self.program(program)))?;
        line(f, "cmd", self.value(&container.cmd(), |program| self.program(program)))?;
        line(f, "healthcheck", self.value(&container.healthcheck(), |check| self.check(check)))?;
        for port in container.exposed() {
            line(f, "exposes", self.text(&port))?;
        }
        for port in container.published() {
            let text = port.target.as_ref().map_or("?", |target| &*target.text.value);
            let published = port.published.as_ref().map_or("?", |published| &*published.text.value);
            line(f, "publishes", format!("{text} as {published}  ({})", self.place(port.span)))?;
        }
        for mount in &container.service.volumes {
            let path = |scalar: &Option<Scalar<'_>>| {
                scalar.as_ref().map_or("nothing".to_owned(), |scalar| scalar.value.clone().into_owned())
            };
            let text = format!("{} on {}", path(&mount.source), path(&mount.target));
            line(f, "mounts", format!("{text}  ({})", self.place(mount.span)))?;
        }
        for file in container.service.env_file.iter().filter_map(|file| file.path.as_ref()) {
            line(f, "env file", format!("{}  ({})", file.value, self.place(file.span)))?;
        }
        for profile in &container.service.profiles {
            line(f, "profile", format!("{}  ({})", profile.value, self.place(profile.span)))?;
        }
        for network in container.networks() {
            let declared =
                network.declared.map_or("not declared".to_owned(), |declared| self.place(declared.span));
            line(f, "network", format!("{}  ({}), {declared}", network.name, self.place(network.span)))?;
        }
        for (item, needed) in container.depends_on() {
            let needed =
                needed.map_or("no service".to_owned(), |needed| self.place(needed.service.name.span));
            line(f, "depends on", format!("{}  ({})", item.service.value, needed))?;
        }
        if let Some((_, item)) = container.awaited_healthy() {
            line(f, "awaited", format!("healthy  ({})", self.place(item.span)))?;
        }
        Ok(())
    }

    fn networks(&self, f: &mut Formatter<'_>, app: &ComposeApp<'_>) -> Result {
        for network in app.networks() {
            let services: Vec<&str> = app.services_on(network).map(|service| &*service.name.value).collect();
            writeln!(f, "  network {network}: {}", services.join(", "))?;
        }
        Ok(())
    }
}

fn known_image(known: &KnownImage) -> String {
    format!(
        "{} {}: {:?}, {:?}, healthcheck {:?}",
        known.repository, known.tags, known.kind, known.user, known.has_healthcheck
    )
}
