//! `read_only` is certainly true.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{VARIABLE, container, either};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).map(|container| judge(&container)))
}

fn judge(container: &Container) -> Proof {
    match &container.service.read_only {
        Some(flag) if flag.is(true) => {
            Proof::Proved(flag.span(), "the root filesystem is read-only".to_owned())
        }
        Some(flag) if flag.value.is_none() => Proof::Unknown(flag.span(), VARIABLE.to_owned()),
        _ => Proof::Unknown(container.service.name.span, "`read_only` is not set".to_owned()),
    }
}
