//! What BuildKit refuses about the order of instructions and the stages they name.
//!
//! Source: BuildKit, `instructions.Parse` and `dockerfile2llb`.

use std::collections::HashMap;

use plimsoll_diagnostics::{Span, Text};

use crate::problems::Problems;
use crate::{Instruction, Keyword, Kind, Word};

/// What Datadog calls a file without a stage.
const NO_STAGE: &str = "datadog-iac:19619060";

/// What others call a stage that copies from itself.
const OWN_STAGE: [&str; 4] =
    ["hadolint:DL3023", "trivy:DS-0006", "kics:cdddb86f", "semgrep:copy-from-own-alias"];

/// The stages of a file.
struct Stages {
    /// Where each starts.
    starts: Vec<Span>,
    /// By name in lower case: the first of that name.
    names: HashMap<String, usize>,
}

/// Reports instructions before the first stage, and references that no stage before answers.
pub(crate) fn check(instructions: &[Instruction<'_>], problems: &mut Problems) {
    let mut stages = Stages { starts: Vec::new(), names: HashMap::new() };
    let mut outside = None;
    for instruction in instructions {
        let keyword = Keyword::from_name(&instruction.keyword.value);
        if keyword == Some(Keyword::From) {
            if let Kind::From(from) = &instruction.kind
                && let Some(name) = &from.name
            {
                let at = stages.starts.len();
                stages.names.entry(name.value.to_lowercase()).or_insert(at);
            }
            stages.starts.push(instruction.keyword.text.span);
        } else if stages.starts.is_empty() && keyword.is_some_and(|keyword| keyword != Keyword::Arg) {
            outside = outside.or(Some(instruction));
        }
    }
    if let Some(instruction) = outside {
        let problem = problems.validity(
            instruction.keyword.text.span,
            format!("`{}` before the first `FROM`", instruction.keyword.value),
            "no stage has started yet",
            "start the stage with `FROM`: only `ARG` is allowed before it",
        );
        if let Some(problem) = problem {
            let no_stage = stages.starts.is_empty().then_some(NO_STAGE);
            problem.answers_to(["hadolint:DL3061", "datadog-iac:52e2b1c6"].into_iter().chain(no_stage));
        }
    } else if stages.starts.is_empty()
        && let Some(last) = instructions.last()
        && instructions.iter().all(|one| matches!(one.kind, Kind::Arg(_)))
    {
        let problem = problems.validity(
            last.span.after(),
            "the file has no stage",
            "the file ends without a `FROM`",
            "add `FROM` with a base image",
        );
        if let Some(problem) = problem {
            problem.answers_to([NO_STAGE]);
        }
    }
    let mut current = 0_usize;
    for instruction in instructions {
        match &instruction.kind {
            Kind::Copy(copy) => {
                if let Some(from) = &copy.from {
                    stages.copy_from(from, current, problems);
                }
            }
            Kind::Run(run) => {
                for from in run.mounts.iter().filter_map(crate::Mount::from) {
                    stages.named(from, from.raw, current, problems);
                }
            }
            _ if Keyword::from_name(&instruction.keyword.value) == Some(Keyword::From) => current += 1,
            _ => {}
        }
    }
}

impl Stages {
    /// `--from=` in stage number `current`, counted from 1.
    fn copy_from(&self, from: &Word<'_>, current: usize, problems: &mut Problems) {
        if from.value.contains('$') {
            let problem = problems.validity(
                from.text.span,
                "`--from` does not expand variables",
                "this is a variable",
                "name a stage with `FROM … AS name` and copy from that stage",
            );
            if let Some(problem) = problem {
                problem.answers_to(["hadolint:DL3022"]);
            }
            return;
        }
        let Ok(index) = from.value.parse::<i64>() else {
            return self.named(from.text, &from.value, current, problems);
        };
        if let Some(index) = usize::try_from(index).ok().filter(|index| *index < self.starts.len()) {
            self.earlier(from.text, &from.value, index, current, problems);
        } else {
            let problem = problems.validity(
                from.text.span,
                format!("unknown stage {index}"),
                format!("the file has {} stages, counted from 0", self.starts.len()),
                "use the number or name of a stage above this one",
            );
            if let Some(problem) = problem {
                problem.answers_to(["hadolint:DL3022"]);
            }
        }
    }

    fn named(&self, from: Text<'_>, name: &str, current: usize, problems: &mut Problems) {
        if let Some(place) = self.names.get(&name.to_lowercase()) {
            self.earlier(from, name, *place, current, problems);
        }
    }

    /// Reports a stage that has not been built yet: the same one, or a later one. With several of one name the
    /// first decides.
    fn earlier(&self, from: Text<'_>, name: &str, first: usize, current: usize, problems: &mut Problems) {
        if current == 0 || first + 1 < current {
            return;
        }
        let (message, here, there, aliases): (_, _, _, &[&str]) = if first + 1 == current {
            let message = format!("stage `{name}` copies files from itself");
            (message, "this is the same stage", "the stage starts here", &OWN_STAGE)
        } else {
            let message = format!("stage `{name}` is defined later");
            (message, "this stage is not built yet", "the stage starts here", &["hadolint:DL3022"])
        };
        let problem = problems.validity(
            from.span,
            message,
            here,
            "copy from a stage above this one, or move that stage up",
        );
        if let (Some(problem), Some(start)) = (problem, self.starts.get(first)) {
            problem.label(*start, there).answers_to(aliases.iter().copied());
        }
    }
}
