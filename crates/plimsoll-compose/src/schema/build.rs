//! The keys of `build`.

use super::{
    BOOL, EXTRA_HOSTS, GRANTS, LIST_OR_MAP, Merge, Object, SIZE, STRING, STRING_OR_LIST, STRINGS, Shape,
    ULIMITS, key,
};
use crate::yaml::Kind;

const ATTESTATION: Shape = Shape::Scalar(&[Kind::String, Kind::Bool]);

/// `build`, in its long form.
#[rustfmt::skip]
pub(super) const BUILD: Object = Object::new(
    "`build`",
    &[
        key("additional_contexts", LIST_OR_MAP).merged(Merge::Pairs).doc("Additional directories, images or services, by the name that `FROM` and `COPY --from` use."),
        key("args", LIST_OR_MAP).merged(Merge::Pairs).doc("Values for `ARG` in the Dockerfile."),
        key("cache_from", STRINGS).doc("Sources for the build cache."),
        key("cache_to", STRINGS).doc("Destinations for the build cache."),
        key("context", STRING).doc("The build context: the directory or repository from which `COPY` copies files."),
        key("dockerfile", STRING).doc("The path of the Dockerfile, relative to `context`. Default: `Dockerfile`."),
        key("dockerfile_inline", STRING).doc("The content of the Dockerfile."),
        key("entitlements", STRINGS).doc("Privileges for the build: `network.host`, `security.insecure`."),
        key("extra_hosts", EXTRA_HOSTS).merged(Merge::Hosts).doc("Entries for `/etc/hosts` during the build."),
        key("isolation", STRING).doc("The isolation technology for the build (Windows)."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels for the image."),
        key("network", STRING).doc("The network for `RUN`: `none`, `host`."),
        key("no_cache", BOOL).doc("Whether to build without the cache."),
        key("no_cache_filter", STRING_OR_LIST).doc("Stages to build without the cache."),
        key("platforms", STRINGS).doc("The platforms to build for."),
        key("privileged", BOOL).doc("Whether `RUN --security=insecure` is allowed, which is effectively root on the host."),
        key("provenance", ATTESTATION).doc("Whether to add a provenance attestation."),
        key("pull", BOOL).doc("Whether to pull images even if they exist locally."),
        key("sbom", ATTESTATION).doc("Whether to add a software bill of materials (SBOM)."),
        key("secrets", GRANTS).merged(Merge::Grants).doc("Secrets from this file for `RUN --mount=type=secret`."),
        key("shm_size", SIZE).doc("The size of `/dev/shm` during the build."),
        key("ssh", LIST_OR_MAP).merged(Merge::Pairs).doc("SSH agents or keys for `RUN --mount=type=ssh`."),
        key("tags", STRINGS).doc("Additional names for the image."),
        key("target", STRING).doc("The stage to build. Default: the last stage in the Dockerfile."),
        key("ulimits", ULIMITS).doc("Limits for processes during the build."),
    ],
);
