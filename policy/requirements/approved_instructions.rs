//! Nothing that is built has a forbidden instruction, and its shells and its frontend are declared.

use dockerfile::{Instruction, Keyword, Kind};
use plimsoll_linter::prelude::*;
use plimsoll_linter::{Evidence, Proof, Subject};
use project::ImagePatterns;
use serde::Deserialize;

use crate::evidence::{built, declared, either};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Instructions {
    forbid: Vec<String>,
    allow_shell: Option<WordList>,
    syntax: Option<Vec<String>>,
}

pub(crate) fn proof(subject: &Subject, evidence: &Evidence) -> Proof {
    either(judge(subject, evidence))
}

fn judge(subject: &Subject, evidence: &Evidence) -> Result<Proof, Proof> {
    let stage = built(subject)?;
    let all = declared::<Instructions>(subject, evidence, "instructions")?;
    let file = stage.file();
    if let Some(syntax) = file.tree.directive("syntax") {
        let place = syntax.value.span;
        let image = ImageName::parse(syntax.value.raw, place);
        for patterns in all.iter().filter_map(|one| one.syntax.as_ref()) {
            let patterns = ImagePatterns::new(patterns);
            let is_approved =
                patterns.zip(image.as_ref()).is_some_and(|(all, image)| all.find(image).is_some());
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
                one.judge(instruction)?;
            }
        }
    }
    Ok(Proof::Proved(subject.span(), "no forbidden instruction is used".to_owned()))
}

impl Instructions {
    fn judge(&self, instruction: &Instruction) -> Result<(), Proof> {
        let keyword = &instruction.keyword;
        let name = Keyword::from_name(&keyword.value).map_or("", Keyword::name);
        if name.is_empty() || self.forbid.iter().any(|forbidden| forbidden.eq_ignore_ascii_case(name)) {
            return Err(Proof::Unknown(keyword.text.span, format!("`{}` is not allowed", keyword.value)));
        }
        match (&instruction.kind, &self.allow_shell) {
            (Kind::Onbuild(trigger), _) => self.judge(&trigger.instruction),
            (Kind::Shell(shell), Some(allowed)) => match shell.words.first() {
                Some(program) if allowed.has(&program.value) => Ok(()),
                _ => Err(Proof::Unknown(keyword.text.span, "the shell is not approved".to_owned())),
            },
            _ => Ok(()),
        }
    }
}
