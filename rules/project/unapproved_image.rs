//! An image that was not declared.

use plimsoll_linter::prelude::*;
use project::ImagePattern;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedImage {
    allow: Vec<String>,
    deny: Vec<String>,
    digest: bool,
    latest: bool,
}

impl Rule for UnapprovedImage {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let syntax = file.tree.directives.iter().find(|it| it.name.raw.eq_ignore_ascii_case("syntax"));
        let Some(syntax) = syntax.filter(|_| file.tree.has_foreign_frontend()) else { return };
        if let Some(name) = ImageName::parse(syntax.value.raw, syntax.value.span) {
            self.judge(&name, syntax.value.span, cx);
        }
    }

    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        self.judge(image.name, image.span, cx);
    }
}

impl UnapprovedImage {
    fn judge(&self, image: &ImageName, span: Span, cx: &mut Context) {
        let fits = |pattern: &&String| ImagePattern::new(pattern).matches(image);
        if let Some(pattern) = self.deny.iter().find(fits) {
            cx.report(span, format!("`{image}` is a forbidden image"))
                .here(format!("forbidden by `{pattern}`"))
                .help("use a different image");
        } else if !self.allow.is_empty() && !self.allow.iter().any(|pattern| fits(&pattern)) {
            cx.report(span, format!("`{image}` is not an approved image"))
                .here("no approved pattern matches this image")
                .help(format!("use an image that matches `{}`", self.allow.join("` or `")));
        } else if self.latest && image.digest.is_none() && image.meant_tag() == "latest" {
            cx.report(span, format!("`{image}` uses `latest`, which is not allowed"))
                .here("this does not refer to a release")
                .help("use a release tag");
        } else if self.digest && image.digest.is_none() {
            cx.report(span, format!("`{image}` has no digest"))
                .here(match image.tag {
                    Some(_) => "the tag can move to another image",
                    None => "without a tag, this is `latest`, which can move to another image",
                })
                .help("append the digest that `docker buildx imagetools inspect` prints: `@sha256:…`");
        }
    }
}
