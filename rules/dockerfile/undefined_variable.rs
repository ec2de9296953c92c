//! An instruction with a variable that nothing sets.

use std::collections::{HashMap, HashSet};

use dockerfile::{Instruction, Kind, Pair, Word};
use plimsoll_linter::prelude::*;
use project::FormerValue;

#[derive(Default)]
pub(crate) struct UndefinedVariable;

impl Rule for UndefinedVariable {
    fn check_instruction(&self, instruction: &Instruction, cx: &mut Context) {
        // Most have none: the stage is not asked about those.
        if cx.is_trigger() || with_variables(instruction).is_empty() {
            return;
        }
        if let Some(stage) = cx.stage() {
            check(instruction, &stage, cx.index(), cx);
        }
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        // What ONBUILD leaves to a stage is run where that starts, with what that sees.
        let Base::Stage(parent) = stage.base() else { return };
        for instruction in parent.instructions() {
            if let Kind::Onbuild(onbuild) = &instruction.kind {
                check(&onbuild.instruction, stage, 0, cx);
            }
        }
    }
}

fn check(instruction: &Instruction, stage: &Stage, index: usize, cx: &mut Context) {
    let words = with_variables(instruction);
    if words.is_empty() || !stage.inherits_no_variables() {
        return;
    }
    let set_here = set_here(instruction);
    for word in words {
        let mut seen = HashSet::new();
        for variable in word.variables() {
            let name = variable.name;
            let is_given = name == "PATH" || name.starts_with("BUILDKIT_SBOM_SCAN_");
            // `ARG X=${X:-a}` is `ARG X=a`: `--build-arg` sets it all the same.
            let is_own_default = variable.default().is_some() && is_arg_of(instruction, word, name);
            // `same-env-reference` says so of what the same ENV sets before.
            let is_set_here = || set_here.get(name).is_some_and(|end| *end <= word.text.span.start);
            let is_again = !seen.insert(name);
            if is_given || is_again || is_own_default || stage.declares(name, index) || is_set_here() {
                continue;
            }
            let answers = ["buildkit:UndefinedVar", "buildkit:WorkdirRelativePath"];
            let answers = answers.get(match &instruction.kind {
                // BuildKit checks the variables of all other instructions.
                Kind::Expose(_) => ..0,
                _ if leads_nowhere(instruction, stage, index) => ..2,
                _ => ..1,
            });
            let help = former_value(instruction, word, variable.span, cx);
            let has_default = variable.default().is_some();
            // `${X:+$X:}` extends a list that may not be there.
            let is_guarded = matches!(variable.modifier, "+" | ":+");
            let is_minor = has_default || is_guarded || help.is_some() || !is_used(instruction);
            let finding = cx.report(variable.span, format!("`{name}` is not defined here"));
            finding
                .here(if has_default { "the default value is always used" } else { "this variable is empty" })
                .help(help.unwrap_or_else(|| advice(stage, name, index)))
                .answers_to(answers.unwrap_or_default().iter().copied());
            finding.is_minor = is_minor;
        }
    }
}

/// Whether it is the first WORKDIR, whose path is no longer absolute without the values of its variables.
fn leads_nowhere(instruction: &Instruction, stage: &Stage, at: usize) -> bool {
    let Kind::Workdir(workdir) = &instruction.kind else { return false };
    let Some(escape) = workdir.path.escape() else { return false };
    let path = dockerfile::expand::expand(&workdir.path.value, escape, |_| None::<&str>);
    path.is_ok_and(|path| !path.value.starts_with(['/', '\\'])) && !stage.has_workdir_at(at)
}

/// Whether the word is the default of the build argument that the variable is.
fn is_arg_of(instruction: &Instruction, word: &Word, name: &str) -> bool {
    let Kind::Arg(arg) = &instruction.kind else { return false };
    Pair::around(&arg.pairs, word).is_some_and(|pair| pair.name.value == name)
}

/// The variables that an ENV sets, each with the end of the first place where it does.
fn set_here<'i>(instruction: &'i Instruction<'i>) -> HashMap<&'i str, u32> {
    let Kind::Env(env) = &instruction.kind else { return HashMap::new() };
    env.pairs.iter().rev().map(|pair| (&*pair.name.value, pair.span.end)).collect()
}

/// Whether anything depends on the value: not on that of a label, or of the name of a cache.
fn is_used(instruction: &Instruction) -> bool {
    !matches!(instruction.kind, Kind::Label(_) | Kind::Run(_))
}

/// What to do where the variable is the former value of the one that is set.
fn former_value(instruction: &Instruction, word: &Word, variable: Span, cx: &Context) -> Option<String> {
    let Kind::Env(env) = &instruction.kind else { return None };
    let written = cx.text(variable);
    match FormerValue::of(env, word, written)? {
        FormerValue::Whole => {
            let name = written.trim_matches(['$', '{', '}']);
            let is_before_from = cx.stage().is_some_and(|stage| !stage.file().global(name).is_unset());
            (!is_before_from).then(|| format!("remove `{name}`, or declare it with `ARG`: it stays empty"))
        }
        FormerValue::Item { text, is_search_path: true } => {
            Some(format!("remove `{text}`: an empty item means the current directory"))
        }
        FormerValue::Item { text, .. } => Some(format!("remove `{text}`: this variable has no value yet")),
    }
}

fn advice(stage: &Stage, name: &str, index: usize) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("write `\\${name}` for a literal dollar sign");
    }
    let mut before_from = stage.file().global_args().flat_map(|arg| &arg.pairs);
    if before_from.any(|pair| pair.name.value == name) {
        return format!(
            "repeat `ARG {name}` in this stage: an `ARG` before the first `FROM` only applies to `FROM`"
        );
    }
    if !stage.file().global(name).is_unset() {
        return format!("add `ARG {name}`: BuildKit sets it only in stages that declare it");
    }
    match stage.nearest_declared(name, index) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "set the variable above with `ENV`, or declare it with `ARG`".to_owned(),
    }
}

/// The words with variables in which BuildKit puts their values.
fn with_variables<'i>(instruction: &'i Instruction<'i>) -> Vec<&'i Word<'i>> {
    let mut words = match &instruction.kind {
        Kind::Expose(expose) => expose.ports.iter().collect(),
        _ => instruction.expanded_words(),
    };
    words.retain(|word| word.value.contains('$'));
    words
}
