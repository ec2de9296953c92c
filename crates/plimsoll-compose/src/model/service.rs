//! A service: what runs as one or more like containers.

use plimsoll_diagnostics::{Diagnostic, Span};

use super::{
    Build, Command, DependsOn, Deploy, Device, EnvFile, Extends, Grant, Healthcheck, Logging, Mount,
    Namespace, NetworkMode, Pair, Port, Restart, ServiceNetwork, Typed, Ulimit, read,
};
use crate::schema::SERVICE;
use crate::yaml::{Entry, Mapping, Node, Scalar, Yaml};

/// A service (Compose Specification, "services").
///
/// What has no field of its own is found in [`fields`](Service::fields), as is where each key is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Service<'s> {
    /// Its name.
    pub name: Scalar<'s>,
    /// From its name to its end.
    pub span: Span,
    /// `build`
    pub build: Option<Box<Build<'s>>>,
    /// `cap_add`
    pub cap_add: Vec<Scalar<'s>>,
    /// `cap_drop`
    pub cap_drop: Vec<Scalar<'s>>,
    /// `command`
    pub command: Option<Command<'s>>,
    /// `configs`
    pub configs: Vec<Grant<'s>>,
    /// `container_name`
    pub container_name: Option<Scalar<'s>>,
    /// `cpus`
    pub cpus: Option<Scalar<'s>>,
    /// `depends_on`
    pub depends_on: Vec<DependsOn<'s>>,
    /// `deploy`
    pub deploy: Option<Box<Deploy<'s>>>,
    /// `devices`
    pub devices: Vec<Device<'s>>,
    /// `entrypoint`
    pub entrypoint: Option<Command<'s>>,
    /// `env_file`
    pub env_file: Vec<EnvFile<'s>>,
    /// `environment`
    pub environment: Vec<Pair<'s>>,
    /// `expose`
    pub expose: Vec<Scalar<'s>>,
    /// `extends`
    pub extends: Option<Extends<'s>>,
    /// `extra_hosts`
    pub extra_hosts: Vec<Pair<'s>>,
    /// `group_add`
    pub group_add: Vec<Scalar<'s>>,
    /// `healthcheck`
    pub healthcheck: Option<Box<Healthcheck<'s>>>,
    /// `hostname`
    pub hostname: Option<Scalar<'s>>,
    /// `image`
    pub image: Option<Scalar<'s>>,
    /// `init`
    pub init: Option<Typed<'s, bool>>,
    /// `ipc`
    pub ipc: Option<Scalar<'s>>,
    /// `label_file`
    pub label_file: Vec<Scalar<'s>>,
    /// `labels`
    pub labels: Vec<Pair<'s>>,
    /// `links`
    pub links: Vec<Scalar<'s>>,
    /// `logging`
    pub logging: Option<Box<Logging<'s>>>,
    /// `mem_limit`
    pub mem_limit: Option<Scalar<'s>>,
    /// `mem_reservation`
    pub mem_reservation: Option<Scalar<'s>>,
    /// `network_mode`
    pub network_mode: Option<Scalar<'s>>,
    /// `networks`
    pub networks: Vec<ServiceNetwork<'s>>,
    /// `pid`
    pub pid: Option<Scalar<'s>>,
    /// `pids_limit`
    pub pids_limit: Option<Typed<'s, i64>>,
    /// `platform`
    pub platform: Option<Scalar<'s>>,
    /// `ports`
    pub ports: Vec<Port<'s>>,
    /// `privileged`
    pub privileged: Option<Typed<'s, bool>>,
    /// `profiles`
    pub profiles: Vec<Scalar<'s>>,
    /// `pull_policy`
    pub pull_policy: Option<Scalar<'s>>,
    /// `read_only`
    pub read_only: Option<Typed<'s, bool>>,
    /// `restart`
    pub restart: Option<Scalar<'s>>,
    /// `scale`
    pub scale: Option<Typed<'s, i64>>,
    /// `secrets`
    pub secrets: Vec<Grant<'s>>,
    /// `security_opt`
    pub security_opt: Vec<Scalar<'s>>,
    /// `stop_grace_period`
    pub stop_grace_period: Option<Scalar<'s>>,
    /// `stop_signal`
    pub stop_signal: Option<Scalar<'s>>,
    /// `sysctls`
    pub sysctls: Vec<Pair<'s>>,
    /// `tmpfs`
    pub tmpfs: Vec<Scalar<'s>>,
    /// `ulimits`
    pub ulimits: Vec<Ulimit<'s>>,
    /// `user`
    pub user: Option<Scalar<'s>>,
    /// `userns_mode`
    pub userns_mode: Option<Scalar<'s>>,
    /// `uts`
    pub uts: Option<Scalar<'s>>,
    /// `volumes`
    pub volumes: Vec<Mount<'s>>,
    /// `volumes_from`
    pub volumes_from: Vec<Scalar<'s>>,
    /// `working_dir`
    pub working_dir: Option<Scalar<'s>>,
    /// Everything that is written, aliases and merge keys resolved.
    pub fields: Mapping<'s>,
    /// What Compose does not know.
    pub unknown: Vec<Entry<'s>>,
}

