//! Which containers serve data, and which only use the programs of an image that could.

use plimsoll_compose::{self as compose, MountKind, Restart};
use plimsoll_facts::ports::{self, PortKind};
use plimsoll_facts::programs::Role;
use plimsoll_facts::{ImageKind, KnownImage};
use plimsoll_facts::{login_required, open_access};
use plimsoll_shell::Script;

use crate::model::development_signs::{head_says_development, is_deployed};
use crate::queries::secrets::{NameClass, classify};
use crate::values::stage_words::is_said_to_be_for_development;
use crate::{Container, path};

impl Container<'_> {
    /// Whether it serves data that others must not reach: a database, cache, broker or search engine.
    pub fn is_data_store(&self) -> bool {
        self.known_image().is_some_and(KnownImage::is_data_store) && !self.is_client()
    }

    /// Whether its command only talks to a server: `psql`, `kafka-topics --create …`.
    pub fn is_client(&self) -> bool {
        let service = self.service;
        let programs: Vec<String> =
            service.entrypoint.iter().chain(&service.command).flat_map(programs).collect();
        let is_one = |role: Role| programs.iter().any(|program| role.is_of(program));
        is_one(Role::Client) && !is_one(Role::Server)
    }

    /// Whether it is there to stay: it keeps its data when it is replaced, or the engine starts it again. A database for
    /// tests and examples does neither, and what a test starts is stopped after it.
    pub fn is_kept(&self) -> bool {
        // A command line says only a part of it.
        if self.line().is_some() {
            return true;
        }
        if self.is_for_development() {
            return false;
        }
        if self.is_kept_running() {
            return true;
        }
        let data = self.known_image().and_then(|known| known.data);
        match data {
            Some(data) => self.mounted().any(|(mount, target)| {
                matches!(mount.kind, MountKind::Bind | MountKind::Volume) && is_around(&target, data)
            }),
            // What is only read is settings or a certificate.
            None => self.service.volumes.iter().any(|mount| !mount.is_read_only()),
        }
    }

    /// Whether it is for tests or development, as its file, a file for production or it itself says; or, where nothing keeps it
    /// running, as anything hints at.
    pub fn is_for_development(&self) -> bool {
        self.app.is_for_tests()
            || self.says_development()
            // A file for production says so of what is published for development.
            || self.app.named_files.unpublished.contains(&*self.service.name.value)
            || !self.is_kept_running() && self.app.hints_at_development()
    }

    /// Whether the engine starts it again, or an orchestrator keeps it running.
    fn is_kept_running(&self) -> bool {
        let policy = self.service.restart.as_ref();
        policy.is_some_and(|policy| Restart::of(policy).is_endless()) || is_deployed(self.service)
    }

    /// Whether its name, its profiles, a comment or its application says that it is for development.
    fn says_development(&self) -> bool {
        let is_of_them = |name: &compose::yaml::Scalar<'_>| path::is_for_development(&name.value);
        let speaks =
            |comment: &str| comment.split(|c: char| !c.is_alphanumeric()).any(path::is_word_of_stage);
        self.service.container_name.iter().any(is_of_them)
            || self.is_chosen_for_development()
            || self.app.runs_development()
            || self.comments_of("ports").any(speaks)
            || self.text_with("ports").is_some_and(head_says_development)
            || is_said_to_be_for_development(&self.comment_at_name())
    }

    /// Whether another service of its application connects to it, or may: one on the same network that is no such server
    /// itself, or one that waits for it.
    pub fn has_clients(&self) -> bool {
        let (app, own) = (self.app, self.service);
        let networks = app.networks_of(own);
        let is_near = |other: &compose::Service<'_>| {
            app.networks_of(other).iter().any(|it| networks.iter().any(|network| network.name == it.name))
        };
        let waits = |other: &compose::Service<'_>| {
            other.depends_on.iter().any(|it| it.service.value == own.name.value)
        };
        let others = self.project.containers().filter(|other| other.service.name.value != own.name.value);
        { others }.any(|other| {
            waits(other.service) || !other.is_data_store() && (networks.is_empty() || is_near(other.service))
        })
    }

    /// Whether it runs for development alone: all of its profiles are for it, or the stage that it builds.
    pub fn is_chosen_for_development(&self) -> bool {
        let service = self.service;
        let is_of_them = |name: &compose::yaml::Scalar<'_>| path::is_for_development(&name.value);
        let target = service.build.as_ref().and_then(|build| build.target.as_ref());
        !service.profiles.is_empty() && service.profiles.iter().all(is_of_them)
            || target.is_some_and(is_of_them)
    }

    /// Whether it publishes the port of an engine, and with it the whole host.
    pub fn publishes_engine(&self) -> bool {
        let is_engine = |port: &compose::Port<'_>| {
            let usual = port.target.as_ref().and_then(|target| ports::find(target.single()?));
            port.published.is_some() && usual.is_some_and(|usual| usual.kind == PortKind::Engine)
        };
        self.service.ports.iter().any(is_engine)
    }

    /// For each port what is behind it, if that holds data that others must not reach, and no password guards it. A message
    /// broker is often there for devices on the network.
    /// What the image is decides; where that is not known, what listens there by custom, if the image or the service is
    /// named after it.
    pub fn stores_behind_ports(&self) -> Vec<Option<&'static str>> {
        let mut stores: Vec<_> = self.service.ports.iter().map(|port| self.store_behind(port)).collect();
        // A service has one password for all of its ports.
        if stores.iter().any(Option::is_some) && self.is_excused_by_image() && is_guarded(self) {
            stores.fill(None);
        }
        stores
    }

    fn store_behind(&self, port: &compose::Port<'_>) -> Option<&'static str> {
        let service = self.service;
        if let Some(known) = self.known_image() {
            let is_store = known.is_data_store() && known.kind != ImageKind::Broker;
            return is_store.then(|| noun(known.kind));
        }
        let usual = ports::find(port.target.as_ref()?.single()?)?;
        let image = service.image.as_ref().map_or("", |image| &*image.value);
        let is_named = |name: &&str| image.contains(*name) || service.name.value.contains(*name);
        if usual.kind != PortKind::Engine && !usual.names.iter().any(is_named) {
            return None;
        }
        Some(match usual.kind {
            PortKind::Database => "database",
            PortKind::Cache => "cache",
            PortKind::Search => "search engine",
            PortKind::Engine => "Docker engine",
            PortKind::Broker | PortKind::Other => return None,
        })
    }
}

