//! What a Dockerfile means under one set of build arguments: read once, asked often.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Dockerfile;

use crate::values::expand::Expansion;
use crate::values::timeline::Timelines;
use crate::{ImageName, Value};
use plimsoll_facts::{Images, KnownImage};

mod graph;
mod run;
mod scope;

pub use scope::is_platform_arg;

/// How much may be computed. What comes when it is spent is unknown; real files stay below a thousandth of it.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Bytes of expanded values.
    pub(crate) expanded: usize,
    /// ONBUILD instructions that are run in the stages that start from theirs.
    pub(crate) triggers: usize,
    /// Instructions that are read again under the build arguments of a service.
    pub(crate) instructions: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { expanded: 8 << 20, triggers: 10_000, instructions: 500_000 }
    }
}

/// What a build is given from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct BuildInputs<'s> {
    /// `build.args` by name.
    pub(crate) args: HashMap<Cow<'s, str>, Value<Cow<'s, str>>>,
    /// `build.additional_contexts`: names that FROM and `--from` mean something else by.
    pub(crate) contexts: HashSet<Cow<'s, str>>,
    /// What is known of images.
    pub(crate) images: Images<'s>,
}

/// What a Dockerfile means.
#[derive(Debug)]
pub(crate) struct Evaluation<'s> {
    pub(crate) stages: Vec<StageFacts<'s>>,
    /// Values that settings and variables refer to.
    pub(crate) values: Vec<Value<Cow<'s, str>>>,
    /// ARG and ENV: what words are expanded with.
    pub(crate) scope: Timelines<'s, Variable>,
    /// ENV alone: what a container gets.
    pub(crate) env: Timelines<'s, ValueId>,
    /// ARG before the first FROM: what FROM is expanded with.
    pub(crate) global: HashMap<Cow<'s, str>, Variable>,
}

/// A value in [`Evaluation::values`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ValueId(pub(crate) u32);

/// A variable in scope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variable {
    pub(crate) slot: ValueId,
    /// Whether it is an ARG that nobody gave a value: `${NAME:-default}` takes the default then.
    pub(crate) is_free: bool,
}

/// What a stage means.
#[derive(Debug)]
pub(crate) struct StageFacts<'s> {
    pub(crate) base: BaseFact<'s>,
    /// Whether its FROM may mean another stage: under a build argument, or behind too many stages to follow.
    pub(crate) is_open: bool,
    /// The stage at the start of its chain: the one whose base is no stage.
    pub(crate) root: usize,
    /// How many stages it starts from.
    pub(crate) parents: usize,
    /// What is known of the base, if it is an image.
    pub(crate) known: Option<KnownImage<'s>>,
    /// Its time in the timelines: that of its FROM.
    pub(crate) start: u32,
    /// What is set from which of its instructions on; the first from 0.
    pub(crate) states: Vec<(usize, State)>,
    /// COPY --from and mounts.
    pub(crate) uses: Vec<UseFact<'s>>,
    /// Ports that its own EXPOSE name.
    pub(crate) ports: Vec<Value<Cow<'s, str>>>,
}

/// What a stage starts from.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every stage starts from an image")]
pub(crate) enum BaseFact<'s> {
    Stage(usize),
    Image(ImageName<'s>),
    Scratch,
    Unknown(Span),
}

/// What a `--from` means.
#[derive(Debug)]
pub(crate) struct UseFact<'s> {
    /// The instruction, counted from the first behind FROM.
    pub(crate) at: usize,
    pub(crate) span: Span,
    pub(crate) is_mount: bool,
    pub(crate) source: BaseFact<'s>,
}

/// Which instruction decides something, counted in the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// None: the image that the chain starts from decides.
    Base,
    /// It was taken back: ENTRYPOINT clears the CMD of the base.
    Cleared,
    /// This one.
    Instruction(usize),
}

