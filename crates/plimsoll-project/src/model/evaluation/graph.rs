//! Which stage starts from which, and copies from which.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::{Dockerfile, From, Instruction, Kind, Mount, Word};

use super::{BaseFact, BuildInputs, Evaluation, StageFacts, UseFact};
use crate::ImageName;

/// How many stages start from one another, at most. What starts from more is unknown, so that a chain of stages costs no
/// more with each service or instruction that asks for all of it.
const MOST_PARENTS: usize = 100;

/// Fills in the stages: what they start from and what they use. What they set is still empty.
pub(super) fn connect<'s>(
    evaluation: &mut Evaluation<'s>,
    tree: &Dockerfile<'s>,
    ranges: &[Range<usize>],
    conditions: &BuildInputs<'s>,
) {
    // Only stages before the current one are in it: BuildKit looks no further, so there can be no cycle.
    let mut names: HashMap<String, usize> = HashMap::new();
    let all = all_names(tree);
    let is_open = tree.has_foreign_frontend() && tree.instructions.iter().any(Instruction::is_unknown);
    for (index, range) in ranges.iter().enumerate() {
        let Some(instructions) = tree.instructions.get(range.clone()) else { continue };
        let from = instructions.first().and_then(|first| match &first.kind {
            Kind::From(from) => Some(from),
            _ => None,
        });
        let Some(from) = from else { continue };
        let find = Find { names: &names, all: &all, conditions, is_open, index };
        let mut base = find.base(evaluation, from);
        let mut uses = Vec::new();
        for (at, instruction) in instructions.iter().skip(1).enumerate() {
            match &instruction.kind {
                Kind::Copy(copy) => uses.extend(copy.from.as_ref().map(|word| find.copied(word, at))),
                Kind::Run(run) => {
                    uses.extend(run.mounts.iter().filter_map(Mount::from).map(|from| find.mounted(from, at)));
                }
                _ => {}
            }
        }
        let mut parent = match base {
            BaseFact::Stage(parent) => evaluation.stages.get(parent),
            _ => None,
        };
        let is_too_deep = parent.is_some_and(|parent| parent.parents >= MOST_PARENTS);
        if is_too_deep {
            base = BaseFact::Unknown(from.image.text.span);
            parent = None;
        }
        let known = match &base {
            BaseFact::Image(image) => image.known(),
            _ => None,
        };
        let root = parent.map_or(index, |parent| parent.root);
        let parents = parent.map_or(0, |parent| parent.parents + 1);
        let (states, ports) = (Vec::new(), Vec::new());
        let is_open = is_too_deep || can_name_a_stage(&from.image, evaluation);
        evaluation.stages.push(StageFacts {
            base,
            is_open,
            root,
            parents,
            known,
            start: 0,
            states,
            uses,
            ports,
        });
        if let Some(name) = &from.name {
            names.insert(name.value.to_ascii_lowercase(), index);
        }
    }
}

/// Whether other values of its variables can make a word of FROM the name of a stage.
fn can_name_a_stage(word: &Word<'_>, evaluation: &Evaluation<'_>) -> bool {
    let variables = word.variables();
    // `--build-arg` reaches only what is declared.
    if !variables.iter().any(|variable| evaluation.global.contains_key(variable.name)) {
        return false;
    }
    let Some(first) = variables.first() else { return false };
    let end = variables.iter().map(|variable| variable.span.end).max().unwrap_or(first.span.end);
    let base = word.text.span.start;
    let (start, end) = (first.span.start.saturating_sub(base), end.saturating_sub(base));
    let around = [word.text.raw.get(..start as usize), word.text.raw.get(end as usize..)];
    // No name of a stage holds these.
    !around.into_iter().flatten().any(|text| text.contains([':', '/', '@']))
}

/// The names of all stages, in lower case.
fn all_names(tree: &Dockerfile<'_>) -> HashSet<String> {
    let name = |instruction: &Instruction<'_>| match &instruction.kind {
        Kind::From(from) => from.name.as_ref().map(|name| name.value.to_ascii_lowercase()),
        _ => None,
    };
    tree.instructions.iter().filter_map(name).collect()
}

/// Finds what a name means in the stage at `index`.
struct Find<'a, 's> {
    /// The stages before, by name.
    names: &'a HashMap<String, usize>,
    /// The names of all stages.
    all: &'a HashSet<String>,
    conditions: &'a BuildInputs<'s>,
    /// Whether an instruction of another frontend may bring in more stages.
    is_open: bool,
    index: usize,
}

impl<'s> Find<'_, 's> {
    fn base(&self, evaluation: &Evaluation<'s>, from: &From<'s>) -> BaseFact<'s> {
        let expansion = evaluation.expand_global(&from.image);
        let Some(text) = &expansion.text else { return BaseFact::Unknown(expansion.span) };
        if let Some(&stage) = self.names.get(&text.to_ascii_lowercase()) {
            return BaseFact::Stage(stage);
        }
        if text == "scratch" {
            // As a default it only holds the place of the image that `--build-arg` names.
            let is_default = from.image.value.contains('$');
            return if is_default { BaseFact::Unknown(expansion.span) } else { BaseFact::Scratch };
        }
        self.image(text, from.image.text.span, |range| expansion.place(range))
    }

    fn copied(&self, from: &Word<'s>, at: usize) -> UseFact<'s> {
        let source = self.source(&from.value, from.text);
        UseFact { at, span: from.text.span, is_mount: false, source }
    }

    fn mounted(&self, from: Text<'s>, at: usize) -> UseFact<'s> {
        let source = self.source(&Cow::Borrowed(from.raw), from);
        UseFact { at, span: from.span, is_mount: true, source }
    }

    /// The name or number of an earlier stage, or an image.
    fn source(&self, name: &Cow<'s, str>, written: Text<'s>) -> BaseFact<'s> {
        let span = written.span;
        // BuildKit puts no variables in here.
        if name.contains('$') {
            return BaseFact::Unknown(span);
        }
        let stage_name = name.to_ascii_lowercase();
        if let Some(&stage) = self.names.get(&stage_name) {
            return BaseFact::Stage(stage);
        }
        // BuildKit refuses to copy from a stage that is not there yet, rather than take an image of its name.
        if self.all.contains(&stage_name) {
            return BaseFact::Unknown(span);
        }
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            let number = name.parse().ok().filter(|&number: &usize| number < self.index);
            return number.map_or(BaseFact::Unknown(span), BaseFact::Stage);
        }
        if name == "scratch" {
            return BaseFact::Scratch;
        }
        let verbatim = **name == *written.raw;
        self.image(
            name,
            span,
            |range| if verbatim { written.slice(range.start, range.end).span } else { span },
        )
    }

    fn image(&self, text: &Cow<'s, str>, span: Span, place: impl Fn(Range<usize>) -> Span) -> BaseFact<'s> {
        // A named context replaces any image of that name.
        // So does a stage that another frontend brings in.
        let is_stage = self.is_open && !text.contains([':', '/', '@']);
        if self.conditions.contexts.contains(&**text) || is_stage {
            return BaseFact::Unknown(span);
        }
        let name = ImageName::split(text, span, self.conditions.images, place);
        name.map_or(BaseFact::Unknown(span), BaseFact::Image)
    }
}
