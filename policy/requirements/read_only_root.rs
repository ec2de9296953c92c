//! `read_only` is certainly true.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| {
        all_is_here(&container)?;
        Ok(judge(&container))
    }))
}

fn judge(container: &Container) -> Proof {
    match &container.service.read_only {
        Some(flag) if flag.is(true) => {
            Proof::Proved(flag.span(), "the root filesystem is read-only".to_owned())
        }
        Some(flag) if flag.value.is_none() => Proof::of_variable(flag.span()),
        _ => Proof::Unknown(container.service.name.span, "`read_only` is not set".to_owned()),
    }
}