/// Everything that the end of a stage passes on, variables aside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    pub(crate) user: ValueId,
    pub(crate) workdir: ValueId,
    /// Whether a WORKDIR was among the instructions, those of the stages it starts from included.
    pub(crate) has_workdir: bool,
    pub(crate) stop_signal: ValueId,
    pub(crate) shell: Origin,
    pub(crate) entrypoint: Origin,
    pub(crate) cmd: Origin,
    pub(crate) healthcheck: Origin,
}

impl<'s> Evaluation<'s> {
    /// Reads a Dockerfile. `ranges` are its stages.
    pub(crate) fn new(
        tree: &Dockerfile<'s>,
        ranges: &[Range<usize>],
        conditions: &BuildInputs<'s>,
        budget: &mut Budget,
    ) -> Evaluation<'s> {
        run::evaluate(tree, ranges, conditions, budget)
    }

    /// Marks `targets` and everything that is built for them.
    pub(crate) fn mark_reachable(&self, targets: impl IntoIterator<Item = usize>, reachable: &mut [bool]) {
        let mut seen = vec![false; self.stages.len()];
        let mut open: Vec<usize> = targets.into_iter().collect();
        // Stages before this one are among those already.
        let mut all_before = 0;
        while let Some(index) = open.pop() {
            let (Some(stage), Some(seen)) = (self.stages.get(index), seen.get_mut(index)) else { continue };
            if std::mem::replace(seen, true) {
                continue;
            }
            if let Some(mark) = reachable.get_mut(index) {
                *mark = true;
            }
            if stage.is_open {
                open.extend(all_before..index);
                all_before = all_before.max(index);
            }
            let uses = stage.uses.iter().map(|used| &used.source);
            open.extend(uses.chain([&stage.base]).filter_map(|base| match base {
                BaseFact::Stage(index) => Some(*index),
                _ => None,
            }));
        }
    }

    /// The images that stages start from.
    pub(crate) fn bases(&self) -> impl Iterator<Item = &ImageName<'s>> {
        self.stages.iter().filter_map(|stage| match &stage.base {
            BaseFact::Image(name) => Some(name),
            _ => None,
        })
    }

    /// The stages that no other one needs, the last one among them.
    pub(crate) fn unused(&self) -> Vec<usize> {
        let mut is_used = vec![false; self.stages.len()];
        for stage in &self.stages {
            let uses = stage.uses.iter().map(|used| &used.source);
            for base in uses.chain([&stage.base]) {
                if let BaseFact::Stage(index) = base
                    && let Some(used) = is_used.get_mut(*index)
                {
                    *used = true;
                }
            }
        }
        let last = self.stages.len().saturating_sub(1);
        is_used
            .iter()
            .enumerate()
            .filter(|(index, used)| !**used || *index == last)
            .map(|(index, _)| index)
            .collect()
    }

    /// Marks `targets` and the stages that they start from.
    pub(crate) fn mark_shipped(&self, targets: impl IntoIterator<Item = usize>, shipped: &mut [bool]) {
        for target in targets {
            let mut next = Some(target);
            while let Some(index) = next.take() {
                let Some(mark) = shipped.get_mut(index).filter(|mark| !**mark) else { break };
                *mark = true;
                next = match self.stages.get(index).map(|stage| &stage.base) {
                    Some(BaseFact::Stage(base)) => Some(*base),
                    _ => None,
                };
            }
        }
    }

    pub(crate) fn value(&self, slot: ValueId) -> Value<&str> {
        self.values.get(slot.0 as usize).map_or(Value::Unset, |value| value.as_ref().map(|text| &**text))
    }

    /// What holds in a stage before its instruction `at`.
    pub(crate) fn state(&self, stage: usize, at: usize) -> Option<State> {
        let states = &self.stages.get(stage)?.states;
        let next = states.partition_point(|(since, _)| *since <= at);
        states.get(next.checked_sub(1)?).map(|(_, state)| *state)
    }
}

impl<'s> Expansion<'s> {
    /// What is known of the word as a whole.
    pub(crate) fn value(self) -> Value<Cow<'s, str>> {
        match self.text {
            Some(text) => Value::Known { value: text, set_at: self.span },
            None => Value::Unknown { because: self.span },
        }
    }
}
