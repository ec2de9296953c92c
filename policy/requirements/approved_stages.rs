//! The final stage starts from an image that was declared, and is known to have no tools to build with.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{BasePatterns, Evidence, Proof, Subject};
use serde::Deserialize;

use crate::evidence::{built, declared, either};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Stages {
    r#final: Final,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Final {
    base: Option<BasePatterns>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    no_tools: bool,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let all = declared::<Stages>(subject, evidence, "stages")?;
    let stage = built(subject)?;
    let (base, place) =
        (stage.root_base(), stage.root().from().map_or(stage.span(), |from| from.image.text.span));
    let name = match base {
        Base::Image(image) => image.to_string(),
        Base::Scratch => "scratch".to_owned(),
        Base::Stage(_) | Base::Unknown { .. } => {
            return Err(Proof::Unknown(place, "the image's name is unknown".to_owned()));
        }
    };
    for Stages { r#final } in all {
        if r#final.base.as_ref().is_some_and(|allowed| allowed.find(&base).is_none()) {
            return Err(Proof::Unknown(place, format!("`{name}` matches no approved pattern")));
        }
        // What is in an image that others build, no file shows.
        if r#final.no_tools && !matches!(base, Base::Scratch) {
            return Err(Proof::Unknown(place, format!("it is unknown which tools are in `{name}`")));
        }
    }
    Ok(Proof::Proved(place, format!("the final stage starts from `{name}`, which is approved")))
}
