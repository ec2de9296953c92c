//! Every image that something is made of is one that was declared.

use plimsoll_linter::{Evidence, Proof, Subject};

use plimsoll_linter::prelude::project::ImagePattern;

use crate::evidence::of_images;

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    let patterns = |list: Vec<String>| list.iter().map(|one| ImagePattern::new(one)).collect();
    let lists: Vec<Vec<ImagePattern>> = evidence.lists("allow").into_iter().map(patterns).collect();
    if lists.is_empty() {
        return Proof::Unknown(subject.span(), "the policy declares no images".to_owned());
    }
    of_images(subject, |image| {
        if lists.iter().all(|list| list.iter().any(|pattern| pattern.matches(image))) {
            Proof::Proved(image.span, format!("`{image}` matches an approved pattern"))
        } else {
            Proof::Unknown(image.span, format!("`{image}` matches no approved pattern"))
        }
    })
}
