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
        key("additional_contexts", LIST_OR_MAP).merged(Merge::Pairs).doc("Further folders, images or services, by the names that FROM and COPY --from give them."),
        key("args", LIST_OR_MAP).merged(Merge::Pairs).doc("Values for ARG of the Dockerfile."),
        key("cache_from", STRINGS).doc("Where a build cache is taken from."),
        key("cache_to", STRINGS).doc("Where the build cache is stored."),
        key("context", STRING).doc("The folder, or repository, that is built from. COPY takes files from there."),
        key("dockerfile", STRING).doc("The Dockerfile, seen from `context`; `Dockerfile` by default."),
        key("dockerfile_inline", STRING).doc("The text of the Dockerfile itself."),
        key("entitlements", STRINGS).doc("Rights that the build gets: `network.host`, `security.insecure`."),
        key("extra_hosts", EXTRA_HOSTS).merged(Merge::Hosts).doc("Names for `/etc/hosts` during the build."),
        key("isolation", STRING).doc("How the build is isolated (Windows)."),
        key("labels", LIST_OR_MAP).merged(Merge::Pairs).doc("Labels of the image."),
        key("network", STRING).doc("The network of RUN: `none`, `host`."),
        key("no_cache", BOOL).doc("Whether everything is built anew."),
        key("no_cache_filter", STRING_OR_LIST).doc("Stages that are built anew."),
        key("platforms", STRINGS).doc("The platforms that are built for."),
        key("privileged", BOOL).doc("Whether `RUN --security=insecure` may have the rights of the host's root."),
        key("provenance", ATTESTATION).doc("Whether a provenance attestation is added."),
        key("pull", BOOL).doc("Whether images are pulled even if they are there."),
        key("sbom", ATTESTATION).doc("Whether a list of the image's contents is added."),
        key("secrets", GRANTS).merged(Merge::Grants).doc("Secrets of this file that RUN --mount=type=secret may read."),
        key("shm_size", SIZE).doc("The size of `/dev/shm` during the build."),
        key("ssh", LIST_OR_MAP).merged(Merge::Pairs).doc("SSH agents or keys for RUN --mount=type=ssh."),
        key("tags", STRINGS).doc("Further names for the image."),
        key("target", STRING).doc("The stage of the Dockerfile to build; the last one by default."),
        key("ulimits", ULIMITS).doc("Limits for processes during the build."),
    ],
);
