//! A container: a service with the stage that it builds, or the image that it runs.

use std::borrow::Cow;

use plimsoll_compose as compose;
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{self as dockerfile, CommandLine};

use crate::model::env_files::EnvSource;
use crate::model::service_facts::{BuildLink, ServiceFacts, Target};
use crate::{ComposeApp, DockerfileModel, ImageName, Project, Stage, Value};
use plimsoll_facts::KnownImage;

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
            BuildLink::NotBuilt => Build::NotBuilt,
            BuildLink::Missing { path, span, near } => {
                Build::Missing { path, span: *span, near: near.as_deref() }
            }
            BuildLink::Unknown(because) => Build::Unknown { because: *because },
            BuildLink::File { file, evaluation, target } => {
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

    /// Whether a place is in the Dockerfile that it builds.
    pub fn builds_in(&self, place: Span) -> bool {
        self.build_file().is_some_and(|file| file.tree.file == place.file)
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
        let is_none = matches!(self.facts()?.build, BuildLink::File { target: Target::None, .. });
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

    /// Its own `environment`, in the order of the file.
    pub(crate) fn environment(&self) -> &'p [Value<Cow<'p, str>>] {
        self.facts().map_or(&[], |facts| &facts.environment)
    }

    /// What it takes variables from.
    pub(crate) fn env_sources(&self) -> &'p [EnvSource] {
        self.facts().map_or(&[], |facts| &facts.env_sources)
    }

    pub(crate) fn facts(&self) -> Option<&'p ServiceFacts<'p>> {
        self.app.facts.get(self.index)
    }

    /// What the table says of the image.
    pub(crate) fn of_image<T>(&self, read: impl Fn(KnownImage<'p>) -> Option<T>) -> Value<T> {
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
    pub(crate) fn hidden<T>(&self) -> Value<T> {
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

impl Project<'_> {
    /// What will run: one container for each service.
    pub fn containers(&self) -> impl ExactSizeIterator<Item = Container<'_>> {
        let services = self.app.as_ref().map_or(0, |app| app.compose.services.len());
        (0..services).filter_map(|index| self.container(index)).collect::<Vec<_>>().into_iter()
    }

    /// The container of the service at `index`.
    pub fn container(&self, index: usize) -> Option<Container<'_>> {
        let app = self.app.as_ref()?;
        let service = app.compose.services.get(index)?;
        Some(Container { project: self, app, service, index })
    }

    /// The container of the service with this name.
    pub fn container_named(&self, name: &str) -> Option<Container<'_>> {
        self.container(self.app.as_ref()?.index_of(name)?)
    }
}
