//! The files that were declared are in the build context.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};
use project::Presence;
use serde::Deserialize;

use crate::evidence::{built, declared, either};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Files {
    required: Vec<String>,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let all = declared::<Files>(subject, evidence, "files")?;
    let file = built(subject)?.file();
    let place = match subject {
        Subject::Container(container) => container.service.key_span("build"),
        Subject::Image(_) => subject.span(),
    };
    let names: Vec<&str> = all.iter().flat_map(|one| &one.required).map(String::as_str).collect();
    for name in &names {
        if file.context_file(name) != Presence::File {
            let why = format!("it is unknown whether the build context has `{name}`");
            return Err(Proof::Unknown(place, why));
        }
    }
    Ok(Proof::Proved(place, format!("the build context has `{}`", names.join("`, `"))))
}
