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
        key("annotations", LIST_OR_MAP).merged(Merge::Pairs).doc("Annotations for the container."),
        key("attach", BOOL).doc("Whether `docker compose up` shows the service's output. Default: true."),
        key("blkio_config", Shape::Object(&BLKIO)).doc("Limits and weights for disk I/O."),
        key("build", Shape::OneOf(&[STRING, Shape::Object(&BUILD)])).merged(Merge::Build).doc("How to build the image: the build context, or a mapping with `context`, `dockerfile`, `target` …"),
        key("cap_add", STRINGS).doc("Linux capabilities to add to the default set."),
        key("cap_drop", STRINGS).doc("Linux capabilities to drop; `ALL` drops all of them."),
        key("cgroup", Shape::Choice(&["host", "private"])).doc("The cgroup namespace: `private` for the container's own, or `host`."),
        key("cgroup_parent", STRING).doc("The parent cgroup of the container."),
        key("command", COMMAND).merged(Merge::Replaced).doc("The command, which overrides the image's `CMD`."),
        key("configs", GRANTS).merged(Merge::Grants).doc("Configs from this file that the service can read."),
        key("container_name", Shape::Format(&[Kind::String], format::container_name)).doc("A fixed name for the container. The service can then have only one container."),
        key("cpu_count", Shape::Format(&[Kind::Int, Kind::String], format::count)).doc("The number of CPUs (Windows)."),
        key("cpu_percent", Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::percent)).doc("The percentage of CPU time (Windows)."),
        key("cpu_period", WHOLE).doc("The length of a CPU scheduling period."),
        key("cpu_quota", WHOLE).doc("The CPU time limit per `cpu_period`."),
        key("cpu_rt_period", WHOLE).doc("The length of a real-time scheduling period."),
        key("cpu_rt_runtime", WHOLE).doc("The real-time CPU limit per `cpu_rt_period`."),
        key("cpu_shares", WHOLE).doc("The relative weight when CPU time is scarce. Default: 1024."),
        key("cpus", NUMBER).doc("The maximum number of CPUs, such as `1.5`."),
        key("cpuset", STRING).doc("The CPUs that the container can run on: `0-3`, `0,1`."),
        key("credential_spec", Shape::Object(&CREDENTIAL_SPEC)).doc("Credentials for a managed service account (Windows)."),
        key("depends_on", Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::Object(&DEPENDENCY))])).merged(Merge::Dependencies).doc("Services that must be started, healthy or completed before this service starts."),
        key("deploy", Shape::OneOf(&[Shape::Object(&DEPLOY), NULL])).doc("Deployment settings: replicas, resources, restarts, updates."),
        key("develop", Shape::OneOf(&[Shape::Object(&DEVELOP), NULL])).doc("Development settings: what to do when source files change (see `watch`)."),
        key("device_cgroup_rules", STRING_SET).doc("Device rules in the format of the kernel's device cgroup."),
        key("devices", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&DEVICE)]))).merged(Merge::Devices).doc("Host devices for the container: `HOST:CONTAINER:rwm`."),
        key("dns", STRING_OR_LIST).merged(Merge::Strings).doc("DNS servers."),
        key("dns_opt", STRINGS).merged(Merge::Strings).doc("DNS resolver options."),
        key("dns_search", STRING_OR_LIST).merged(Merge::Strings).doc("DNS search domains."),
        key("domainname", STRING).doc("The container's domain name."),
        key("entrypoint", COMMAND).merged(Merge::Replaced).doc("The entrypoint, which overrides the image's `ENTRYPOINT` and clears its `CMD`."),
        key("env_file", Shape::OneOf(&[STRING, Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&ENV_FILE)]))])).merged(Merge::Strings).doc("Files that set environment variables. `environment` overrides them."),
        key("environment", LIST_OR_MAP).merged(Merge::Pairs).doc("Environment variables. A variable without a value is passed through from the shell that runs Compose."),
        key("expose", Shape::List(&Shape::Scalar(&[Kind::Int, Kind::String]))).doc("Ports that the container listens on. For documentation only: containers on the same network can reach every port."),
        key("extends", Shape::OneOf(&[STRING, Shape::Object(&EXTENDS)])).doc("The service to extend, in this file or another file."),
        key("external_links", STRING_SET).doc("Containers outside this application that the service can reach by name."),
        key("extra_hosts", EXTRA_HOSTS).merged(Merge::Hosts).doc("Additional entries for `/etc/hosts`: `name=address`."),
        key("gpus", Shape::OneOf(&[Shape::Choice(&["all"]), GPUS])).doc("GPUs for the container: `all`, or a list of device requests."),
        key("group_add", Shape::Set(&NUMBER_OR_STRING)).doc("Additional groups for the container's user."),
        key("healthcheck", Shape::Object(&HEALTHCHECK)).doc("The health check, which overrides the image's `HEALTHCHECK`."),
        key("hostname", STRING).doc("The container's hostname."),
        key("image", STRING).doc("The image to run. With `build`, the name for the built image."),
        key("init", BOOL).doc("Whether to run an init process that forwards signals and reaps zombie processes."),
        key("ipc", STRING).doc("The IPC namespace: `host`, `shareable`, `service:NAME`."),
        key("isolation", STRING).doc("The isolation technology (Windows)."),
        key("label_file", STRING_OR_LIST).merged(Merge::Strings).doc("Files that set labels."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the container."),
        key("links", STRINGS).doc("Legacy links to other services, optionally under another name. Services on the same network can reach each other without links."),
        key("logging", Shape::Object(&LOGGING)).merged(Merge::Logging).doc("The logging `driver` and its `options`."),
        key("mac_address", STRING).doc("A fixed MAC address."),
        key("mem_limit", SIZE).doc("The memory limit, such as `512m`."),
        key("mem_reservation", SIZE).doc("The memory reservation, which applies when memory is scarce."),
        key("mem_swappiness", INTEGER).doc("How readily the kernel swaps the container's memory, from 0 to 100. No effect with cgroup v2."),
        key("memswap_limit", SIZE).doc("The limit for memory plus swap; -1 means unlimited swap."),
        key("models", Shape::OneOf(&[STRINGS, Shape::Map(&Shape::OneOf(&[Shape::Object(&MODEL_USE), NULL]))])).merged(Merge::Names).doc("AI models from this file that the service uses."),
        key("network_mode", STRING).doc("The network mode: `none`, `host`, or another container's network (`service:NAME`, `container:NAME`). Cannot be combined with `networks`."),
        key("networks", Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::OneOf(&[Shape::Object(&NETWORK_USE), NULL]))])).merged(Merge::Names).doc("Networks from this file to join. Default: `default`."),
        key("oom_kill_disable", BOOL).doc("Whether to prevent the kernel from killing the container when memory runs out."),
        key("oom_score_adj", Shape::Format(&[Kind::Int, Kind::String], format::oom_score)).doc("How readily the kernel kills the container when memory runs out, from -1000 to 1000."),
        key("pid", Shape::Scalar(&[Kind::String, Kind::Null])).doc("The PID namespace: `host`, `service:NAME`."),
        key("pids_limit", INTEGER).doc("The maximum number of processes; -1 means unlimited."),
        key("platform", STRING).doc("The image's platform, such as `linux/amd64`."),
        key("ports", Shape::List(&Shape::OneOf(&[Shape::Scalar(&[Kind::Int, Kind::String]), Shape::Object(&PORT)]))).merged(Merge::Ports).doc("Ports to publish on the host: `HOST:CONTAINER`, in quotes."),
        key("post_start", Shape::List(&Shape::Object(&HOOK))).doc("Commands to run in the container after it starts."),
        key("pre_start", Shape::List(&Shape::Object(&PRE_START))).doc("Containers to run before the service starts."),
        key("pre_stop", Shape::List(&Shape::Object(&HOOK))).doc("Commands to run in the container before it stops."),
        key("privileged", BOOL).doc("Whether to give the container nearly all privileges of root on the host."),
        key("profiles", STRINGS).doc("The profiles that enable the service. Without profiles, it is always enabled."),
        key("provider", Shape::Object(&PROVIDER)).doc("An external provider that runs the service instead of a container."),
        key("pull_policy", Shape::Format(&[Kind::String], format::pull_policy)).doc("When to pull the image: `always`, `missing`, `never`, `build`, `daily`, `weekly`."),
        key("pull_refresh_after", STRING).doc("The age at which the image is pulled again."),
        key("read_only", BOOL).doc("Whether the root filesystem is read-only."),
        key("restart", STRING).doc("When to restart the container: `no`, `always`, `on-failure[:N]`, `unless-stopped`."),
        key("runtime", STRING).doc("The OCI runtime."),
        key("scale", INTEGER).doc("The number of containers to run."),
        key("secrets", GRANTS).merged(Merge::Grants).doc("Secrets from this file that the service can read, under `/run/secrets`."),
        key("security_opt", STRING_SET).doc("Security options: `no-new-privileges:true`, seccomp and AppArmor profiles."),
        key("shm_size", SIZE).doc("The size of `/dev/shm`, such as `64m`."),
        key("stdin_open", BOOL).doc("Whether to keep standard input open (`docker run -i`)."),
        key("stop_grace_period", DURATION).doc("How long to wait after the stop signal before killing the container. Default: 10s."),
        key("stop_signal", STRING).doc("The signal that stops the container. Default: SIGTERM."),
        key("storage_opt", Shape::Map(&Shape::Any)).doc("Options for the storage driver."),
        key("sysctls", LIST_OR_MAP).merged(Merge::Pairs).doc("Kernel parameters for the container."),
        key("tmpfs", STRING_OR_LIST).merged(Merge::Strings).doc("Directories to mount as tmpfs, in memory."),
        key("tty", BOOL).doc("Whether to allocate a terminal (`docker run -t`)."),
        key("ulimits", ULIMITS).doc("Limits for processes: `nofile`, `nproc` …"),
        key("use_api_socket", Shape::Scalar(&[Kind::Bool])).doc("Whether to give the container access to the engine's API."),
        key("user", STRING).doc("The user, and optionally the group, which override the image's `USER`."),
        key("userns_mode", STRING).doc("The user namespace: `host` turns off remapping."),
        key("uts", STRING).doc("The UTS namespace: `host` uses the host's hostname."),
        key("volumes", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&MOUNT)]))).merged(Merge::Mounts).doc("Bind mounts and volumes: `SOURCE:TARGET[:ro]`, or mappings."),
        key("volumes_from", STRING_SET).doc("Services whose volumes to mount."),
        key("working_dir", STRING).doc("The working directory, which overrides the image's `WORKDIR`."),
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
        key("condition", Shape::Choice(&["service_started", "service_healthy", "service_completed_successfully"])).doc("The condition to wait for: `service_started`, `service_healthy`, `service_completed_successfully`."),
        key("required", BOOL).doc("Whether a missing dependency is an error. Default: true."),
        key("restart", BOOL).doc("Whether to restart this service when the dependency is restarted."),
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
        key("disable", BOOL).doc("Whether to disable the image's health check."),
        key("interval", DURATION).doc("The time between checks. Default: 30s."),
        key("retries", WHOLE).doc("The number of consecutive failures before the container is unhealthy. Default: 3."),
        key("start_interval", DURATION).doc("The time between checks during `start_period`."),
        key("start_period", DURATION).doc("The time after the start during which failures do not count."),
        key("test", STRING_OR_LIST).merged(Merge::Replaced).doc("The command: `[\"CMD\", program, …]`, `[\"CMD-SHELL\", script]`, a string, or `[\"NONE\"]`."),
        key("timeout", DURATION).doc("The time after which a check fails. Default: 30s."),
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
        key("app_protocol", STRING).doc("The application protocol, such as `http`."),
        key("host_ip", Shape::Format(&[Kind::String], format::address)).doc("The host address to bind to. Default: all addresses."),
        key("mode", STRING).doc("`host`, or `ingress` for a load-balanced port in Swarm."),
        key("name", STRING).doc("A human-readable name."),
        key("protocol", STRING).doc("`tcp` or `udp`."),
        key("published", Shape::Scalar(&[Kind::Int, Kind::String])).doc("The host port, or a range as a string."),
        key("target", INTEGER).doc("The container port."),
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
        key("bind", Shape::Object(&BIND)).doc("Options for a bind mount."),
        key("consistency", STRING).doc("The consistency requirements for the mount. Ignored by current engines."),
        key("image", Shape::Object(&Object::new("`image`", &[key("subpath", STRING)]))).doc("Options for an image mount."),
        key("read_only", BOOL).doc("Whether the mount is read-only."),
        key("source", STRING).doc("A host path, a volume, or an image."),
        key("target", STRING).doc("The path inside the container."),
        key("tmpfs", Shape::Object(&TMPFS)).doc("Options for a tmpfs mount."),
        key("type", Shape::Choice(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"])).doc("`bind`, `volume`, `tmpfs`, `image`, `npipe` or `cluster`."),
        key("volume", Shape::Object(&VOLUME_OPTIONS)).doc("Options for a volume mount."),
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
