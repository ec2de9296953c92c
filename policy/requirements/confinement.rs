//! No option takes a profile away.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use crate::evidence::{all_is_here, container, either, hooks_are_plain, is_off, known};

/// The options that leave the engine's profiles as they are.
const KEPT: [&str; 5] = [
    "no-new-privileges",
    "seccomp=builtin",
    "seccomp:builtin",
    "apparmor=docker-default",
    "apparmor:docker-default",
];

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    let service = container.service;
    is_off(service.privileged.as_ref())?;
    hooks_are_plain(container)?;
    for option in &service.security_opt {
        let text = known(option)?;
        let key = text.split([':', '=']).next().unwrap_or_default();
        let is_of_profile = matches!(key, "seccomp" | "apparmor" | "systempaths" | "label");
        if is_of_profile && (text.contains("unconfined") || text.contains("disable")) {
            return Err(Proof::Unknown(option.span, "this option disables a profile".to_owned()));
        }
        if !KEPT.iter().any(|kept| text.starts_with(kept)) {
            return Err(Proof::Unknown(option.span, format!("it is unknown what `{text}` allows")));
        }
    }
    all_is_here(container)?;
    Ok(Proof::Proved(service.key_span("security_opt"), "no option replaces the engine's profiles".to_owned()))
}