/// Whether data at one path lie in what is mounted at another, or the other way round.
fn is_around(mounted: &str, data: &str) -> bool {
    crate::queries::mounts::is_inside(data, mounted) || crate::queries::mounts::is_inside(mounted, data)
}

/// The programs that a command names, without folder and ending.
fn programs(command: &compose::Command<'_>) -> Vec<String> {
    let scripts = command.text.iter().chain(&command.words).filter(|word| word.value.contains(' '));
    let mut found: Vec<String> = scripts
        .flat_map(|script| Script::parse(&script.joined()).commands)
        .map(|command| command.name().to_owned())
        .collect();
    found.extend(command.words.first().map(|first| first.value.clone().into_owned()));
    let plain = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.trim_end_matches(".sh").to_owned()
    };
    found.iter().map(plain).collect()
}

/// Whether a password stands between the network and the data, or may: one that is written here, one that is kept elsewhere,
/// or what a file of variables sets. `guessable-password` and `committed-secret` speak of its worth.
fn is_guarded(container: &Container<'_>) -> bool {
    let service = container.service;
    let method = container.given_env("POSTGRES_HOST_AUTH_METHOD");
    if method.is_known_and(|method| method == "trust") {
        return false;
    }
    if always_asks(container) {
        return true;
    }
    let is_set = |pair: &compose::Pair<'_>| {
        let name = &*pair.name.value;
        let is = |text: &str| pair.value.as_ref().is_some_and(|value| value.value == text);
        // Neo4j takes user and password together, and Elasticsearch sets passwords itself.
        if name == "NEO4J_AUTH" && !is("none") || name == "xpack.security.enabled" && is("true") {
            return true;
        }
        // `redis/redis-stack` passes it to the server.
        if name == "REDIS_ARGS" && pair.value.as_ref().is_some_and(|it| it.value.contains("requirepass")) {
            return true;
        }
        let is_password = match classify(name.strip_suffix("_FILE").unwrap_or(name)) {
            NameClass::Password => true,
            // `MEILI_MASTER_KEY`; a token is often for the members of a cluster.
            NameClass::Secret | NameClass::Vague => name.ends_with("_KEY") || name.ends_with("_CREDENTIALS"),
            NameClass::Other => false,
        };
        is_password && pair.value.as_ref().is_none_or(|value| !value.value.is_empty())
    };
    let asks = |word: &compose::yaml::Scalar<'_>| {
        let option = word.value.split('=').next().unwrap_or_default();
        // With a certificate of its own, only a known client gets in (etcd, Redis, CockroachDB).
        let asks_for_certificate =
            matches!(option, "--client-cert-auth" | "--tls-auth-clients" | "--tlsCAFile" | "--tlsverify");
        asks_for_certificate
            || word.value.contains("requirepass")
            || matches!(option, "--pass" | "--password" | "--api-key")
    };
    let mut words = service.entrypoint.iter().chain(&service.command).flat_map(|command| &command.words);
    // A script sets it: `export ARANGO_ROOT_PASSWORD=$(cat /run/keys/arango) && …`.
    let is_set_by_script = words.clone().any(|word| word.value.contains("PASSWORD=$"));
    is_set_by_script
        || service.environment.iter().any(is_set)
        || service.has("env_file")
        || words.any(asks)
        || container.app.named_files.guards(service)
}

/// Whether this version of the server asks for a password unless a variable turns that off.
fn always_asks(container: &Container<'_>) -> bool {
    let asks =
        |image: &crate::ImageName<'_>| login_required::since(&image.full_repository(), image.meant_tag());
    let lets_in = |pair: &compose::Pair<'_>| {
        let open = open_access::find(&pair.name.value);
        open.zip(pair.value.as_ref()).is_some_and(|(open, value)| open.is_open(&value.value))
    };
    let is_built_on = || container.stage().and_then(|stage| stage.root_image()).is_some_and(asks);
    let is_one = if container.is_built() { is_built_on() } else { container.image().is_known_and(asks) };
    is_one && !container.service.environment.iter().any(lets_in)
}

fn noun(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Cache => "cache",
        ImageKind::Search => "search engine",
        _ => "database",
    }
}
