//! The keys of `deploy`, and of the devices that it and `gpus` ask for.

use super::{
    DURATION, INTEGER, LIST_OR_MAP, Merge, NUMBER, NUMBER_OR_STRING, Object, Row, STRING, STRINGS, Shape,
    format, key,
};
use crate::yaml::Kind;

/// `deploy`
#[rustfmt::skip]
pub(super) const DEPLOY: Object = Object::new(
    "`deploy`",
    &[
        key("endpoint_mode", STRING).doc("How clients discover the service: `vip` or `dnsrr`."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the service, not for its containers."),
        key("mode", STRING).doc("`replicated`, `global`, `replicated-job` or `global-job`."),
        key("placement", Shape::Object(&PLACEMENT)).doc("Constraints and preferences for the nodes that can run the service."),
        key("replicas", INTEGER).doc("The number of containers to run."),
        key("resources", Shape::Object(&RESOURCES)).doc("Maximum resources (`limits`) and guaranteed resources (`reservations`)."),
        key("restart_policy", Shape::Object(&RESTART_POLICY)).doc("When to restart containers."),
        key("rollback_config", Shape::Object(&UPDATE)).doc("How to roll back a failed update."),
        key("update_config", Shape::Object(&UPDATE)).doc("How to update the service."),
    ],
);

/// `gpus`, as a list.
pub(super) const GPUS: Shape = Shape::List(&Shape::Object(&GPU));

const DEVICE_KEYS: &[Row] = &[
    key("capabilities", STRINGS),
    key("count", Shape::Format(&[Kind::Int, Kind::Float, Kind::String], format::device_count)),
    key("device_ids", STRINGS),
    key("driver", STRING),
    key("options", LIST_OR_MAP),
];
const GPU: Object = Object::new("a device request", DEVICE_KEYS);
const DEVICE: Object = Object::new("a device request", DEVICE_KEYS).requiring(&["capabilities"]);

#[rustfmt::skip]
const PLACEMENT: Object = Object::new(
    "`placement`",
    &[
        key("constraints", STRINGS),
        key("max_replicas_per_node", INTEGER),
        key("preferences", Shape::List(&Shape::Object(&Object::new("a preference", &[key("spread", STRING)])))),
    ],
);

const RESOURCES: Object = Object::new(
    "`resources`",
    &[key("limits", Shape::Object(&LIMITS)), key("reservations", Shape::Object(&RESERVATIONS))],
);

/// Unlike `mem_limit`, it must be a string.
const MEMORY: Shape = Shape::Format(&[Kind::String], format::size);

const LIMITS: Object =
    Object::new("`limits`", &[key("cpus", NUMBER), key("memory", MEMORY), key("pids", INTEGER)]);

const RESERVATIONS: Object = Object::new(
    "`reservations`",
    &[
        key("cpus", NUMBER),
        key("devices", Shape::List(&Shape::Object(&DEVICE))),
        key("generic_resources", Shape::List(&Shape::Object(&GENERIC))),
        key("memory", MEMORY),
    ],
);

#[rustfmt::skip]
const GENERIC: Object = Object::new(
    "a generic resource",
    &[
        key("discrete_resource_spec", Shape::Object(&Object::new("`discrete_resource_spec`", &[key("kind", STRING), key("value", NUMBER_OR_STRING)]))),
    ],
);

const RESTART_POLICY: Object = Object::new(
    "`restart_policy`",
    &[
        key("condition", STRING),
        key("delay", DURATION),
        key("max_attempts", INTEGER),
        key("window", DURATION),
    ],
);

const UPDATE: Object = Object::new(
    "`update_config` or `rollback_config`",
    &[
        key("delay", DURATION),
        key("failure_action", STRING),
        key("max_failure_ratio", NUMBER),
        key("monitor", DURATION),
        key("order", Shape::Choice(&["start-first", "stop-first"])),
        key("parallelism", INTEGER),
    ],
);