impl<'s> Service<'s> {
    /// The commands of `post_start` and `pre_stop`.
    pub fn hooks(&self) -> impl Iterator<Item = Command<'s>> {
        let lists = ["post_start", "pre_stop"].into_iter().filter_map(|key| self.get(key)?.as_sequence());
        lists.flatten().filter_map(|hook| read::command(hook.get("command")))
    }

    pub(super) fn read(entry: Entry<'s>, problems: &mut Vec<Diagnostic>) -> Service<'s> {
        let span = entry.span();
        let fields = match entry.value.node {
            Node::Mapping(mapping) => mapping,
            _ => Mapping::default(),
        };
        let get = |key: &str| fields.get(key);
        let unknown = fields.entries.iter().filter(|entry| !SERVICE.knows(&entry.key.value));
        Service {
            name: entry.key,
            span,
            build: get("build").and_then(Build::read).map(Box::new),
            cap_add: read::scalars(get("cap_add")),
            cap_drop: read::scalars(get("cap_drop")),
            command: read::command(get("command")),
            configs: Grant::read_all(get("configs")),
            container_name: read::scalar(get("container_name")),
            cpus: read::scalar(get("cpus")),
            depends_on: DependsOn::read_all(get("depends_on")),
            deploy: get("deploy").and_then(Deploy::read).map(Box::new),
            devices: Device::read_all(get("devices")),
            entrypoint: read::command(get("entrypoint")),
            env_file: EnvFile::read_all(get("env_file")),
            environment: read::pairs(get("environment"), &['=']),
            expose: read::scalars(get("expose")),
            extends: get("extends").and_then(Extends::read),
            extra_hosts: read::pairs(get("extra_hosts"), &['=', ':']),
            group_add: read::scalars(get("group_add")),
            healthcheck: get("healthcheck").and_then(Healthcheck::read).map(Box::new),
            hostname: read::scalar(get("hostname")),
            image: read::scalar(get("image")),
            init: read::boolean(get("init")),
            ipc: read::scalar(get("ipc")),
            label_file: read::scalars(get("label_file")),
            labels: read::pairs(get("labels"), &['=']),
            links: read::scalars(get("links")),
            logging: get("logging").and_then(Logging::read).map(Box::new),
            mem_limit: read::scalar(get("mem_limit")),
            mem_reservation: read::scalar(get("mem_reservation")),
            network_mode: read::scalar(get("network_mode")),
            networks: ServiceNetwork::read_all(get("networks")),
            pid: read::scalar(get("pid")),
            pids_limit: read::integer(get("pids_limit")),
            platform: read::scalar(get("platform")),
            ports: read::items(get("ports")).iter().filter_map(|item| Port::read(item, problems)).collect(),
            privileged: read::boolean(get("privileged")),
            profiles: read::scalars(get("profiles")),
            pull_policy: read::scalar(get("pull_policy")),
            read_only: read::boolean(get("read_only")),
            restart: read::scalar(get("restart")),
            scale: read::integer(get("scale")),
            secrets: Grant::read_all(get("secrets")),
            security_opt: read::scalars(get("security_opt")),
            stop_grace_period: read::scalar(get("stop_grace_period")),
            stop_signal: read::scalar(get("stop_signal")),
            sysctls: read::pairs(get("sysctls"), &['=']),
            tmpfs: read::scalars(get("tmpfs")),
            ulimits: Ulimit::read_all(get("ulimits")),
            user: read::scalar(get("user")),
            userns_mode: read::scalar(get("userns_mode")),
            uts: read::scalar(get("uts")),
            volumes: read::items(get("volumes"))
                .iter()
                .filter_map(|item| Mount::read(item, problems))
                .collect(),
            volumes_from: read::scalars(get("volumes_from")),
            working_dir: read::scalar(get("working_dir")),
            unknown: unknown.cloned().collect(),
            fields,
        }
    }

    /// The value of a key, whether or not it has a field of its own.
    pub fn get(&self, key: &str) -> Option<&Yaml<'s>> {
        self.fields.get(key)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.fields.get(key).is_some()
    }

    /// What it sets: variables, labels and build arguments.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair<'s>> {
        let args = self.build.iter().flat_map(|build| &build.args);
        self.environment.iter().chain(&self.labels).chain(args)
    }

    /// Whether it says what it runs.
    pub fn is_runnable(&self) -> bool {
        self.image.is_some() || self.build.is_some() || self.has("provider")
    }

    /// Whether it says what it runs, or which other service does.
    pub fn says_what_runs(&self) -> bool {
        self.is_runnable() || self.extends.is_some()
    }

    /// Whether it only adds to the build of a service in another file: it does not say what is built.
    pub fn only_adds_to_build(&self) -> bool {
        let is_bare = |build: &Build<'_>| {
            build.context.is_none() && build.dockerfile.is_none() && build.dockerfile_inline.is_none()
        };
        self.image.is_none() && self.build.as_deref().is_some_and(is_bare)
    }

    /// The service that it extends, when it says which.
    pub fn base_name(&self) -> Option<&str> {
        self.extends.as_ref()?.service.as_ref().map(|base| &*base.value)
    }

    /// Whose network it uses, when it says so.
    pub fn network(&self) -> Option<NetworkMode<'_>> {
        self.network_mode.as_ref().map(NetworkMode::of)
    }

    /// When it is started again, when it says so.
    pub fn restarts(&self) -> Option<Restart<'_>> {
        self.restart.as_ref().map(Restart::of)
    }

    /// The services whose network, memory or processes it uses, each with the place that says so.
    pub fn shares(&self) -> impl Iterator<Item = (&Scalar<'s>, &str)> {
        let modes = [&self.network_mode, &self.ipc, &self.pid].into_iter().flatten();
        modes.filter_map(|mode| match Namespace::of(mode) {
            Namespace::Service(name) => Some((mode, name)),
            _ => None,
        })
    }

    /// Where a key is written; the service's name when it is not.
    pub fn key_span(&self, key: &str) -> Span {
        self.fields.key_span(key).unwrap_or(self.name.span)
    }
}
