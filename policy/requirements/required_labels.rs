//! Every required label is set, and its value is known and as required.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, RequiredLabel, RequiredLabels, Subject};
use serde::Deserialize;

use crate::evidence::{all_is_here, built, declared, either, known};

#[derive(Default, Deserialize)]
#[serde(default)]
struct Options {
    labels: RequiredLabels,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let all = declared::<Options>(subject, evidence, "labels")?;
    let of = |on: fn(&RequiredLabel) -> bool| -> Vec<&RequiredLabel> {
        all.iter().flat_map(|one| &one.labels.0).filter(|label| on(label)).collect()
    };
    let mut shown = None;
    if let Subject::Container(container) = subject {
        let (services, networks) = (of(|label| label.on_services), of(|label| label.on_networks));
        all_is_here(container)?;
        if !services.is_empty() {
            shown = Some(judge_pairs(&container.service.labels, &services, subject.span())?);
        }
        let own = container.networks().into_iter().filter_map(|network| network.declared);
        for network in own.filter(|network| network.external.is_none() && !networks.is_empty()) {
            shown = Some(judge_pairs(&network.labels, &networks, network.key.span)?);
        }
    }
    let images = of(|label| label.on_images);
    if !images.is_empty() {
        match judge_image(subject, &images) {
            Ok(place) => shown = Some(place),
            Err(Proof::NotApplicable(why)) if shown.is_none() => return Err(Proof::NotApplicable(why)),
            Err(Proof::NotApplicable(_)) => {}
            Err(unknown) => return Err(unknown),
        }
    }
    match shown {
        Some(place) => Ok(Proof::Proved(place, "the required labels are set".to_owned())),
        None => Err(Proof::NotApplicable("no label is required here".to_owned())),
    }
}

/// The labels of what is built, with those that its build adds; the place of the last that is required.
fn judge_image(subject: &Subject, required: &[&RequiredLabel]) -> Result<Span, Proof> {
    let stage = built(subject)?;
    let unknown = |place: Span, why: String| Proof::Unknown(place, why);
    let found = stage.labels();
    let found = found.ok_or_else(|| unknown(subject.span(), "the name of a label is unknown".to_owned()))?;
    let build = match subject {
        Subject::Container(container) => container.service.build.as_ref(),
        Subject::Image(_) => None,
    };
    let added = build.map_or(&[][..], |build| &build.labels);
    let added = by_name(added);
    let mut shown = subject.span();
    for label in required {
        if let Some(pair) = added.get(&*label.key) {
            shown = judge_pair(pair, label)?;
            continue;
        }
        let key = &label.key;
        match found.get(key) {
            Some((Some(value), place)) if label.accepts(value) => shown = *place,
            Some((Some(_), place)) => return Err(unknown(*place, format!("`{key}` has an invalid value"))),
            Some((None, place)) => return Err(unknown(*place, format!("the value of `{key}` is unknown"))),
            None => return Err(unknown(subject.span(), format!("there is no label `{key}`"))),
        }
    }
    Ok(shown)
}

/// The labels of a service or a network.
fn judge_pairs(pairs: &[compose::Pair], required: &[&RequiredLabel], whose: Span) -> Result<Span, Proof> {
    let pairs = by_name(pairs);
    let mut shown = whose;
    for label in required {
        let key = &*label.key;
        let missing = || Proof::Unknown(whose, format!("there is no label `{key}`"));
        shown = judge_pair(pairs.get(key).ok_or_else(missing)?, label)?;
    }
    Ok(shown)
}

fn judge_pair(pair: &compose::Pair, label: &RequiredLabel) -> Result<Span, Proof> {
    let value = pair.value.as_ref().map(known).transpose()?;
    if value.as_deref().is_some_and(|value| label.accepts(value)) {
        return Ok(pair.span);
    }
    Err(Proof::Unknown(pair.span, format!("`{}` has an invalid value", label.key)))
}

/// The first label of each name.
fn by_name<'p, 's>(pairs: &'p [compose::Pair<'s>]) -> HashMap<&'p str, &'p compose::Pair<'s>> {
    pairs.iter().rev().map(|pair| (&*pair.name.value, pair)).collect()
}
