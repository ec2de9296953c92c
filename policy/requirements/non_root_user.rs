//! The user of what runs is known, and is not root.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::is_root;

use crate::evidence::is_of_image;

pub(crate) fn proof(subject: &Subject, _: &Evidence) -> Proof {
    let (user, drops, place) = match subject {
        Subject::Container(container) => (container.user(), container.drops_privileges(), subject.span()),
        Subject::Image(stage) => (stage.user(), stage.drops_privileges(), subject.span()),
    };
    match user {
        _ if drops => {
            Proof::Unknown(place, "the image starts as root, and then switches to another user".to_owned())
        }
        Value::Known { value, set_at } if is_root(value) => {
            Proof::Unknown(set_at, "the container starts as root".to_owned())
        }
        Value::Known { value, set_at } if is_of_image(subject, set_at) => {
            Proof::Proved(set_at, format!("this image runs as `{value}`"))
        }
        Value::Known { value, set_at } if is_certainly_another(subject, value) => {
            Proof::Proved(set_at, format!("the container runs as `{value}`"))
        }
        Value::Known { value, set_at } => {
            let name = name(value);
            Proof::Unknown(set_at, format!("the files do not show the user ID of `{name}`"))
        }
        Value::Unset => Proof::Unknown(place, "no user is set".to_owned()),
        Value::Unknown { because } => Proof::Unknown(because, "the user is unknown".to_owned()),
    }
}

/// Whether a user that is not root by its name is not root by its number either: a number is written, or the user comes
/// with the image, or a step creates it.
fn is_certainly_another(subject: &Subject, user: &str) -> bool {
    let name = name(user);
    let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    is_number
        || match subject {
            Subject::Container(container) => container.has_user(name),
            Subject::Image(stage) => stage.has_user(name),
        }
}

/// A user without its group.
fn name(user: &str) -> &str {
    user.split(':').next().unwrap_or_default().trim()
}
