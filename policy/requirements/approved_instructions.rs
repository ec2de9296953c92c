//! Nothing that is built has a forbidden instruction, and its shells and its frontend are declared.

use dockerfile::{Instruction, Keyword, Kind};
use plimsoll_linter::prelude::*;
use plimsoll_linter::{ApprovedInstructions, Evidence, Proof, Subject};

use crate::evidence::{built, declared, either};

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let stage = built(subject)?;
    let all = declared::<ApprovedInstructions>(subject, evidence, "instructions")?;
    let file = stage.file();
    if let Some(syntax) = file.tree.directive("syntax") {
        let place = syntax.value.span;
        let image = ImageName::parse(syntax.value.raw, place);
        for frontends in all.iter().filter_map(|one| one.syntax.as_ref()) {
            let is_approved = image.as_ref().is_some_and(|image| frontends.accept(image));
            if !is_approved {
                return Err(Proof::Unknown(place, "the frontend is not approved".to_owned()));
            }
        }
        if file.tree.has_foreign_frontend() {
            let why = "it is unknown which instructions this frontend runs";
            return Err(Proof::Unknown(place, why.to_owned()));
        }
    }
    for own in stage.needed().iter().chain([&stage]) {
        for (_, instruction) in own.indexed() {
            for one in all {
                judge_instruction(one, instruction)?;
            }
        }
    }
    Ok(Proof::Proved(subject.span(), "no forbidden instruction is used".to_owned()))
}

fn judge_instruction(approved: &ApprovedInstructions, instruction: &Instruction) -> Result<(), Proof> {
    let keyword = &instruction.keyword;
    if Keyword::from_name(&keyword.value).is_none_or(|name| approved.forbids(name)) {
        return Err(Proof::Unknown(keyword.text.span, format!("`{}` is not allowed", keyword.value)));
    }
    match (&instruction.kind, &approved.allow_shell) {
        (Kind::Onbuild(trigger), _) => judge_instruction(approved, &trigger.instruction),
        (Kind::Shell(shell), Some(allowed)) => match shell.words.first() {
            Some(program) if allowed.has(&program.value) => Ok(()),
            _ => Err(Proof::Unknown(keyword.text.span, "the shell is not approved".to_owned())),
        },
        _ => Ok(()),
    }
}
