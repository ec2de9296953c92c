//! What will run: Compose's word, else the stage's, else the image's.

mod interactive;
mod settings;

use std::borrow::Cow;

use plimsoll_compose::{self as compose, CommandForm, Condition};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{self as dockerfile, CommandLine};

use crate::build_link::{Link, ServiceFacts, Target};
use crate::env_files::EnvSource;
use crate::{ComposeApp, DockerfileModel, ImageName, NetworkUse, Project, Stage, Value};
use plimsoll_facts::{ImageUser, KnownImage};
pub use settings::Shared;

/// A service, and what it builds or runs.
#[derive(Clone, Copy, Debug)]
pub struct Container<'p> {
    /// The project it is in.
    pub project: &'p Project<'p>,
    /// The application it is part of.
    pub app: &'p ComposeApp<'p>,
    /// The service as it is written.
    pub service: &'p compose::Service<'p>,
    pub(crate) index: usize,
}

/// What a service builds.
#[derive(Clone, Copy, Debug)]
pub enum Build<'p> {
    /// Nothing: it has no `build`.
    NotBuilt,
    /// A stage of a Dockerfile. No stage when the file has none of the name that `target` gives, or when that name
    /// is not known.
    Linked {
        /// The Dockerfile.
        file: &'p DockerfileModel<'p>,
        /// The stage, under the service's build arguments.
        stage: Option<Stage<'p>>,
    },
    /// There is no Dockerfile where the service says.
    Missing {
        /// Where it was looked for.
        path: &'p str,
        /// What says so: `dockerfile`, else `context`, else `build`.
        span: Span,
        /// A file that has this name in other letters, or is in the context.
        near: Option<&'p str>,
    },
    /// It cannot be known: a remote context, a variable without a default, a file outside of the project.
    Unknown {
        /// What hides it.
        because: Span,
    },
}

/// Where a health check comes from.
#[derive(Clone, Copy, Debug)]
pub enum Healthcheck<'p> {
    /// It is switched off: `HEALTHCHECK NONE`, `disable: true`, `test: [NONE]`.
    Disabled,
    /// A HEALTHCHECK instruction.
    Instruction(&'p dockerfile::Healthcheck<'p>),
    /// The `healthcheck` of a service.
    Service(&'p compose::Healthcheck<'p>),
    /// The image brings one.
    OfImage,
}

/// Where a command comes from.
#[derive(Clone, Copy, Debug)]
pub enum Program<'p> {
    /// ENTRYPOINT or CMD.
    Instruction(&'p CommandLine<'p>),
    /// `entrypoint` or `command` of a service.
    Service(&'p compose::Command<'p>),
}

impl<'p> Healthcheck<'p> {
    pub(crate) fn of_instruction(check: &'p dockerfile::Healthcheck<'p>) -> Healthcheck<'p> {
        match check.test {
            dockerfile::HealthcheckTest::None(_) => Healthcheck::Disabled,
            dockerfile::HealthcheckTest::Cmd(..) => Healthcheck::Instruction(check),
        }
    }

    /// Whether something is really checked.
    pub fn is_enabled(&self) -> bool {
        !matches!(self, Healthcheck::Disabled)
    }
}

