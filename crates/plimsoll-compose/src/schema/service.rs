//! The keys of a service.

use super::build::BUILD;
use super::deploy::{DEPLOY, GPUS};
use super::{
    BOOL, COMMAND, DURATION, EXTRA_HOSTS, FILE_MODE, GRANTS, INTEGER, LIST_OR_MAP, NULL, NUMBER,
    NUMBER_OR_STRING, Object, SIZE, STRING, STRING_OR_LIST, STRING_SET, STRINGS, Shape, ULIMITS, WHOLE,
    format,
};
use crate::yaml::Kind;

/// A service.
pub(crate) static SERVICE: Object = Object::new(
    "a service",
    &[
        ("annotations", LIST_OR_MAP),
        ("attach", BOOL),
        ("blkio_config", Shape::Object(&BLKIO)),
        ("build", Shape::OneOf(&[STRING, Shape::Object(&BUILD)])),
        ("cap_add", STRINGS),
        ("cap_drop", STRINGS),
        ("cgroup", Shape::Choice(&["host", "private"])),
        ("cgroup_parent", STRING),
        ("command", COMMAND),
        ("configs", GRANTS),
        ("container_name", Shape::Format(&[Kind::String], format::container_name)),
        ("cpu_count", Shape::Format(&[Kind::Int, Kind::String], format::count)),
        ("cpu_percent", Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::percent)),
        ("cpu_period", WHOLE),
        ("cpu_quota", WHOLE),
        ("cpu_rt_period", WHOLE),
        ("cpu_rt_runtime", WHOLE),
        ("cpu_shares", WHOLE),
        ("cpus", NUMBER),
        ("cpuset", STRING),
        ("credential_spec", Shape::Object(&CREDENTIAL_SPEC)),
        ("depends_on", Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::Object(&DEPENDENCY))])),
        ("deploy", Shape::OneOf(&[Shape::Object(&DEPLOY), NULL])),
        ("develop", Shape::OneOf(&[Shape::Object(&DEVELOP), NULL])),
        ("device_cgroup_rules", STRING_SET),
        ("devices", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&DEVICE)]))),
        ("dns", STRING_OR_LIST),
        ("dns_opt", STRINGS),
        ("dns_search", STRING_OR_LIST),
        ("domainname", STRING),
        ("entrypoint", COMMAND),
        (
            "env_file",
            Shape::OneOf(&[STRING, Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&ENV_FILE)]))]),
        ),
        ("environment", LIST_OR_MAP),
        ("expose", Shape::List(&Shape::Scalar(&[Kind::Int, Kind::String]))),
        ("extends", Shape::OneOf(&[STRING, Shape::Object(&EXTENDS)])),
        ("external_links", STRING_SET),
        ("extra_hosts", EXTRA_HOSTS),
        ("gpus", Shape::OneOf(&[Shape::Choice(&["all"]), GPUS])),
        ("group_add", Shape::Set(&NUMBER_OR_STRING)),
        ("healthcheck", Shape::Object(&HEALTHCHECK)),
        ("hostname", STRING),
        ("image", STRING),
        ("init", BOOL),
        ("ipc", STRING),
        ("isolation", STRING),
        ("label_file", STRING_OR_LIST),
        ("labels", LIST_OR_MAP),
        ("links", STRINGS),
        ("logging", Shape::Object(&LOGGING)),
        ("mac_address", STRING),
        ("mem_limit", SIZE),
        ("mem_reservation", SIZE),
        ("mem_swappiness", INTEGER),
        ("memswap_limit", SIZE),
        ("models", Shape::OneOf(&[STRINGS, Shape::Map(&Shape::OneOf(&[Shape::Object(&MODEL_USE), NULL]))])),
        ("network_mode", STRING),
        (
            "networks",
            Shape::OneOf(&[STRING_SET, Shape::Map(&Shape::OneOf(&[Shape::Object(&NETWORK_USE), NULL]))]),
        ),
        ("oom_kill_disable", BOOL),
        ("oom_score_adj", Shape::Format(&[Kind::Int, Kind::String], format::oom_score)),
        ("pid", Shape::Scalar(&[Kind::String, Kind::Null])),
        ("pids_limit", INTEGER),
        ("platform", STRING),
        (
            "ports",
            Shape::List(&Shape::OneOf(&[Shape::Scalar(&[Kind::Int, Kind::String]), Shape::Object(&PORT)])),
        ),
        ("post_start", Shape::List(&Shape::Object(&HOOK))),
        ("pre_start", Shape::List(&Shape::Object(&PRE_START))),
        ("pre_stop", Shape::List(&Shape::Object(&HOOK))),
        ("privileged", BOOL),
        ("profiles", STRINGS),
        ("provider", Shape::Object(&PROVIDER)),
        ("pull_policy", Shape::Format(&[Kind::String], format::pull_policy)),
        ("pull_refresh_after", STRING),
        ("read_only", BOOL),
        ("restart", STRING),
        ("runtime", STRING),
        ("scale", INTEGER),
        ("secrets", GRANTS),
        ("security_opt", STRING_SET),
        ("shm_size", SIZE),
        ("stdin_open", BOOL),
        ("stop_grace_period", DURATION),
        ("stop_signal", STRING),
        ("storage_opt", Shape::Map(&Shape::Any)),
        ("sysctls", LIST_OR_MAP),
        ("tmpfs", STRING_OR_LIST),
        ("tty", BOOL),
        ("ulimits", ULIMITS),
        ("use_api_socket", Shape::Scalar(&[Kind::Bool])),
        ("user", STRING),
        ("userns_mode", STRING),
        ("uts", STRING),
        ("volumes", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&MOUNT)]))),
        ("volumes_from", STRING_SET),
        ("working_dir", STRING),
    ],
);

