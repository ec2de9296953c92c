//! An image without tag and digest.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UntaggedImage;

impl Rule for UntaggedImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        if name.tag.is_some() || name.digest.is_some() || image.is_of_script {
            return;
        }
        // In COPY, a bare word that is no known image is rather a stage that is missing: `unknown-stage` says so.
        // In FROM, it is an image of one's own: `untagged-local-image` says so.
        if matches!(image.site, ImageSite::CopyFrom(_) | ImageSite::From(_)) && is_local(image) {
            return;
        }
        let (span, set_at) = image.place_of(&name.repository);
        let help = super::latest_tag::advice(name, cx.today());
        let finding = cx
            .report(span, format!("the image `{name}` has no tag"))
            .here("without a tag, `latest` is pulled")
            .help(help)
            .answers_to(aliases(image.site));
        if let Some(set_at) = set_at {
            finding.label(set_at, "this name is set here");
        }
    }
}

/// Whether it is called by a single word, as only official images are on Docker Hub, and none is known by it.
pub(super) fn is_local(image: &ImageUse) -> bool {
    let name = image.name;
    name.registry.is_none() && !name.repository.text.contains(['/', '.']) && name.known().is_none()
}

pub(super) fn aliases(site: ImageSite) -> Vec<&'static str> {
    match site {
        ImageSite::From(_) => vec![
            "hadolint:DL3006",
            "trivy:DS-0001",
            "checkov:CKV_DOCKER_7",
            "kics:9efb0b2d",
            "semgrep:missing-image-version",
        ],
        ImageSite::Service(_) => vec![
            "dclint:service-image-require-explicit-tag",
            "compose-lint:CL-0004",
            "docksec:compose-latest-or-untagged-image",
        ],
        ImageSite::CopyFrom(_) | ImageSite::Mount(_) => Vec::new(),
    }
}