impl<'p> Container<'p> {
    /// The name of the service.
    pub fn name(&self) -> &'p str {
        &self.service.name.value
    }

    /// What it builds.
    pub fn build(&self) -> Build<'p> {
        let Some(facts) = self.facts() else { return Build::NotBuilt };
        match &facts.build {
            Link::NotBuilt => Build::NotBuilt,
            Link::Missing { path, span, near } => Build::Missing { path, span: *span, near: near.as_deref() },
            Link::Unknown(because) => Build::Unknown { because: *because },
            Link::File { file, evaluation, target } => {
                let Some(file) = self.project.dockerfiles.get(*file) else {
                    return Build::Unknown { because: self.service.name.span };
                };
                let file: &'p DockerfileModel<'p> = file;
                let own = evaluation.and_then(|index| self.app.evaluations.get(index));
                let stage = match target {
                    Target::Stage(index) => Some(file.stage_under(own.unwrap_or(&file.evaluation), *index)),
                    Target::None | Target::Unknown(_) => None,
                };
                Build::Linked { file, stage }
            }
        }
    }

    /// Whether `build` is there.
    pub fn is_built(&self) -> bool {
        !matches!(self.build(), Build::NotBuilt)
    }

    /// The stage it builds, under its build arguments.
    pub fn stage(&self) -> Option<Stage<'p>> {
        match self.build() {
            Build::Linked { stage, .. } => stage,
            _ => None,
        }
    }

    /// The Dockerfile it builds.
    pub fn build_file(&self) -> Option<&'p DockerfileModel<'p>> {
        match self.build() {
            Build::Linked { file, .. } => Some(file),
            _ => None,
        }
    }

    /// The `target` of its build, when it is known and names no stage of the Dockerfile.
    pub fn unknown_target(&self) -> Option<&'p compose::yaml::Scalar<'p>> {
        let target = self.service.build.as_ref()?.target.as_ref()?;
        let is_none = matches!(self.facts()?.build, Link::File { target: Target::None, .. });
        is_none.then_some(target)
    }

    /// What `image` names. A service that builds gives this name to what it built: see
    /// [`Container::running_image`].
    pub fn image(&self) -> Value<&'p ImageName<'p>> {
        self.facts().map_or(Value::Unset, |facts| facts.image.as_ref())
    }

    /// The image that is pulled: what `image` names, or for a service that builds, what its first stage starts from.
    pub fn running_image(&self) -> Value<&'p ImageName<'p>> {
        match (self.build(), self.stage()) {
            (Build::NotBuilt, _) => self.image(),
            (_, Some(stage)) => match stage.root_base() {
                crate::Base::Image(image) => Value::known(image, image.span),
                crate::Base::Unknown { because } => Value::Unknown { because },
                _ => Value::Unset,
            },
            _ => self.hidden(),
        }
    }

    /// What is known of that image.
    pub fn known_image(&self) -> Option<KnownImage<'p>> {
        match self.stage() {
            Some(stage) => stage.known_image(),
            None if self.is_built() => None,
            None => self.facts()?.known,
        }
    }

    /// The variable through which the image reads the value of another from a file: `NAME_FILE`.
    pub fn file_variable(&self, name: &str) -> Option<String> {
        self.known_image()?.reads_file_for(name).then(|| format!("{name}_FILE"))
    }

    /// The user it starts as: `user`, else USER of the stage, else what is known of the image.
    ///
    /// Some images start as root and then become another user by themselves: see [`Container::drops_privileges`].
    pub fn user(&self) -> Value<&'p str> {
        let own = self.facts().map_or(Value::Unset, |facts| facts.user.as_ref().map(|user| &**user));
        own.or_else(|| match self.stage() {
            Some(stage) => stage.user(),
            None => self.of_image(|known| match known.user {
                ImageUser::Root | ImageUser::DropsPrivileges => Some("root"),
                ImageUser::NonRoot(user) => Some(user),
                ImageUser::Unknown => None,
            }),
        })
    }

    /// Whether the image starts as root and becomes another user by itself, and nothing takes its entrypoint away.
    pub fn drops_privileges(&self) -> bool {
        let replaced =
            self.service.entrypoint.as_ref().is_some_and(|entrypoint| entrypoint.form != CommandForm::Null);
        !replaced
            && self.service.user.is_none()
            && match self.stage() {
                Some(stage) => stage.drops_privileges(),
                None => self.known_image().is_some_and(|known| known.user == ImageUser::DropsPrivileges),
            }
    }

    /// The working directory.
    pub fn workdir(&self) -> Value<&'p str> {
        let own = self.facts().map_or(Value::Unset, |facts| facts.working_dir.as_ref().map(|path| &**path));
        own.or_else(|| self.stage().map_or_else(|| self.hidden(), |stage| stage.workdir()))
    }

    /// The health check: `healthcheck`, else HEALTHCHECK of the stage, else what is known of the image.
    pub fn healthcheck(&self) -> Value<Healthcheck<'p>> {
        if let Some(check) = &self.service.healthcheck {
            if check.is_disabled() {
                return Value::known(Healthcheck::Disabled, check.span);
            }
            if check.disable.as_ref().is_some_and(|disable| disable.value.is_none()) {
                return Value::Unknown { because: check.span };
            }
            if check.test.is_some() {
                return Value::known(Healthcheck::Service(check), check.span);
            }
        } else if let Some(inherited) = self.inherited() {
            return inherited;
        }
        if let Some(stage) = self.stage() {
            return stage.healthcheck();
        }
        match self.known_image().and_then(|known| known.has_healthcheck) {
            Some(true) => self.of_image(|_| Some(Healthcheck::OfImage)),
            Some(false) => Value::Unset,
            None => self.hidden(),
        }
    }

    /// What is run: `entrypoint`, else ENTRYPOINT.
    pub fn entrypoint(&self) -> Value<Program<'p>> {
        if let Some(own) = of_service(self.service.entrypoint.as_ref()) {
            return own;
        }
        self.inherited().unwrap_or_else(|| {
            self.stage().map_or_else(|| self.hidden(), |stage| stage.entrypoint().map(Program::Instruction))
        })
    }

    /// Its arguments, or what is run when there is no entrypoint: `command`, else CMD. An `entrypoint` of the
    /// service takes the CMD away.
    pub fn cmd(&self) -> Value<Program<'p>> {
        if let Some(own) = of_service(self.service.command.as_ref()) {
            return own;
        }
        if of_service(self.service.entrypoint.as_ref()).is_some() {
            return Value::Unset;
        }
        self.inherited().unwrap_or_else(|| {
            self.stage().map_or_else(|| self.hidden(), |stage| stage.cmd().map(Program::Instruction))
        })
    }

    /// A variable of its environment: what the service [gives](Container::given_env), else ENV of the stage.
    pub fn env(&self, name: &str) -> Value<Cow<'p, str>> {
        self.given_env(name).or_else(|| {
            self.stage().map_or_else(|| self.hidden(), |stage| stage.env(name).map(Cow::Borrowed))
        })
    }

    /// The ports it publishes, as the service has them.
    pub fn published(&self) -> &'p [compose::Port<'p>] {
        &self.service.ports
    }

    /// The ports it listens on without publishing them: `expose`, then EXPOSE of the stage.
    pub fn exposed(&self) -> Vec<Value<Cow<'p, str>>> {
        let own = self.service.expose.iter().map(crate::interpolated::resolve);
        let of_stage = self.stage().into_iter().flat_map(|stage| stage.exposed());
        own.chain(of_stage.map(|port| port.map(Cow::Borrowed))).collect()
    }

    /// The networks it is on.
    pub fn networks(&self) -> Vec<NetworkUse<'p>> {
        self.app.networks_of(self.service)
    }

    /// The network of these that is the host's own: the engine's network `host`, which a file can only take from outside.
    pub fn host_network(&self) -> Option<NetworkUse<'p>> {
        let is_host = |network: &NetworkUse<'p>| {
            network.declared.is_some_and(|declared| {
                let named = declared.name.as_ref().unwrap_or(&declared.key);
                declared.external.is_some() && named.value == "host"
            })
        };
        self.networks().into_iter().find(is_host)
    }

    /// What it waits for: each item of `depends_on`, with the container it names if there is one.
    pub fn depends_on(
        &self,
    ) -> impl Iterator<Item = (&'p compose::DependsOn<'p>, Option<Container<'p>>)> + use<'p> {
        let project = self.project;
        self.service.depends_on.iter().map(move |item| (item, project.container_named(&item.service.value)))
    }

    /// What waits for it: the container, and the item of its `depends_on`.
    pub fn dependents(&self) -> impl Iterator<Item = (Container<'p>, &'p compose::DependsOn<'p>)> + use<'p> {
        let project = self.project;
        let all = self.app.dependents.get(self.index).into_iter().flatten();
        all.filter_map(move |&(index, at)| {
            let container = project.container(index)?;
            Some((container, container.service.depends_on.get(at)?))
        })
    }

    /// The `depends_on` of another service that waits until this one is healthy.
    pub fn awaited_healthy(&self) -> Option<&'p compose::DependsOn<'p>> {
        let waits = |item: &compose::DependsOn<'_>| item.awaits() == Condition::Healthy;
        self.dependents().map(|(_, item)| item).find(|item| waits(item))
    }

    /// Its own `environment`, in the order of the file.
    pub(crate) fn environment(&self) -> &'p [Value<Cow<'p, str>>] {
        self.facts().map_or(&[], |facts| &facts.environment)
    }

    /// What it takes variables from.
    pub(crate) fn env_sources(&self) -> &'p [EnvSource] {
        self.facts().map_or(&[], |facts| &facts.env_sources)
    }

    fn facts(&self) -> Option<&'p ServiceFacts<'p>> {
        self.app.facts.get(self.index)
    }

    /// What the table says of the image.
    fn of_image<T>(&self, read: impl Fn(KnownImage<'p>) -> Option<T>) -> Value<T> {
        match (self.running_image(), self.known_image().and_then(read)) {
            (Value::Known { set_at, .. }, Some(value)) => Value::known(value, set_at),
            _ => self.hidden(),
        }
    }

    /// Unknown, when another service that this one extends may say what it does not.
    pub(crate) fn inherited<T>(&self) -> Option<Value<T>> {
        self.service.extends.as_ref().map(|extends| Value::Unknown { because: extends.span })
    }

    /// Unknown, because of the image or of what hides it.
    fn hidden<T>(&self) -> Value<T> {
        let service = self.service;
        let because = match self.build() {
            Build::Unknown { because } => because,
            Build::Missing { span, .. } => span,
            Build::Linked { .. } => service.build.as_ref().map_or(service.name.span, |build| build.span),
            Build::NotBuilt => service.image.as_ref().map_or(service.name.span, |image| image.span),
        };
        Value::Unknown { because }
    }
}

/// What the service says. Null leaves it to the image.
fn of_service<'p>(command: Option<&'p compose::Command<'p>>) -> Option<Value<Program<'p>>> {
    let command = command.filter(|command| command.form != CommandForm::Null)?;
    Some(Value::known(Program::Service(command), command.span))
}