const RATES: Shape =
    Shape::List(&Shape::Object(&Object::new("a rate", &[("path", STRING), ("rate", NUMBER_OR_STRING)])));

const BLKIO: Object = Object::new(
    "`blkio_config`",
    &[
        ("device_read_bps", RATES),
        ("device_read_iops", RATES),
        ("device_write_bps", RATES),
        ("device_write_iops", RATES),
        ("weight", INTEGER),
        ("weight_device", Shape::List(&Shape::Object(&WEIGHT))),
    ],
);
const WEIGHT: Object = Object::new("a weight", &[("path", STRING), ("weight", INTEGER)]);
const CREDENTIAL_SPEC: Object =
    Object::new("`credential_spec`", &[("config", STRING), ("file", STRING), ("registry", STRING)]);
const DEPENDENCY: Object = Object::new(
    "a dependency",
    &[
        (
            "condition",
            Shape::Choice(&["service_started", "service_healthy", "service_completed_successfully"]),
        ),
        ("required", BOOL),
        ("restart", BOOL),
    ],
)
.requiring(&["condition"]);
const DEVICE: Object =
    Object::new("a device", &[("permissions", STRING), ("source", STRING), ("target", STRING)])
        .requiring(&["source"]);
const DEVELOP: Object = Object::new("`develop`", &[("watch", Shape::List(&Shape::Object(&WATCH)))]);
const WATCH: Object = Object::new(
    "an entry of `watch`",
    &[
        ("action", Shape::Choice(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"])),
        ("exec", Shape::Object(&HOOK)),
        ("ignore", STRING_OR_LIST),
        ("include", STRING_OR_LIST),
        ("initial_sync", BOOL),
        ("path", STRING),
        ("target", STRING),
    ],
)
.requiring(&["path", "action"]);
const ENV_FILE: Object =
    Object::new("an entry of `env_file`", &[("format", STRING), ("path", STRING), ("required", BOOL)])
        .requiring(&["path"]);
const EXTENDS: Object = Object {
    is_open: true,
    ..Object::new("`extends`", &[("file", STRING), ("service", STRING)]).requiring(&["service"])
};
const HEALTHCHECK: Object = Object::new(
    "a health check",
    &[
        ("disable", BOOL),
        ("interval", DURATION),
        ("retries", WHOLE),
        ("start_interval", DURATION),
        ("start_period", DURATION),
        ("test", STRING_OR_LIST),
        ("timeout", DURATION),
    ],
);
const LOGGING: Object = Object::new(
    "`logging`",
    &[
        ("driver", STRING),
        ("options", Shape::Map(&Shape::Scalar(&[Kind::String, Kind::Int, Kind::Float, Kind::Null]))),
    ],
);
const MODEL_USE: Object =
    Object::new("the use of a model", &[("endpoint_var", STRING), ("model_var", STRING)]);
const NETWORK_USE: Object = Object::new(
    "the use of a network",
    &[
        ("aliases", STRINGS),
        ("driver_opts", Shape::Map(&NUMBER_OR_STRING)),
        ("gw_priority", Shape::Scalar(&[Kind::Int, Kind::Float])),
        ("interface_name", STRING),
        ("ipv4_address", STRING),
        ("ipv6_address", STRING),
        ("link_local_ips", STRINGS),
        ("mac_address", STRING),
        ("priority", Shape::Scalar(&[Kind::Int, Kind::Float])),
    ],
);
const PORT: Object = Object::new(
    "a port",
    &[
        ("app_protocol", STRING),
        ("host_ip", Shape::Format(&[Kind::String], format::address)),
        ("mode", STRING),
        ("name", STRING),
        ("protocol", STRING),
        ("published", Shape::Scalar(&[Kind::Int, Kind::String])),
        ("target", INTEGER),
    ],
)
.requiring(&["target"]);
const HOOK: Object = Object::new(
    "a hook",
    &[
        ("command", COMMAND),
        ("environment", LIST_OR_MAP),
        ("privileged", BOOL),
        ("user", STRING),
        ("working_dir", STRING),
    ],
)
.requiring(&["command"]);
const PRE_START: Object = Object::new(
    "a hook",
    &[
        ("command", COMMAND),
        ("environment", LIST_OR_MAP),
        ("image", STRING),
        ("per_replica", BOOL),
        ("privileged", BOOL),
        ("user", STRING),
        ("working_dir", STRING),
    ],
);
const PROVIDER: Object =
    Object::new("`provider`", &[("options", Shape::Map(&Shape::Any)), ("type", STRING)]).requiring(&["type"]);
const MOUNT: Object = Object::new(
    "a mount",
    &[
        ("bind", Shape::Object(&BIND)),
        ("consistency", STRING),
        ("image", Shape::Object(&Object::new("`image`", &[("subpath", STRING)]))),
        ("read_only", BOOL),
        ("source", STRING),
        ("target", STRING),
        ("tmpfs", Shape::Object(&TMPFS)),
        ("type", Shape::Choice(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"])),
        ("volume", Shape::Object(&VOLUME_OPTIONS)),
    ],
)
.requiring(&["type", "target"]);
const BIND: Object = Object::new(
    "`bind`",
    &[
        ("create_host_path", BOOL),
        ("propagation", STRING),
        ("recursive", Shape::Choice(&["enabled", "disabled", "writable", "readonly"])),
        ("selinux", Shape::Choice(&["z", "Z"])),
    ],
);
const TMPFS: Object = Object::new(
    "`tmpfs`",
    &[("mode", FILE_MODE), ("size", Shape::Format(&[Kind::Int, Kind::String], format::size))],
);
const VOLUME_OPTIONS: Object =
    Object::new("`volume`", &[("labels", LIST_OR_MAP), ("nocopy", BOOL), ("subpath", STRING)]);
