//! An image with the tag `latest`, and no digest.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct LatestTag;

impl Rule for LatestTag {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        let Some(tag) = name.tag.as_ref().filter(|tag| tag.text == "latest" && name.digest.is_none()) else {
            return;
        };
        let (span, set_at) = image.place_of(tag);
        let finding = cx
            .report(span, format!("`{name}` is another image from one day to the next"))
            .here("this tag moves with every release")
            .help("name a version instead")
            .answers_to(aliases(image.site));
        if let Some(set_at) = set_at {
            finding.label(set_at, "`latest` comes from here");
        }
    }
}

fn aliases(site: ImageSite) -> Vec<&'static str> {
    match site {
        ImageSite::From(_) => vec![
            "hadolint:DL3007",
            "trivy:DS-0001",
            "checkov:CKV_DOCKER_7",
            "kics:f45ea400",
            "semgrep:avoid-latest-version",
        ],
        ImageSite::Service(_) => vec![
            "dclint:service-image-require-explicit-tag",
            "compose-lint:CL-0004",
            "docksec:compose-latest-or-untagged-image",
        ],
        ImageSite::CopyFrom(_) | ImageSite::Mount(_) => Vec::new(),
    }
}
