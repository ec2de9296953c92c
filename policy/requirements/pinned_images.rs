//! Every image that something is made of is named by its digest.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{of_images, of_stage};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    of_images(subject, |image| match &image.digest {
        Some(digest) if !project::is_reference(&image.to_string()) => {
            Proof::Unknown(digest.set_at, format!("`{}` is not a digest", digest.text))
        }
        Some(digest) => Proof::Proved(digest.set_at, format!("`{}` has a digest", image.short())),
        None => {
            let lacks = Proof::Unknown(image.span, format!("`{}` has no digest", image.short()));
            of_stage(subject, lacks, "undigested-image")
        }
    })
}
