//! The keys of a service.

use super::build::BUILD;
use super::deploy::{DEPLOY, GPUS};
use super::{
    BOOL, COMMAND, DURATION, EXTRA_HOSTS, FILE_MODE, GRANTS, INTEGER, LIST_OR_MAP, Merge, NULL, NUMBER,
    NUMBER_OR_STRING, Object, SIZE, STRING, STRING_OR_LIST, STRING_SET, STRINGS, Shape, ULIMITS, WHOLE,
    format, key,
};
use crate::yaml::Kind;

/// A service.
#[rustfmt::skip]
pub(crate) static SERVICE: Object = Object::new(
    "a service",
    &[
        key("annotations", LIST_OR_MAP).merged(Merge::Pairs).doc("Metadata for the container, as a mapping or a list."),
        key("attach", BOOL).doc("Whether `docker compose up` shows its output. True by default."),
        key("blkio_config", Shape::Object(&BLKIO)).doc("Limits and weights for reading and writing on disks."),
        key("build", Shape::OneOf(&[STRING, Shape::Object(&BUILD)])).merged(Merge::Build).doc("How to build its image: the folder, or a mapping with `context`, `dockerfile`, `target` …"),
        key("cap_add", STRINGS).doc("Linux capabilities that the container gets beside the default ones."),
        key("cap_drop", STRINGS).doc("Linux capabilities that are taken away; `ALL` takes all."),
        key("cgroup", Shape::Choice(&["host", "private"])).doc("Whether the container has a cgroup namespace of its own: `private` or `host`."),
        key("cgroup_parent", STRING).doc("The cgroup that the container's own is put under."),
        key("command", COMMAND).merged(Merge::Replaced).doc("What is run, in place of the image's CMD."),
        key("configs", GRANTS).merged(Merge::Grants).doc("Configs of this file that it may read."),
        key("container_name", Shape::Format(&[Kind::String], format::container_name)).doc("A fixed name for the container. It can run only once then."),
        key("cpu_count", Shape::Format(&[Kind::Int, Kind::String], format::count)).doc("How many CPUs it may use (Windows)."),
        key("cpu_percent", Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::percent)).doc("How much of the CPUs it may use (Windows)."),
        key("cpu_period", WHOLE).doc("The period over which its CPU time is counted."),
        key("cpu_quota", WHOLE).doc("How much CPU time it gets in each period."),
        key("cpu_rt_period", WHOLE).doc("The period for its real-time scheduling."),
        key("cpu_rt_runtime", WHOLE).doc("How long it may run in real time in each period."),
        key("cpu_shares", WHOLE).doc("Its weight when CPUs are short; 1024 by default."),
        key("cpus", NUMBER).doc("How many CPUs it may use at most; may be a fraction."),
        key("cpuset", STRING).doc("The CPUs that it may run on: `0-3`, `0,1`."),
        key("credential_spec", Shape::Object(&CREDENTIAL_SPEC)).doc("Credentials of a managed service account (Windows)."),
        key("depends_on", Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::Object(&DEPENDENCY))])).merged(Merge::Dependencies).doc("Services that are started before it, and perhaps must be healthy or done."),
        key("deploy", Shape::OneOf(&[Shape::Object(&DEPLOY), NULL])).doc("How it is run: replicas, resources, restarts, updates."),
        key("develop", Shape::OneOf(&[Shape::Object(&DEVELOP), NULL])).doc("What happens while its sources are edited: see `watch`."),
        key("device_cgroup_rules", STRING_SET).doc("Rules for devices, as the kernel's cgroup takes them."),
        key("devices", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&DEVICE)]))).merged(Merge::Devices).doc("Host devices that it can use: `HOST:CONTAINER:rwm`."),
        key("dns", STRING_OR_LIST).merged(Merge::Strings).doc("Name servers that it asks."),
        key("dns_opt", STRINGS).merged(Merge::Strings).doc("Options for its resolver."),
        key("dns_search", STRING_OR_LIST).merged(Merge::Strings).doc("Domains that its resolver tries."),
        key("domainname", STRING).doc("The domain name of the container."),
        key("entrypoint", COMMAND).merged(Merge::Replaced).doc("What is run, in place of the image's ENTRYPOINT. The image's CMD is not used then."),
        key("env_file", Shape::OneOf(&[STRING, Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&ENV_FILE)]))])).merged(Merge::Strings).doc("Files with variables for its environment. `environment` wins over them."),
        key("environment", LIST_OR_MAP).merged(Merge::Pairs).doc("Variables of its environment. One without a value is taken from Compose's own."),
        key("expose", Shape::List(&Shape::Scalar(&[Kind::Int, Kind::String]))).doc("Ports that it listens on. Documentation only: others on its networks reach every port."),
        key("extends", Shape::OneOf(&[STRING, Shape::Object(&EXTENDS)])).doc("Another service, perhaps in another file, that this one starts from."),
        key("external_links", STRING_SET).doc("Containers outside this application that it can reach by name."),
        key("extra_hosts", EXTRA_HOSTS).merged(Merge::Hosts).doc("Names for its `/etc/hosts`: `name=address`."),
        key("gpus", Shape::OneOf(&[Shape::Choice(&["all"]), GPUS])).doc("GPUs that it gets: `all`, or a list of requests."),
        key("group_add", Shape::Set(&NUMBER_OR_STRING)).doc("Groups that its user is in beside its own."),
        key("healthcheck", Shape::Object(&HEALTHCHECK)).doc("How to find out whether it works, in place of the image's HEALTHCHECK."),
        key("hostname", STRING).doc("The host name of the container."),
        key("image", STRING).doc("The image that it runs; with `build`, the name for what is built."),
        key("init", BOOL).doc("Whether a small init process is its first, which forwards signals and reaps zombies."),
        key("ipc", STRING).doc("Its IPC namespace: `host`, `shareable`, `service:NAME`."),
        key("isolation", STRING).doc("How it is isolated (Windows)."),
        key("label_file", STRING_OR_LIST).merged(Merge::Strings).doc("Files with labels."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of the container."),
        key("links", STRINGS).doc("Other services that it reaches, perhaps by another name. Services of a network find each other without."),
        key("logging", Shape::Object(&LOGGING)).merged(Merge::Logging).doc("Where its output goes: `driver` and `options`."),
        key("mac_address", STRING).doc("A fixed MAC address."),
        key("mem_limit", SIZE).doc("How much memory it may use: `512m`."),
        key("mem_reservation", SIZE).doc("How much memory is kept for it when memory is short."),
        key("mem_swappiness", INTEGER).doc("How readily its memory is swapped, 0 to 100; no effect with cgroup v2."),
        key("memswap_limit", SIZE).doc("How much memory and swap together it may use; -1 means unlimited."),
        key("models", Shape::OneOf(&[STRINGS, Shape::Map(&Shape::OneOf(&[Shape::Object(&MODEL_USE), NULL]))])).merged(Merge::Names).doc("AI models of this file that it uses."),
        key("network_mode", STRING).doc("`none`, `host`, or the network of another: `service:NAME`, `container:NAME`. Not with `networks`."),
        key("networks", Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::OneOf(&[Shape::Object(&NETWORK_USE), NULL]))])).merged(Merge::Names).doc("Networks of this file that it is on. Without, it is on `default`."),
        key("oom_kill_disable", BOOL).doc("Whether the kernel must not end it when memory runs out."),
        key("oom_score_adj", Shape::Format(&[Kind::Int, Kind::String], format::oom_score)).doc("How readily the kernel ends it when memory runs out, -1000 to 1000."),
        key("pid", Shape::Scalar(&[Kind::String, Kind::Null])).doc("Its PID namespace: `host`, `service:NAME`."),
        key("pids_limit", INTEGER).doc("How many processes it may have; -1 means unlimited."),
        key("platform", STRING).doc("The platform of its image: `linux/amd64`."),
        key("ports", Shape::List(&Shape::OneOf(&[Shape::Scalar(&[Kind::Int, Kind::String]), Shape::Object(&PORT)]))).merged(Merge::Ports).doc("Ports that are published on the host: `HOST:CONTAINER`. Quote them."),
        key("post_start", Shape::List(&Shape::Object(&HOOK))).doc("Commands that are run in the container after it started."),
        key("pre_start", Shape::List(&Shape::Object(&PRE_START))).doc("Containers that are run before it starts."),
        key("pre_stop", Shape::List(&Shape::Object(&HOOK))).doc("Commands that are run in the container before it is stopped."),
        key("privileged", BOOL).doc("Whether it gets nearly all rights of the host's root."),
        key("profiles", STRINGS).doc("It is started only when one of these profiles is asked for."),
        key("provider", Shape::Object(&PROVIDER)).doc("Something else than a container that provides the service."),
        key("pull_policy", Shape::Format(&[Kind::String], format::pull_policy)).doc("When its image is pulled: `always`, `missing`, `never`, `build`, `daily`, `weekly`."),
        key("pull_refresh_after", STRING).doc("How old a pulled image may be before it is pulled again."),
        key("read_only", BOOL).doc("Whether its root file system cannot be written."),
        key("restart", STRING).doc("When it is started again: `no`, `always`, `on-failure[:N]`, `unless-stopped`."),
        key("runtime", STRING).doc("The OCI runtime that runs it."),
        key("scale", INTEGER).doc("How many containers of it are run."),
        key("secrets", GRANTS).merged(Merge::Grants).doc("Secrets of this file that it may read, below `/run/secrets`."),
        key("security_opt", STRING_SET).doc("Security options: `no-new-privileges:true`, profiles of seccomp and AppArmor."),
        key("shm_size", SIZE).doc("The size of its `/dev/shm`: `64m`."),
        key("stdin_open", BOOL).doc("Whether its standard input is kept open (`docker run -i`)."),
        key("stop_grace_period", DURATION).doc("How long it has to end after the stop signal, before it is killed; 10s by default."),
        key("stop_signal", STRING).doc("The signal that stops it; SIGTERM by default."),
        key("storage_opt", Shape::Map(&Shape::Any)).doc("Options of the storage driver."),
        key("sysctls", LIST_OR_MAP).merged(Merge::Pairs).doc("Kernel parameters for the container."),
        key("tmpfs", STRING_OR_LIST).merged(Merge::Strings).doc("Folders that live in memory."),
        key("tty", BOOL).doc("Whether it has a terminal (`docker run -t`)."),
        key("ulimits", ULIMITS).doc("Limits for its processes: `nofile`, `nproc` …"),
        key("use_api_socket", Shape::Scalar(&[Kind::Bool])).doc("Whether it may talk to the engine's API."),
        key("user", STRING).doc("The user, and perhaps the group, that it runs as, in place of the image's USER."),
        key("userns_mode", STRING).doc("`host` turns user namespaces off for it."),
        key("uts", STRING).doc("Its UTS namespace: `host` gives it the host's name."),
        key("volumes", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&MOUNT)]))).merged(Merge::Mounts).doc("Folders and volumes that it sees: `SOURCE:TARGET[:ro]`, or mappings."),
        key("volumes_from", STRING_SET).doc("Services whose volumes it sees too."),
        key("working_dir", STRING).doc("The working directory, in place of the image's WORKDIR."),
    ],
);

