//! Nothing of a service is privileged: not the container, not its build, not its hooks.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, hooks_are_plain, is_off};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(try_proof(subject))
}

fn try_proof(subject: &Subject) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let service = container.service;
    is_off(service.privileged.as_ref())?;
    is_off(service.build.as_ref().and_then(|build| build.privileged.as_ref()))?;
    hooks_are_plain(&container)?;
    // A step that asks for the host is no proof of the opposite.
    let mut instructions = container.build_file().into_iter().flat_map(|file| &file.tree.instructions);
    let asks = |it: &&dockerfile::Instruction| {
        it.flag_with("security", "insecure").or(it.flag_with("network", "host")).is_some()
    };
    if let Some(step) = instructions.find(asks) {
        return Err(Proof::Unknown(
            step.keyword.text.span,
            "a build step requests more privileges".to_owned(),
        ));
    }
    all_is_here(&container)?;
    let place = service.privileged.as_ref().map_or(service.name.span, compose::Typed::span);
    Ok(Proof::Proved(place, "no `privileged` setting in this service, its hooks or its build".to_owned()))
}
