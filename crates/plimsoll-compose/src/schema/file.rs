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
        key("configs", Shape::Names(&Shape::Object(&CONFIG))).doc("Files that services are given to read."),
        key("include", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&INCLUDE)]))).doc("Other Compose files that are part of this application."),
        key("models", Shape::Names(&Shape::Object(&MODEL))).doc("AI models that services use."),
        key("name", Shape::Format(&[Kind::String], format::project_name)).doc("The name of the project, in front of the names of containers, networks and volumes."),
        key("networks", Shape::Names(&Shape::OneOf(&[Shape::Object(&NETWORK), NULL]))).doc("Networks that services are put on."),
        key("secrets", Shape::Names(&Shape::Object(&SECRET))).doc("Files with secrets that services are given to read."),
        key("services", Shape::Names(&Shape::Object(&SERVICE))).doc("What runs: each service is one or several containers from one image."),
        key("version", STRING).doc("Obsolete; Compose ignores it and warns."),
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
        key("attachable", BOOL).doc("Whether other containers may join it."),
        key("driver", STRING).doc("What kind of network it is: `bridge`, `overlay`, `macvlan` …"),
        key("driver_opts", DRIVER_OPTIONS).doc("Options of the driver."),
        key("enable_ipv4", BOOL).doc("Whether it has IPv4 addresses."),
        key("enable_ipv6", BOOL).doc("Whether it has IPv6 addresses."),
        key("external", EXTERNAL).doc("Whether it already exists and is not created."),
        key("internal", BOOL).doc("Whether it leads nowhere else."),
        key("ipam", Shape::Object(&IPAM)).doc("How addresses are given."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of the network."),
        key("name", STRING).doc("What the engine calls it."),
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
        key("driver", STRING).doc("The driver that keeps it."),
        key("driver_opts", DRIVER_OPTIONS).doc("Options of the driver."),
        key("external", EXTERNAL).doc("Whether it already exists and is not created."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of the volume."),
        key("name", STRING).doc("What the engine calls it."),
    ],
);

#[rustfmt::skip]
const SECRET: Object = Object::new(
    "a secret",
    &[
        key("driver", STRING).doc("The driver that keeps it."),
        key("driver_opts", DRIVER_OPTIONS).doc("Options of the driver."),
        key("environment", STRING).doc("The variable of Compose's environment that holds it."),
        key("external", EXTERNAL).doc("Whether it already exists and is not created."),
        key("file", STRING).doc("The file that holds it."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of it."),
        key("name", STRING).doc("What the engine calls it."),
        key("template_driver", STRING).doc("How templates in it are filled."),
    ],
);

#[rustfmt::skip]
const CONFIG: Object = Object::new(
    "a config",
    &[
        key("content", STRING).doc("The content itself."),
        key("environment", STRING).doc("The variable of Compose's environment that holds it."),
        key("external", EXTERNAL).doc("Whether it already exists and is not created."),
        key("file", STRING).doc("The file that holds it."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of it."),
        key("name", STRING).doc("What the engine calls it."),
        key("template_driver", STRING).doc("How templates in it are filled."),
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
