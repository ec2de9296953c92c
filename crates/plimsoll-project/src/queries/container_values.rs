//! The effective values of a container: what its service sets, else its stage, else its image.

use std::borrow::Cow;

use plimsoll_compose::{self as compose, CommandForm, Condition};
use plimsoll_facts::ImageUser;

use crate::{Container, Healthcheck, NetworkUse, Program, Value, resolve};

impl<'p> Container<'p> {
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
        let own = self.service.expose.iter().map(resolve);
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

    /// The service that waits until this one is healthy, and the item of its `depends_on`.
    pub fn awaited_healthy(&self) -> Option<(Container<'p>, &'p compose::DependsOn<'p>)> {
        self.dependents().find(|(_, item)| item.awaits() == Condition::Healthy)
    }
}

/// What the service says. Null leaves it to the image.
fn of_service<'p>(command: Option<&'p compose::Command<'p>>) -> Option<Value<Program<'p>>> {
    let command = command.filter(|command| command.form != CommandForm::Null)?;
    Some(Value::known(Program::Service(command), command.span))
}
