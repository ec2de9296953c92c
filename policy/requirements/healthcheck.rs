//! A health check is known, and is on.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use facts::programs::Role;
use project::{
    Healthcheck,
    hardening::{ends, is_job},
};
use shell::{Command, Script};

use crate::evidence::{FROM_TABLE, container, digest_decides, either, is_of_image, release_decides};

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    match subject {
        Subject::Image(stage) => of_image(*stage),
        Subject::Container(_) => either(container(subject).map(|container| judge(subject, &container))),
    }
}

/// An image that no service runs.
fn of_image(stage: Stage) -> Proof {
    let place = stage.from().map_or(stage.span(), |from| from.image.text.span);
    match stage.healthcheck() {
        Value::Known { value, set_at } if cannot_fail(&value) => {
            Proof::Unknown(set_at, "the health check always succeeds".to_owned())
        }
        Value::Known { value, set_at } if value.is_enabled() && matches!(value, Healthcheck::OfImage) => {
            of_table(&Subject::Image(stage), set_at)
        }
        Value::Known { value, set_at } if value.is_enabled() => {
            Proof::Proved(set_at, "the image has a health check".to_owned())
        }
        Value::Known { set_at, .. } => Proof::Unknown(set_at, "the health check is disabled".to_owned()),
        Value::Unset => Proof::Unknown(place, "there is no health check".to_owned()),
        Value::Unknown { because } => {
            Proof::Unknown(because, "it is unknown whether the image has a health check".to_owned())
        }
    }
}

/// A health check that only the tables know of: a release may be older than it.
fn of_table(subject: &Subject, set_at: Span) -> Proof {
    match release_decides(subject) {
        Some(release) => {
            Proof::Unknown(release, "this release might be older than its health check".to_owned())
        }
        None => Proof::Proved(set_at, format!("this image has a health check{FROM_TABLE}")),
    }
}

fn judge(subject: &Subject, container: &Container) -> Proof {
    let place = container.service.name.span;
    match container.healthcheck() {
        Value::Known { value, set_at } if cannot_fail(&value) => {
            Proof::Unknown(set_at, "the health check always succeeds".to_owned())
        }
        Value::Known { value, set_at } if runs_nothing(&value) => {
            Proof::Unknown(set_at, "the health check has no command".to_owned())
        }
        Value::Known { value, set_at } if value.is_enabled() => {
            if !is_of_image(subject, set_at) {
                return Proof::Proved(set_at, "a health check is set".to_owned());
            }
            match digest_decides(subject) {
                Some(digest) => {
                    let why = "the digest decides whether this image has a health check, not the tag";
                    Proof::Unknown(digest, why.to_owned())
                }
                None => of_table(subject, set_at),
            }
        }
        _ if ends(container) => Proof::NotApplicable("the container exits on its own".to_owned()),
        Value::Unset if is_job(container) => {
            let why = "the files do not show whether this container exits on its own";
            Proof::Unknown(place, why.to_owned())
        }
        Value::Known { set_at, .. } => Proof::Unknown(set_at, "the health check is disabled".to_owned()),
        Value::Unset => Proof::Unknown(place, "there is no health check".to_owned()),
        Value::Unknown { because } => {
            Proof::Unknown(because, "it is unknown whether the image has a health check".to_owned())
        }
    }
}

/// Whether a check names no command: `test: []`, `test: [CMD]`.
fn runs_nothing(check: &Healthcheck) -> bool {
    let Healthcheck::Service(check) = check else { return false };
    check.test.as_ref().is_some_and(|test| test.words.iter().all(|word| word.value.trim().is_empty()))
}

/// Whether the last command of a check succeeds whatever happens, so that the check shows nothing.
fn cannot_fail(check: &Healthcheck) -> bool {
    let never_fails = |command: &Command| match command.name() {
        "exit" => command.arguments().first().is_some_and(|status| status.is("0")),
        name => name == "true" || Role::NeverFails.is_of(name) && command.redirects.is_empty(),
    };
    let last_never_fails = |commands: &[Command]| {
        commands.iter().rfind(|command| !command.position.nested).is_some_and(never_fails)
    };
    match check {
        Healthcheck::Service(check) => check.test.as_ref().is_some_and(|test| match &test.words[..] {
            [script] => last_never_fails(&Script::parse(&script.joined()).commands),
            // Without a shell, the first word is all that runs.
            [program, ..] => Role::NeverFails.is_of(&program.value),
            [] => false,
        }),
        Healthcheck::Instruction(check) => match &check.test {
            dockerfile::HealthcheckTest::Cmd(_, command) => {
                // In PowerShell, the exit status is not what `return` returns.
                let returns = |it: &Command| it.arguments().iter().any(|word| word.is("return"));
                last_never_fails(command.commands()) || command.commands().iter().any(returns)
            }
            dockerfile::HealthcheckTest::None(_) => false,
        },
        _ => false,
    }
}
