//! A log driver is named, and it is not `none`.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{container, either, known};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let Some(logging) = &container.service.logging else {
        let why = "the engine decides where the output is stored";
        return Err(Proof::Unknown(container.service.name.span, why.to_owned()));
    };
    let Some(driver) = &logging.driver else {
        return Err(Proof::Unknown(logging.span, "the engine decides which driver is used".to_owned()));
    };
    let name = known(driver)?;
    if name == "none" {
        return Err(Proof::Unknown(driver.span, "this driver discards the output".to_owned()));
    }
    if name == "json-file" && !logging.options.iter().any(|option| option.name.value == "max-size") {
        return Err(Proof::Unknown(driver.span, "this driver stores logs without a size limit".to_owned()));
    }
    Ok(Proof::Proved(driver.span, format!("the driver `{name}` stores the output")))
}
