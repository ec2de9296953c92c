//! The user of what runs is known, and is not root.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

use project::is_root;

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
        Value::Known { value, set_at } => Proof::Proved(set_at, format!("the container runs as `{value}`")),
        Value::Unset => Proof::Unknown(place, "no user is set".to_owned()),
        Value::Unknown { because } => Proof::Unknown(because, "the user is unknown".to_owned()),
    }
}
