//! Every name that a declaration speaks of is known, and matches its pattern.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, NamePatterns, Proof, Subject, TextPattern};

use crate::evidence::{all_is_here, built, declared, either, known};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let all = declared::<NamePatterns>(subject, evidence, "names")?;
    for names in all {
        if let Subject::Container(container) = subject {
            all_is_here(container)?;
            judge_container(names, container)?;
        }
        if let Some(pattern) = &names.stages {
            judge_stages(pattern, subject)?;
        }
    }
    Ok(Proof::Proved(subject.span(), "the names follow the naming policy".to_owned()))
}

fn judge_container(names: &NamePatterns, container: &Container) -> Result<(), Proof> {
    let service = container.service;
    matches(names.services.as_ref(), &service.name.value, service.name.span)?;
    if let Some(name) = service.container_name.as_ref().filter(|_| names.container_name) {
        return Err(Proof::Unknown(name.span, "`container_name` is not allowed".to_owned()));
    }
    if let Some(pattern) = &names.volumes {
        for source in service.volumes.iter().filter(|it| it.kind == compose::MountKind::Volume) {
            let Some(source) = &source.source else { continue };
            matches(Some(pattern), &known(source)?, source.span)?;
        }
    }
    match (&names.images, container.image()) {
        (Some(pattern), Value::Known { value, set_at }) if container.is_built() => {
            matches(Some(pattern), &value.to_string(), set_at)
        }
        (Some(_), _) if container.is_built() => {
            let why = "Compose generates the name of the image, or a variable decides it";
            Err(Proof::Unknown(service.key_span("build"), why.to_owned()))
        }
        _ => Ok(()),
    }
}

/// The names of the stages that are built; what is not built here has none.
fn judge_stages(pattern: &TextPattern, subject: &Subject) -> Result<(), Proof> {
    let stage = match built(subject) {
        Ok(stage) => stage,
        Err(Proof::NotApplicable(_)) => return Ok(()),
        Err(unknown) => return Err(unknown),
    };
    for name in stage.needed().iter().chain([&stage]).filter_map(Stage::name) {
        matches(Some(pattern), &name.value, name.text.span)?;
    }
    Ok(())
}

fn matches(pattern: Option<&TextPattern>, name: &str, place: Span) -> Result<(), Proof> {
    match pattern.filter(|pattern| !pattern.matches(name)) {
        None => Ok(()),
        Some(_) => Err(Proof::Unknown(place, format!("`{name}` does not follow the naming policy"))),
    }
}