const RATES: Shape = Shape::List(&Shape::Object(&Object::new(
    "a rate",
    &[key("path", STRING), key("rate", NUMBER_OR_STRING)],
)));

const BLKIO: Object = Object::new(
    "`blkio_config`",
    &[
        key("device_read_bps", RATES),
        key("device_read_iops", RATES),
        key("device_write_bps", RATES),
        key("device_write_iops", RATES),
        key("weight", INTEGER),
        key("weight_device", Shape::List(&Shape::Object(&WEIGHT))),
    ],
);
const WEIGHT: Object = Object::new("a weight", &[key("path", STRING), key("weight", INTEGER)]);
const CREDENTIAL_SPEC: Object =
    Object::new("`credential_spec`", &[key("config", STRING), key("file", STRING), key("registry", STRING)]);
#[rustfmt::skip]
const DEPENDENCY: Object = Object::new(
    "a dependency",
    &[
        key("condition", Shape::Choice(&["service_started", "service_healthy", "service_completed_successfully"])).doc("What is waited for: `service_started`, `service_healthy`, `service_completed_successfully`."),
        key("required", BOOL).doc("Whether it is an error when the other one is not there. True by default."),
        key("restart", BOOL).doc("Whether this service is restarted when the other one is."),
    ],
)
.requiring(&["condition"]);
const DEVICE: Object =
    Object::new("a device", &[key("permissions", STRING), key("source", STRING), key("target", STRING)])
        .requiring(&["source"]);
