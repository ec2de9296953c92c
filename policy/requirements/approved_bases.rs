//! Every base image has a digest that was declared, and none is too old.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{BaseImages, Evidence, ListedBase, Proof, Subject};
use serde::Deserialize;

use crate::evidence::{built, declared, either};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Bases {
    bases: BaseImages,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let all = declared::<Bases>(subject, evidence, "base images")?;
    let stage = built(subject)?;
    let mut last = Proof::NotApplicable("no base image is used".to_owned());
    for own in stage.needed() {
        match own.base() {
            Base::Image(image) => last = age(image, all, evidence.today)?,
            Base::Unknown { because } => {
                return Err(Proof::Unknown(because, "the image's name is unknown".to_owned()));
            }
            Base::Stage(_) | Base::Scratch => {}
        }
    }
    Ok(last)
}

/// How old a base image is, by every list that has it.
fn age(image: &ImageName, all: &[Bases], today: &str) -> Result<Proof, Proof> {
    let listed: Vec<&ListedBase> = all.iter().filter_map(|one| one.bases.find(image)).collect();
    let oldest = listed.iter().filter_map(|one| one.age(today)).max();
    match oldest {
        None => Err(Proof::Unknown(image.span, "the age of this image is unknown".to_owned())),
        Some(_) if listed.iter().any(|one| one.is_outdated(today)) => {
            Err(Proof::Unknown(image.span, "this image is too old".to_owned()))
        }
        Some(days) => {
            let repository = image.full_repository();
            Ok(Proof::Proved(image.span, format!("the age of `{repository}` is {days} days")))
        }
    }
}
