//! A log driver is named that keeps the output, and how much of it it keeps is written or is its own limit.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, known};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    all_is_here(container)?;
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
    if name != "json-file" && name != "local" {
        let why = format!("these files do not show how `{name}` stores the output");
        return Err(Proof::Unknown(driver.span, why));
    }
    let limit = logging.options.iter().find(|option| option.name.value == "max-size");
    let Some(limit) = limit.and_then(|option| option.value.as_ref()) else {
        return if name == "local" {
            Ok(Proof::Proved(
                driver.span,
                "the `local` driver stores the output, at most 100 MB by default".to_owned(),
            ))
        } else {
            Err(Proof::Unknown(driver.span, "this driver stores logs without a size limit".to_owned()))
        };
    };
    let most = known(limit)?;
    if compose::size_bytes(&most).is_none_or(|most| most <= 0.0) {
        return Err(Proof::Unknown(limit.span, format!("the engine rejects the size `{most}`")));
    }
    Ok(Proof::Proved(limit.span, format!("the `{name}` driver stores the output, at most {most} per file")))
}
