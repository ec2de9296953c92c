//! The top level of a Compose file, and what it declares beside services.

use super::{
    BOOL, DRIVER_OPTIONS, EXTERNAL, LIST_OR_MAP, Merge, NULL, Object, SERVICE, STRING, STRING_OR_LIST,
    STRINGS, Shape, format, key,
};
use crate::yaml::Kind;

/// A Compose file.
#[rustfmt::skip]
pub(crate) static FILE: Object = Object::new(
    "a Compose file",
    &[
        key("configs", Shape::Names(&Shape::Object(&CONFIG))).doc("Configuration files that services can read."),
        key("include", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&INCLUDE)]))).doc("Other Compose files to include in this application."),
        key("models", Shape::Names(&Shape::Object(&MODEL))).doc("AI models for services."),
        key("name", Shape::Format(&[Kind::String], format::project_name)).doc("The project name, which is the prefix for the names of containers, networks and volumes."),
        key("networks", Shape::Names(&Shape::OneOf(&[Shape::Object(&NETWORK), NULL]))).doc("Networks that services can join."),
        key("secrets", Shape::Names(&Shape::Object(&SECRET))).doc("Secrets that services can read as files."),
        key("services", Shape::Names(&Shape::Object(&SERVICE))).doc("The services. Each service runs one or more containers from the same image."),
        key("version", STRING).doc("Obsolete. Compose ignores this key and prints a warning."),
        key("volumes", Shape::Names(&Shape::OneOf(&[Shape::Object(&VOLUME), NULL]))).doc("Named volumes, which keep data when containers are replaced."),
    ],
);

const INCLUDE: Object = Object {
    is_open: true,
    ..Object::new(
        "an entry of `include`",
        &[key("env_file", STRING_OR_LIST), key("path", STRING_OR_LIST), key("project_directory", STRING)],
    )
};

#[rustfmt::skip]
const NETWORK: Object = Object::new(
    "a network",
    &[
        key("attachable", BOOL).doc("Whether standalone containers can join the network."),
        key("driver", STRING).doc("The network driver: `bridge`, `overlay`, `macvlan` …"),
        key("driver_opts", DRIVER_OPTIONS).doc("Options for the driver."),
        key("enable_ipv4", BOOL).doc("Whether to assign IPv4 addresses."),
        key("enable_ipv6", BOOL).doc("Whether to assign IPv6 addresses."),
        key("external", EXTERNAL).doc("Whether the resource already exists, so that Compose does not create it."),
        key("internal", BOOL).doc("Whether the network is isolated from other networks and the internet."),
        key("ipam", Shape::Object(&IPAM)).doc("IP address management: address pools and their driver."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the network."),
        key("name", STRING).doc("The name in the engine."),
    ],
);

const IPAM: Object = Object::new(
    "`ipam`",
    &[
        key("config", Shape::List(&Shape::Object(&POOL))),
        key("driver", STRING),
        key("options", Shape::Map(&STRING)),
    ],
);

const POOL: Object = Object::new(
    "an address pool",
    &[
        key("aux_addresses", Shape::Map(&STRING)),
        key("gateway", STRING),
        key("ip_range", STRING),
        key("subnet", STRING),
    ],
);

#[rustfmt::skip]
const VOLUME: Object = Object::new(
    "a volume",
    &[
        key("driver", STRING).doc("The driver that stores the data."),
        key("driver_opts", DRIVER_OPTIONS).doc("Options for the driver."),
        key("external", EXTERNAL).doc("Whether the resource already exists, so that Compose does not create it."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the volume."),
        key("name", STRING).doc("The name in the engine."),
    ],
);

#[rustfmt::skip]
const SECRET: Object = Object::new(
    "a secret",
    &[
        key("driver", STRING).doc("The driver that stores the data."),
        key("driver_opts", DRIVER_OPTIONS).doc("Options for the driver."),
        key("environment", STRING).doc("The environment variable that contains the value, read when Compose runs."),
        key("external", EXTERNAL).doc("Whether the resource already exists, so that Compose does not create it."),
        key("file", STRING).doc("The file that contains the value."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the secret or config."),
        key("name", STRING).doc("The name in the engine."),
        key("template_driver", STRING).doc("The driver that renders templates in the value."),
    ],
);

#[rustfmt::skip]
const CONFIG: Object = Object::new(
    "a config",
    &[
        key("content", STRING).doc("The content itself."),
        key("environment", STRING).doc("The environment variable that contains the value, read when Compose runs."),
        key("external", EXTERNAL).doc("Whether the resource already exists, so that Compose does not create it."),
        key("file", STRING).doc("The file that contains the value."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the secret or config."),
        key("name", STRING).doc("The name in the engine."),
        key("template_driver", STRING).doc("The driver that renders templates in the value."),
    ],
);

const MODEL: Object = Object::new(
    "a model",
    &[
        key("context_size", Shape::Scalar(&[Kind::Int])),
        key("model", STRING),
        key("name", STRING),
        key("runtime_flags", STRINGS),
    ],
)
.requiring(&["model"]);
