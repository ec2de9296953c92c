//! The keys of `deploy`, and of the devices that it and `gpus` ask for.

use super::{
    DURATION, INTEGER, LIST_OR_MAP, NUMBER, NUMBER_OR_STRING, Object, STRING, STRINGS, Shape, format,
};
use crate::yaml::Kind;

/// `deploy`
pub(super) const DEPLOY: Object = Object::new(
    "`deploy`",
    &[
        ("endpoint_mode", STRING),
        ("labels", LIST_OR_MAP),
        ("mode", STRING),
        ("placement", Shape::Object(&PLACEMENT)),
        ("replicas", INTEGER),
        ("resources", Shape::Object(&RESOURCES)),
        ("restart_policy", Shape::Object(&RESTART_POLICY)),
        ("rollback_config", Shape::Object(&UPDATE)),
        ("update_config", Shape::Object(&UPDATE)),
    ],
);

/// `gpus`, as a list.
pub(super) const GPUS: Shape = Shape::List(&Shape::Object(&GPU));

const DEVICE_KEYS: &[(&str, Shape)] = &[
    ("capabilities", STRINGS),
    ("count", Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::device_count)),
    ("device_ids", STRINGS),
    ("driver", STRING),
    ("options", LIST_OR_MAP),
];
const GPU: Object = Object::new("a device request", DEVICE_KEYS);
const DEVICE: Object = Object::new("a device request", DEVICE_KEYS).requiring(&["capabilities"]);

const PLACEMENT: Object = Object::new(
    "`placement`",
    &[
        ("constraints", STRINGS),
        ("max_replicas_per_node", INTEGER),
        ("preferences", Shape::List(&Shape::Object(&Object::new("a preference", &[("spread", STRING)])))),
    ],
);

const RESOURCES: Object = Object::new(
    "`resources`",
    &[("limits", Shape::Object(&LIMITS)), ("reservations", Shape::Object(&RESERVATIONS))],
);

/// Unlike `mem_limit`, it must be a string.
const MEMORY: Shape = Shape::Format(&[Kind::String], format::size);

const LIMITS: Object = Object::new("`limits`", &[("cpus", NUMBER), ("memory", MEMORY), ("pids", INTEGER)]);

const RESERVATIONS: Object = Object::new(
    "`reservations`",
    &[
        ("cpus", NUMBER),
        ("devices", Shape::List(&Shape::Object(&DEVICE))),
        ("generic_resources", Shape::List(&Shape::Object(&GENERIC))),
        ("memory", MEMORY),
    ],
);

const GENERIC: Object = Object::new(
    "a generic resource",
    &[(
        "discrete_resource_spec",
        Shape::Object(&Object::new(
            "`discrete_resource_spec`",
            &[("kind", STRING), ("value", NUMBER_OR_STRING)],
        )),
    )],
);

const RESTART_POLICY: Object = Object::new(
    "`restart_policy`",
    &[("condition", STRING), ("delay", DURATION), ("max_attempts", INTEGER), ("window", DURATION)],
);

const UPDATE: Object = Object::new(
    "`update_config` or `rollback_config`",
    &[
        ("delay", DURATION),
        ("failure_action", STRING),
        ("max_failure_ratio", NUMBER),
        ("monitor", DURATION),
        ("order", Shape::Choice(&["start-first", "stop-first"])),
        ("parallelism", INTEGER),
    ],
);
