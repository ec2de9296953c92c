//! What proofs have in common: values that are known, and how it is said that they are not.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Proof, Subject};

use compose::Typed;
use compose::yaml::Scalar;

/// What hides the value of something.
pub(crate) const VARIABLE: &str = "the value depends on a variable that is not set here";

/// The container of a subject; a proof about services knows nothing of images.
pub(crate) fn container<'p>(subject: &Subject<'p>) -> Result<Container<'p>, Proof> {
    match subject {
        Subject::Container(container) => Ok(*container),
        Subject::Image(_) => Err(Proof::NotApplicable("only services are checked".to_owned())),
    }
}

/// Nothing is known when another file may say more about a service.
pub(crate) fn all_is_here(container: &Container) -> Result<(), Proof> {
    if container.app.has_all_of(container.service) {
        return Ok(());
    }
    let why = "another file can change this service";
    Err(Proof::Unknown(container.service.name.span, why.to_owned()))
}

/// A truth value that is certainly false, or not set where everything is known.
pub(crate) fn is_off(flag: Option<&Typed<bool>>) -> Result<(), Proof> {
    match flag {
        None => Ok(()),
        Some(flag) if flag.is(false) => Ok(()),
        Some(flag) if flag.is(true) => Err(Proof::Unknown(flag.span(), "this setting is enabled".to_owned())),
        Some(flag) => Err(Proof::Unknown(flag.span(), VARIABLE.to_owned())),
    }
}

/// A text whose variables are known.
pub(crate) fn known(scalar: &Scalar) -> Result<String, Proof> {
    match project::resolve(scalar) {
        Value::Known { value, .. } => Ok(value.into_owned()),
        _ => Err(Proof::Unknown(scalar.span, VARIABLE.to_owned())),
    }
}

/// Proved, where a limit is written and known.
pub(crate) fn limit(container: &Container, limit: Option<&Scalar>, what: &str) -> Result<Proof, Proof> {
    // 0 and -1 stand for no limit.
    let Some(limit) = limit.filter(|limit| !matches!(&*limit.value, "0" | "-1")) else {
        all_is_here(container)?;
        let why = format!("{what} is not limited");
        return Err(Proof::Unknown(container.service.name.span, why));
    };
    let value = known(limit)?;
    Ok(Proof::Proved(limit.span, format!("{what} is limited to {value}")))
}

/// What is said of every image that something is made of; the first that nothing is known of decides.
pub(crate) fn of_images(subject: &Subject, judge: impl Fn(&ImageName) -> Proof) -> Proof {
    let stage = match subject {
        Subject::Image(stage) => *stage,
        Subject::Container(container) if container.is_built() => match container.stage() {
            Some(stage) => stage,
            None => {
                return Proof::Unknown(subject.span(), "it is unknown what the service builds".to_owned());
            }
        },
        Subject::Container(container) => {
            return match container.image() {
                Value::Known { value, .. } => judge(value),
                Value::Unset => Proof::Unknown(subject.span(), "no image is set".to_owned()),
                Value::Unknown { because } => {
                    Proof::Unknown(because, "the image's name is unknown".to_owned())
                }
            };
        }
    };
    let mut last = Proof::NotApplicable("no image is used".to_owned());
    for own in stage.needed().iter().chain([&stage]) {
        let copied = own.copies_from().map(|copied| copied.source);
        for base in std::iter::once(own.base()).chain(copied) {
            match base {
                Base::Image(image) => last = judge(image),
                Base::Unknown { because } => {
                    return Proof::Unknown(because, "the image's name is unknown".to_owned());
                }
                _ => {}
            }
            if let Proof::Unknown(..) = last {
                return last;
            }
        }
    }
    last
}

/// The one that came first: what is proved, or what hides it.
pub(crate) fn either(proof: Result<Proof, Proof>) -> Proof {
    proof.unwrap_or_else(|hidden| hidden)
}