const DEVELOP: Object = Object::new("`develop`", &[key("watch", Shape::List(&Shape::Object(&WATCH)))]);
const WATCH: Object = Object::new(
    "an entry of `watch`",
    &[
        key("action", Shape::Choice(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"])),
        key("exec", Shape::Object(&HOOK)),
        key("ignore", STRING_OR_LIST),
        key("include", STRING_OR_LIST),
        key("initial_sync", BOOL),
        key("path", STRING),
        key("target", STRING),
    ],
)
.requiring(&["path", "action"]);
const ENV_FILE: Object = Object::new(
    "an entry of `env_file`",
    &[key("format", STRING), key("path", STRING), key("required", BOOL)],
)
.requiring(&["path"]);
const EXTENDS: Object = Object {
    is_open: true,
    ..Object::new("`extends`", &[key("file", STRING), key("service", STRING)]).requiring(&["service"])
};
#[rustfmt::skip]
const HEALTHCHECK: Object = Object::new(
    "a health check",
    &[
        key("disable", BOOL).doc("Whether the image's own health check is disabled."),
        key("interval", DURATION).doc("How often it is checked; 30s by default."),
        key("retries", WHOLE).doc("After how many failures it is unhealthy; 3 by default."),
        key("start_interval", DURATION).doc("How often it is checked while it starts."),
        key("start_period", DURATION).doc("How long failures do not count after the start."),
        key("test", STRING_OR_LIST).merged(Merge::Replaced).doc("What is run: `[\"CMD\", program, …]`, `[\"CMD-SHELL\", script]`, a string, or `[\"NONE\"]`."),
        key("timeout", DURATION).doc("How long a check may take; 30s by default."),
    ],
);
const LOGGING: Object = Object::new(
    "`logging`",
    &[
        key("driver", STRING),
        key("options", Shape::Map(&Shape::Scalar(&[Kind::String, Kind::Int, Kind::Float, Kind::Null]))),
    ],
);
const MODEL_USE: Object =
    Object::new("the use of a model", &[key("endpoint_var", STRING), key("model_var", STRING)]);
const NETWORK_USE: Object = Object::new(
    "the use of a network",
    &[
        key("aliases", STRINGS),
        key("driver_opts", Shape::Map(&NUMBER_OR_STRING)),
        key("gw_priority", Shape::Scalar(&[Kind::Int, Kind::Float])),
        key("interface_name", STRING),
        key("ipv4_address", STRING),
        key("ipv6_address", STRING),
        key("link_local_ips", STRINGS),
        key("mac_address", STRING),
        key("priority", Shape::Scalar(&[Kind::Int, Kind::Float])),
    ],
);
#[rustfmt::skip]
const PORT: Object = Object::new(
    "a port",
    &[
        key("app_protocol", STRING).doc("What is spoken on it: `http`."),
        key("host_ip", Shape::Format(&[Kind::String], format::address)).doc("The host address that it is bound to; all of them by default."),
        key("mode", STRING).doc("`host`, or `ingress` for a balanced port of a swarm."),
        key("name", STRING).doc("A name for people."),
        key("protocol", STRING).doc("`tcp` or `udp`."),
        key("published", Shape::Scalar(&[Kind::Int, Kind::String])).doc("The host port, or a range as a string."),
        key("target", INTEGER).doc("The port of the container."),
    ],
)
.requiring(&["target"]);
const HOOK: Object = Object::new(
    "a hook",
    &[
        key("command", COMMAND),
        key("environment", LIST_OR_MAP),
        key("privileged", BOOL),
        key("user", STRING),
        key("working_dir", STRING),
    ],
)
.requiring(&["command"]);
const PRE_START: Object = Object::new(
    "a hook",
    &[
        key("command", COMMAND),
        key("environment", LIST_OR_MAP),
        key("image", STRING),
        key("per_replica", BOOL),
        key("privileged", BOOL),
        key("user", STRING),
        key("working_dir", STRING),
    ],
);
const PROVIDER: Object =
    Object::new("`provider`", &[key("options", Shape::Map(&Shape::Any)), key("type", STRING)])
        .requiring(&["type"]);
#[rustfmt::skip]
const MOUNT: Object = Object::new(
    "a mount",
    &[
        key("bind", Shape::Object(&BIND)).doc("Options of a bind mount."),
        key("consistency", STRING).doc("How strictly both sides agree."),
        key("image", Shape::Object(&Object::new("`image`", &[key("subpath", STRING)]))).doc("Options of an image mount."),
        key("read_only", BOOL).doc("Whether the container cannot write there."),
        key("source", STRING).doc("A host path, a volume, or an image."),
        key("target", STRING).doc("Where the container sees it."),
        key("tmpfs", Shape::Object(&TMPFS)).doc("Options of a file system in memory."),
        key("type", Shape::Choice(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"])).doc("`bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`."),
        key("volume", Shape::Object(&VOLUME_OPTIONS)).doc("Options of a volume."),
    ],
)
.requiring(&["type", "target"]);
const BIND: Object = Object::new(
    "`bind`",
    &[
        key("create_host_path", BOOL),
        key("propagation", STRING),
        key("recursive", Shape::Choice(&["enabled", "disabled", "writable", "readonly"])),
        key("selinux", Shape::Choice(&["z", "Z"])),
    ],
);
const TMPFS: Object = Object::new(
    "`tmpfs`",
    &[key("mode", FILE_MODE), key("size", Shape::Format(&[Kind::Int, Kind::String], format::size))],
);
const VOLUME_OPTIONS: Object =
    Object::new("`volume`", &[key("labels", LIST_OR_MAP), key("nocopy", BOOL), key("subpath", STRING)]);
