//! Every image that something is made of is one that was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject, TextPattern};
use serde::Deserialize;

use crate::evidence::{of_images, of_stage};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tags {
    tag: Option<TextPattern>,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    if !evidence.is_declared() {
        return Proof::Unknown(subject.span(), "the policy declares no images".to_owned());
    }
    let (approved, forbidden) = (evidence.allowed_images(), evidence.forbidden_images());
    let tags = evidence.options::<Tags>().iter().filter_map(|one| one.tag.as_ref());
    let tags: Vec<&TextPattern> = tags.collect();
    let (digest, release) = (evidence.is_on("digest"), evidence.is_on("latest"));
    let judge = |image: &ImageName| {
        let unknown = |why: &str| {
            of_stage(subject, Proof::Unknown(image.span, format!("`{image}` {why}")), "unapproved-image")
        };
        let has_digest = image.digest.is_some();
        if !approved.iter().all(|list| list.find(image).is_some()) {
            return unknown("matches no approved pattern");
        }
        if forbidden.iter().any(|list| list.find(image).is_some()) {
            return unknown("matches a forbidden pattern");
        }
        if tags.iter().any(|tag| !image.has_tag_like(|text| tag.matches(text))) {
            return unknown("has a tag that does not follow the policy");
        }
        if digest && !has_digest {
            return unknown("has no digest");
        }
        if release && !has_digest && image.meant_tag() == "latest" {
            return unknown("uses `latest`");
        }
        let why = match (approved, forbidden, digest) {
            ([_, ..], ..) => "matches an approved pattern",
            (_, [_, ..], _) => "matches no forbidden pattern",
            (_, _, true) => "has a digest",
            _ if !tags.is_empty() => "has a tag that follows the policy",
            _ => "does not use `latest`",
        };
        Proof::Proved(image.span, format!("`{image}` {why}"))
    };
    for (name, place) in beside(subject) {
        let Some(name) = name else { return Proof::of_variable(place) };
        if let Some(unknown @ Proof::Unknown(..)) = ImageName::parse(&name, place).map(|image| judge(&image))
        {
            return unknown;
        }
    }
    of_images(subject, judge)
}

/// The images that only a build uses: for its caches and contexts, and the one that runs it.
fn beside(subject: &Subject) -> Vec<(Option<String>, Span)> {
    let (mut all, stage) = match subject {
        Subject::Container(container) => (container.build_images(), container.stage()),
        Subject::Image(stage) => (Vec::new(), Some(*stage)),
    };
    let tree = stage.map(|stage| &stage.file().tree).filter(|tree| tree.has_foreign_frontend());
    let syntax = tree.and_then(|tree| tree.directive("syntax"));
    all.extend(syntax.map(|syntax| (Some(syntax.value.raw.to_owned()), syntax.value.span)));
    all
}
