//! An image without a digest.

use plimsoll_linter::prelude::*;

use super::untagged_image::is_local;

#[derive(Default)]
pub(crate) struct UndigestedImage;

impl Rule for UndigestedImage {
    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        let name = image.name;
        // What is built on the same machine, or given as a named context, has no digest in a registry.
        let is_built_here =
            name.tag.is_none() && is_local(image) && !matches!(image.site, ImageSite::Service(_));
        if name.digest.is_some() || is_built_here {
            return;
        }
        cx.report(image.span, format!("`{name}` is not pinned by digest"))
            .here(match name.tag {
                Some(_) => "the tag can move to another image",
                None => "without a tag, this is `latest`, which can move to another image",
            })
            .help("append the digest: `@sha256:…`")
            .answers_to(match image.site {
                ImageSite::From(_) => Some("semgrep:dockerfile-source-not-pinned"),
                ImageSite::Service(_) if name.tag.is_some() => Some("compose-lint:CL-0019"),
                _ => None,
            });
    }
}
