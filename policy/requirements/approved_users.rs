//! The number of the user is known, and is in the range that was declared.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    let (user, drops, stage) = match subject {
        Subject::Container(container) => (container.user(), container.drops_privileges(), container.stage()),
        Subject::Image(stage) => (stage.user(), stage.drops_privileges(), Some(*stage)),
    };
    let unknown = |place: Span, why: &str| Proof::Unknown(place, why.to_owned());
    if !evidence.is_declared() {
        return unknown(subject.span(), "the policy declares no users");
    }
    let (user, place) = match user {
        _ if drops => {
            return unknown(subject.span(), "the image starts as root, and then switches to another user");
        }
        Value::Known { value, set_at } => (value, set_at),
        Value::Unset => return unknown(subject.span(), "no user is set"),
        Value::Unknown { because } => return unknown(because, "the user is unknown"),
    };
    let name = user.split(':').next().unwrap_or_default();
    let created = || stage.and_then(|stage| stage.account(name, stage.end()));
    let root = || (name == "root").then_some(0);
    let uid = name.parse::<u32>().ok().or_else(root).or_else(|| created()?.uid);
    let Some(uid) = uid.map(i64::from) else {
        return Proof::Unknown(place, format!("the ID of `{name}` is known only inside the image"));
    };
    let is_within = evidence.numbers("min-uid").iter().all(|min| uid >= *min)
        && evidence.numbers("max-uid").iter().all(|max| uid <= *max)
        && !evidence.denied().contains(name);
    if is_within {
        Proof::Proved(place, format!("user ID {uid} is in the declared range"))
    } else {
        Proof::Unknown(place, format!("user ID {uid} is not in the declared range"))
    }
}
