//! Whether a container is there to use the container engine of its host: what says so.

use plimsoll_compose as compose;
use plimsoll_dockerfile::Kind;
use plimsoll_facts::engine_signs::Kind as Sign;

use crate::{Base, Container, ImageName, Shared, Stage};

impl Container<'_> {
    /// Whether it is there to talk to the engine, as its name, its image, its variables, its command, what it is built
    /// from or a comment says.
    pub fn is_for_engine(&self) -> bool {
        let service = self.service;
        let image = service.image.as_ref().map_or("", |image| &*image.value);
        // The registry's own name is no sign.
        let repository = image.trim_start_matches("docker.io/");
        let own_name = repository.rsplit('/').next().unwrap_or_default();
        let container_name = service.container_name.as_ref().map_or("", |name| &*name.value);
        let mut names = [self.name(), container_name, own_name].into_iter();
        let mut words = service.command.iter().flat_map(|command| &command.words);
        self.is_excused_by_image()
            && (names.any(names_task)
                || names_engine(self.name())
                || names_engine(repository)
                || service.environment.iter().any(is_variable_for_engine)
                || words.any(|word| speaks_of_engine(&word.value))
                || self.stage().is_some_and(|stage| stage.installs_engine_client())
                || self.app.built_with_client.contains(self.name())
                || self.app.named_files.uses_engine_library(service)
                || self.comments().any(|comment| names_engine(comment) || comment.contains("socket")))
    }

    /// Whether it controls its host anyway: `privileged`, or among the processes of the host. Other rules report these.
    pub fn is_boundless(&self) -> bool {
        let is_in_host =
            self.namespace(Shared::Processes).is_known_and(|own| own == compose::Namespace::Host);
        self.line().is_none() && (is_in_host || self.is_privileged().is_known_and(|flag| flag))
    }
}

impl Stage<'_> {
    /// Whether it, or a stage that it starts from, installs a client of the engine, or copies it from the client's image.
    pub(crate) fn installs_engine_client(&self) -> bool {
        let is_client = |base: &Base<'_>| matches!(base, Base::Image(image) if image.is_engine_client());
        self.root_image().is_some_and(ImageName::is_engine_client)
            || self.lineage().any(|stage| {
                let copies = stage.copies_from().any(|copied| is_client(&copied.source));
                copies
                    || stage.instructions().iter().any(|instruction| match &instruction.kind {
                        Kind::Run(_) => names_client(stage.file().text.at(instruction.span).raw),
                        _ => false,
                    })
            })
    }
}

/// Whether a word of a name is a task that needs the engine: `github-runner`.
fn names_task(name: &str) -> bool {
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| Sign::Name.has(word))
}

fn names_engine(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["docker", "podman"].iter().any(|engine| text.contains(engine))
}

/// Whether a text speaks of an engine, and not only of a file or a host that is called after it.
fn speaks_of_engine(text: &str) -> bool {
    let of_files = ["host.docker.internal", "docker-entrypoint", "docker-init"];
    let rest = of_files.iter().fold(text.to_ascii_lowercase(), |text, name| text.replace(name, ""));
    ["docker.sock", "docker ", "providers.docker", "podman "].iter().any(|sign| rest.contains(sign))
}

fn is_variable_for_engine(pair: &compose::Pair<'_>) -> bool {
    let name = &*pair.name.value;
    let value = pair.value.as_ref().map_or("", |value| &*value.value);
    let is_build = ["DOCKER_BUILDKIT", "COMPOSE_DOCKER_CLI_BUILD"].contains(&name);
    // It starts containers of this image, or in this network.
    let is_for_others = name.ends_with("_IMAGE") || name.ends_with("_NETWORK");
    !is_build
        && (is_for_others
            || name.split('_').any(|word| matches!(word, "DOCKER" | "PODMAN" | "TESTCONTAINERS"))
            || matches!(value, "docker" | "podman")
            || speaks_of_engine(value))
}

/// Whether a step names the package or the address of a client of the engine.
fn names_client(step: &str) -> bool {
    let is_address = ["get.docker.com", "download.docker.com"].iter().any(|host| step.contains(host));
    let end =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '>' | '<' | '[' | ';' | '&' | ',');
    is_address || step.split(end).any(|word| Sign::Package.has(word) || Sign::Library.has(word))
}
