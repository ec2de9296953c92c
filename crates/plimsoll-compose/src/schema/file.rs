//! The top level of a Compose file, and what it declares beside services.

use super::{
    BOOL, DRIVER_OPTIONS, EXTERNAL, LIST_OR_MAP, NULL, Object, SERVICE, STRING, STRING_OR_LIST, STRINGS,
    Shape, format,
};
use crate::yaml::Kind;

/// A Compose file.
pub(crate) static FILE: Object = Object::new(
    "a Compose file",
    &[
        ("configs", Shape::Names(&Shape::Object(&CONFIG))),
        ("include", Shape::List(&Shape::OneOf(&[STRING, Shape::Object(&INCLUDE)]))),
        ("models", Shape::Names(&Shape::Object(&MODEL))),
        ("name", Shape::Format(&[Kind::String], format::project_name)),
        ("networks", Shape::Names(&Shape::OneOf(&[Shape::Object(&NETWORK), NULL]))),
        ("secrets", Shape::Names(&Shape::Object(&SECRET))),
        ("services", Shape::Names(&Shape::Object(&SERVICE))),
        ("version", STRING),
        ("volumes", Shape::Names(&Shape::OneOf(&[Shape::Object(&VOLUME), NULL]))),
    ],
);

const INCLUDE: Object = Object {
    is_open: true,
    ..Object::new(
        "an entry of `include`",
        &[("env_file", STRING_OR_LIST), ("path", STRING_OR_LIST), ("project_directory", STRING)],
    )
};

const NETWORK: Object = Object::new(
    "a network",
    &[
        ("attachable", BOOL),
        ("driver", STRING),
        ("driver_opts", DRIVER_OPTIONS),
        ("enable_ipv4", BOOL),
        ("enable_ipv6", BOOL),
        ("external", EXTERNAL),
        ("internal", BOOL),
        ("ipam", Shape::Object(&IPAM)),
        ("labels", LIST_OR_MAP),
        ("name", STRING),
    ],
);

const IPAM: Object = Object::new(
    "`ipam`",
    &[("config", Shape::List(&Shape::Object(&POOL))), ("driver", STRING), ("options", Shape::Map(&STRING))],
);

const POOL: Object = Object::new(
    "an address pool",
    &[("aux_addresses", Shape::Map(&STRING)), ("gateway", STRING), ("ip_range", STRING), ("subnet", STRING)],
);

const VOLUME: Object = Object::new(
    "a volume",
    &[
        ("driver", STRING),
        ("driver_opts", DRIVER_OPTIONS),
        ("external", EXTERNAL),
        ("labels", LIST_OR_MAP),
        ("name", STRING),
    ],
);

const SECRET: Object = Object::new(
    "a secret",
    &[
        ("driver", STRING),
        ("driver_opts", DRIVER_OPTIONS),
        ("environment", STRING),
        ("external", EXTERNAL),
        ("file", STRING),
        ("labels", LIST_OR_MAP),
        ("name", STRING),
        ("template_driver", STRING),
    ],
);

const CONFIG: Object = Object::new(
    "a config",
    &[
        ("content", STRING),
        ("environment", STRING),
        ("external", EXTERNAL),
        ("file", STRING),
        ("labels", LIST_OR_MAP),
        ("name", STRING),
        ("template_driver", STRING),
    ],
);

const MODEL: Object = Object::new(
    "a model",
    &[
        ("context_size", Shape::Scalar(&[Kind::Int])),
        ("model", STRING),
        ("name", STRING),
        ("runtime_flags", STRINGS),
    ],
)
.requiring(&["model"]);
