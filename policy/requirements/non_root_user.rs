//! The user of what runs is known, and is not root.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::is_root;

use crate::evidence::{FROM_TABLE, digest_decides, hooks, is_of_image, known};

/// The engine's highest user ID.
const HIGHEST: u32 = i32::MAX as u32;

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    let proof = of_program(subject);
    match subject {
        Subject::Container(container) if matches!(proof, Proof::Proved(..)) => {
            of_hooks(subject, container).err().unwrap_or(proof)
        }
        _ => proof,
    }
}

/// Hooks that name no user run as that of the service.
fn of_hooks(subject: &Subject, container: &Container) -> Result<(), Proof> {
    for user in hooks(container).filter_map(|hook| hook.get("user")?.as_scalar()) {
        let value = known(user)?;
        if is_root(&value) || !is_certainly_another(subject, &value) {
            let why = format!("the files do not show that the hook's user `{value}` is not root");
            return Err(Proof::Unknown(user.span, why));
        }
    }
    Ok(())
}

fn of_program(subject: &Subject) -> Proof {
    let (user, drops, place) = match subject {
        Subject::Container(container) => (container.user(), container.drops_privileges(), subject.span()),
        Subject::Image(stage) => (stage.user(), stage.drops_privileges(), subject.span()),
    };
    match user {
        _ if drops => {
            Proof::Unknown(place, "the image starts as root, and then switches to another user".to_owned())
        }
        Value::Known { value, set_at } if is_root(value) => {
            let why = "the container starts as root".to_owned();
            match subject {
                // With its build arguments: no rule looks at these for each service.
                Subject::Container(container) if container.builds_in(set_at) => {
                    Proof::Refuted(set_at, why, "root-user")
                }
                _ => Proof::Unknown(set_at, why),
            }
        }
        Value::Known { value, set_at } if is_of_image(subject, set_at) => match digest_decides(subject) {
            Some(digest) => {
                Proof::Unknown(digest, "the digest decides which user this image has, not the tag".to_owned())
            }
            None => Proof::Proved(set_at, format!("this image runs as `{value}`{FROM_TABLE}")),
        },
        Value::Known { value, set_at } if is_certainly_another(subject, value) => {
            Proof::Proved(set_at, format!("the container runs as `{value}`"))
        }
        Value::Known { value, set_at } => {
            let name = name(value);
            if is_number(name) {
                return Proof::Unknown(set_at, format!("the engine rejects the user ID `{name}`"));
            }
            Proof::Unknown(set_at, format!("the files do not show the user ID of `{name}`"))
        }
        Value::Unset => Proof::Unknown(place, "no user is set".to_owned()),
        Value::Unknown { because } => {
            Proof::Unknown(because, "the image's default user is not known".to_owned())
        }
    }
}

/// Whether a user that is not root by its name is not root by its number either: a number is written, or the user comes
/// with the image, or a step creates it.
fn is_certainly_another(subject: &Subject, user: &str) -> bool {
    let name = name(user);
    match subject {
        _ if is_number(name) => name.parse::<u32>().is_ok_and(|uid| uid <= HIGHEST),
        Subject::Container(container) => container.has_user(name),
        Subject::Image(stage) => stage.has_user(name),
    }
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}

/// A user without its group.
fn name(user: &str) -> &str {
    user.split(':').next().unwrap_or_default().trim()
}
