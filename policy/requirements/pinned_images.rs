//! Every image that something is made of is named by its digest.

use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::of_images;

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    of_images(subject, |image| match &image.digest {
        Some(digest) => Proof::Proved(digest.set_at, format!("`{}` has a digest", image.short())),
        None => Proof::Unknown(image.span, format!("`{}` has no digest", image.short())),
    })
}
