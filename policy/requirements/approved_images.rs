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
    if let Some(place) = hidden_source(subject) {
        return Proof::of_variable(place);
    }
    let (approved, forbidden) = (evidence.allowed_images(), evidence.forbidden_images());
    let tags = evidence.options::<Tags>().iter().filter_map(|one| one.tag.as_ref());
    let tags: Vec<&TextPattern> = tags.collect();
    let (digest, release) = (evidence.is_on("digest"), evidence.is_on("latest"));
    of_images(subject, |image| {
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
    })
}

/// An image that only a build uses, and whose name depends on a variable.
fn hidden_source(subject: &Subject) -> Option<Span> {
    let Subject::Container(container) = subject else { return None };
    let build = container.service.build.as_ref()?;
    let contexts = build.additional_contexts.iter().filter_map(|context| context.value.as_ref());
    let mut sources = contexts.chain(&build.cache_from);
    sources.find(|source| project::resolve(source).get().is_none()).map(|source| source.span)
}
