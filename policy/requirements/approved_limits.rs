//! Every limit that was declared is set, is known, and is within its maximum.

use plimsoll_linter::{Evidence, MaxLimits, Proof, Subject};

use crate::evidence::{all_is_here, container, declared, either, known};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let container = container(subject)?;
    let all = declared::<MaxLimits>(subject, evidence, "limits")?;
    all_is_here(&container)?;
    let (mut place, mut shown) = (subject.span(), Vec::new());
    for (kind, most) in all.iter().flat_map(MaxLimits::declared) {
        let what = kind.name();
        let Some(limit) = kind.of(&container) else {
            return Err(Proof::Unknown(subject.span(), format!("there is no known {what}")));
        };
        let value = known(limit)?;
        // 0 and -1 stand for no limit.
        if !kind.read(&value).is_some_and(|set| set > 0.0 && set <= most.value) {
            return Err(Proof::Unknown(limit.span, format!("the {what} is not within {}", most.text)));
        }
        place = limit.span;
        shown.push(format!("{what} {value}"));
    }
    Ok(Proof::Proved(place, format!("within the approved limits: {}", shown.join(", "))))
}
