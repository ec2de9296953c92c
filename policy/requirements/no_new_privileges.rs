//! An option certainly forbids new privileges.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::hardening::forbids_new_privileges;

use crate::evidence::{all_is_here, container, either, known};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    either(container(subject).and_then(|container| judge(&container)))
}

fn judge(container: &Container) -> Result<Proof, Proof> {
    all_is_here(container)?;
    let mut proof = None;
    for option in &container.service.security_opt {
        match forbids_new_privileges(&known(option)?) {
            Some(true) => {
                proof = Some(Proof::Proved(option.span, "no program can gain privileges".to_owned()));
            }
            Some(false) => {
                proof = Some(Proof::Unknown(option.span, "this option allows new privileges".to_owned()));
            }
            None => {}
        }
    }
    proof.ok_or_else(|| {
        let why = "`no-new-privileges` is not set".to_owned();
        Proof::Refuted(container.service.name.span, why, "unhardened-service")
    })
}
