//! An instruction, a shell or a frontend that may not be used.

use dockerfile::{Instruction, Keyword, Kind};
use plimsoll_linter::prelude::*;
use project::ImagePatterns;
use serde::Deserialize;

/// Nothing is reported until something is named.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ForbiddenInstruction {
    forbid: Vec<Name>,
    allow_shell: Option<WordList>,
    syntax: Option<Frontends>,
}

#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Name(Keyword);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        Keyword::from_name(&text).map(Name).ok_or_else(|| format!("`{text}` is not an instruction"))
    }
}

/// Patterns for the images that run builds.
#[derive(Deserialize)]
#[serde(try_from = "Vec<String>")]
struct Frontends {
    patterns: ImagePatterns,
    listed: WordList,
}

impl TryFrom<Vec<String>> for Frontends {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Frontends, String> {
        let patterns = ImagePatterns::new(&written).ok_or_else(project::too_many_stars)?;
        Ok(Frontends { patterns, listed: WordList::from(written) })
    }
}

impl Rule for ForbiddenInstruction {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let syntax = file.tree.directive("syntax");
        let Some((syntax, allowed)) = syntax.zip(self.syntax.as_ref()) else { return };
        let place = syntax.value.span;
        let Some(image) = ImageName::parse(syntax.value.raw, place) else { return };
        if allowed.patterns.find(&image).is_none() {
            cx.report(place, format!("the frontend `{image}` is not approved"))
                .here("this image runs the build")
                .help(match &*allowed.listed.shown("` or `") {
                    "" => "remove this line: no frontend is approved".to_owned(),
                    patterns => format!("use a frontend that matches `{patterns}`"),
                });
        }
    }

    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        let keyword = instruction.keyword.value.to_ascii_uppercase();
        if self.forbid.iter().any(|Name(forbidden)| forbidden.name() == keyword) {
            cx.report(instruction.keyword.text.span, format!("`{keyword}` is not allowed"))
                .here("the configuration forbids this instruction")
                .help("remove this instruction, or change `forbid` in the configuration");
            return;
        }
        let (Kind::Shell(shell), Some(allowed)) = (&instruction.kind, &self.allow_shell) else { return };
        if let Some(program) = shell.words.first().filter(|program| !allowed.has(&program.value)) {
            cx.report(program.text.span, format!("the shell `{}` is not approved", program.value))
                .here("the instructions below run in this shell")
                .help(match &*allowed.shown("` or `") {
                    "" => "remove this instruction: no shell is approved".to_owned(),
                    shells => format!("use `{shells}`"),
                });
        }
    }
}
