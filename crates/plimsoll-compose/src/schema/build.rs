//! The keys of `build`.

use super::{
    BOOL, EXTRA_HOSTS, GRANTS, LIST_OR_MAP, Object, SIZE, STRING, STRING_OR_LIST, STRINGS, Shape, ULIMITS,
};
use crate::yaml::Kind;

const ATTESTATION: Shape = Shape::Scalar(&[Kind::String, Kind::Bool]);

/// `build`, in its long form.
pub(super) const BUILD: Object = Object::new(
    "`build`",
    &[
        ("additional_contexts", LIST_OR_MAP),
        ("args", LIST_OR_MAP),
        ("cache_from", STRINGS),
        ("cache_to", STRINGS),
        ("context", STRING),
        ("dockerfile", STRING),
        ("dockerfile_inline", STRING),
        ("entitlements", STRINGS),
        ("extra_hosts", EXTRA_HOSTS),
        ("isolation", STRING),
        ("labels", LIST_OR_MAP),
        ("network", STRING),
        ("no_cache", BOOL),
        ("no_cache_filter", STRING_OR_LIST),
        ("platforms", STRINGS),
        ("privileged", BOOL),
        ("provenance", ATTESTATION),
        ("pull", BOOL),
        ("sbom", ATTESTATION),
        ("secrets", GRANTS),
        ("shm_size", SIZE),
        ("ssh", LIST_OR_MAP),
        ("tags", STRINGS),
        ("target", STRING),
        ("ulimits", ULIMITS),
    ],
);
