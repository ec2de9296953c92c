//! An image that was not declared.

use plimsoll_linter::TextPattern;
use plimsoll_linter::prelude::*;
use project::ImagePatterns;
use serde::Deserialize;

/// How many patterns a finding lists.
const MOST_LISTED: usize = 20;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedImage {
    allow: Option<Patterns>,
    deny: Patterns,
    tag: Option<TextPattern>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    digest: bool,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    latest: bool,
}

/// Patterns, as they are written and ready to be compared.
#[derive(Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Patterns {
    written: Vec<String>,
    all: ImagePatterns,
}

impl TryFrom<Vec<String>> for Patterns {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Patterns, String> {
        let all = ImagePatterns::new(&written).ok_or_else(project::too_many_stars)?;
        Ok(Patterns { written, all })
    }
}

impl Rule for UnapprovedImage {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let syntax = file.tree.directive("syntax");
        let Some(syntax) = syntax.filter(|_| file.tree.has_foreign_frontend()) else { return };
        if let Some(name) = ImageName::parse(syntax.value.raw, syntax.value.span) {
            self.judge(&name, syntax.value.span, cx);
        }
    }

    fn check_build(&self, container: &Container, cx: &mut Context) {
        for (name, place) in container.build_images() {
            if let Some(image) = name.as_deref().and_then(|name| ImageName::parse(name, place)) {
                self.judge(&image, place, cx);
            }
        }
    }

    fn check_image(&self, image: &ImageUse, cx: &mut Context) {
        self.judge(image.name, image.span, cx);
    }
}

impl UnapprovedImage {
    fn judge(&self, image: &ImageName, span: Span, cx: &mut Context) {
        if let Some(pattern) = self.deny.all.find(image).and_then(|at| self.deny.written.get(at)) {
            cx.report(span, format!("`{image}` is a forbidden image"))
                .here(format!("forbidden by `{pattern}`"))
                .help("use a different image");
        } else if let Some(allow) = self.allow.as_ref().filter(|allow| allow.all.find(image).is_none()) {
            // The list may be long.
            let first: Vec<&str> = allow.written.iter().take(MOST_LISTED).map(String::as_str).collect();
            let help = match &*first {
                [] => "remove this image: no image is approved".to_owned(),
                first => format!("use an image that matches `{}`", first.join("` or `")),
            };
            cx.report(span, format!("`{image}` is not an approved image"))
                .here("no approved pattern matches this image")
                .help(help);
        } else if self.latest && image.digest.is_none() && image.meant_tag() == "latest" {
            cx.report(span, format!("`{image}` uses `latest`, which is not allowed"))
                .here("`latest` does not identify a release")
                .help("use a release tag");
        } else if let Some(tag) =
            self.tag.as_ref().filter(|tag| !image.has_tag_like(|text| tag.matches(text)))
        {
            cx.report(span, format!("the tag of `{image}` does not follow the policy"))
                .here(format!("the tag `{}` does not match `{}`", image.meant_tag(), tag.written()))
                .help(format!("use a tag that matches `{}`", tag.written()));
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
