//! Goes through the instructions of every stage once and notes what they set.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Dockerfile, Instruction, Kind, Pair, Word};

use super::{
    BaseFact, Budget, BuildInputs, Evaluation, Origin, State, ValueId, Variable, graph, is_platform_arg,
};
use crate::values::expand::Expansion;
use crate::values::timeline::{Timelines, Undo};
use crate::{Value, path};
use plimsoll_facts::ImageUser;

pub(super) fn evaluate<'s>(
    tree: &Dockerfile<'s>,
    ranges: &[Range<usize>],
    conditions: &BuildInputs<'s>,
    budget: &mut Budget,
) -> Evaluation<'s> {
    let evaluation = Evaluation {
        stages: Vec::new(),
        values: Vec::new(),
        scope: Timelines::new(),
        env: Timelines::new(),
        global: HashMap::new(),
    };
    let mut runner = Runner { evaluation, tree, ranges, conditions, budget, clock: 0, scopes: Vec::new() };
    runner.global_args();
    graph::connect(&mut runner.evaluation, tree, ranges, conditions);
    runner.stages();
    runner.evaluation
}

struct Runner<'a, 's> {
    evaluation: Evaluation<'s>,
    tree: &'a Dockerfile<'s>,
    ranges: &'a [Range<usize>],
    conditions: &'a BuildInputs<'s>,
    budget: &'a mut Budget,
    /// Every instruction takes one tick, in the order in which the stages are read.
    clock: u32,
    /// What to take back when a stage and those that start from it are done.
    scopes: Vec<Scope>,
}

#[derive(Default)]
struct Scope {
    variables: Vec<Undo<Variable>>,
    env: Vec<Undo<ValueId>>,
}

enum Step {
    Enter(usize),
    Leave,
}

/// Where a stage is while its instructions are read.
struct Cursor {
    stage: usize,
    /// From which instruction on what is set now holds.
    since: usize,
    state: State,
    /// Whether the stage itself has a CMD already.
    has_cmd: bool,
}

impl<'s> Runner<'_, 's> {
    fn global_args(&mut self) {
        let end = self.ranges.first().map_or(0, |range| range.start);
        let tree = self.tree;
        for instruction in tree.instructions.get(..end).unwrap_or_default() {
            let Kind::Arg(arg) = &instruction.kind else { continue };
            for pair in &arg.pairs {
                let name = self.evaluation.expand_global(&pair.name).text;
                let Some(name) = name else { continue };
                let default = pair.value.as_ref().map(|word| {
                    let expansion = self.evaluation.expand_global(word);
                    at_word(expansion.value(), word)
                });
                let variable = self.argument(&name, default, pair);
                self.evaluation.global.insert(name, variable);
            }
        }
    }

    /// What an ARG stands for: what the build is given, else its default, else that of the ARG before FROM.
    fn argument(&mut self, name: &str, default: Option<Value<Cow<'s, str>>>, pair: &Pair<'s>) -> Variable {
        if let Some(given) = self.conditions.args.get(name) {
            let given = given.clone();
            return self.variable(given);
        }
        if let Some(default) = default {
            return self.variable(default);
        }
        if let Some(&global) = self.evaluation.global.get(name) {
            return global;
        }
        let is_free = !is_platform_arg(name);
        let slot = self.store(Value::Unknown { because: pair.span });
        Variable { slot, is_free }
    }

    fn variable(&mut self, value: Value<Cow<'s, str>>) -> Variable {
        Variable { slot: self.store(value), is_free: false }
    }

    fn store(&mut self, value: Value<Cow<'s, str>>) -> ValueId {
        let value = match value {
            Value::Known { value: Cow::Owned(text), set_at } => {
                match self.budget.expanded.checked_sub(text.len()) {
                    Some(left) => {
                        self.budget.expanded = left;
                        Value::known(Cow::Owned(text), set_at)
                    }
                    None => Value::Unknown { because: set_at },
                }
            }
            other => other,
        };
        self.evaluation.values.push(value);
        ValueId(self.evaluation.values.len() as u32 - 1)
    }

    /// Reads every stage right after those it starts from, or after others that start from the same one.
    fn stages(&mut self) {
        let count = self.evaluation.stages.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut open: Vec<Step> = Vec::new();
        for (index, stage) in self.evaluation.stages.iter().enumerate().rev() {
            match stage.base {
                BaseFact::Stage(parent) => {
                    children.get_mut(parent).into_iter().for_each(|all| all.push(index));
                }
                _ => open.push(Step::Enter(index)),
            }
        }
        while let Some(step) = open.pop() {
            match step {
                Step::Enter(index) => {
                    self.scopes.push(Scope::default());
                    self.stage(index);
                    open.push(Step::Leave);
                    open.extend(children.get(index).into_iter().flatten().map(|&child| Step::Enter(child)));
                }
                Step::Leave => {
                    let scope = self.scopes.pop().unwrap_or_default();
                    for undo in scope.variables.into_iter().rev() {
                        self.evaluation.scope.undo(undo, self.clock);
                    }
                    for undo in scope.env.into_iter().rev() {
                        self.evaluation.env.undo(undo, self.clock);
                    }
                }
            }
        }
    }

    fn stage(&mut self, stage: usize) {
        let (tree, ranges) = (self.tree, self.ranges);
        let range = ranges.get(stage).cloned().unwrap_or_default();
        let parent = self.parent(stage);
        let inherited = parent.and_then(|parent| self.end_of(parent));
        let first = inherited.unwrap_or_else(|| self.first_state(stage));
        let mut cursor = Cursor { stage, since: 0, state: first, has_cmd: false };
        if let Some(facts) = self.evaluation.stages.get_mut(stage) {
            facts.start = self.clock;
        }
        let triggers = parent.and_then(|parent| ranges.get(parent)).cloned().unwrap_or_default();
        for (at, instruction) in indexed(tree, &triggers) {
            if let Kind::Onbuild(_) = instruction.kind
                && let Some(left) = self.budget.triggers.checked_sub(1)
            {
                self.budget.triggers = left;
                self.instruction(&mut cursor, at, instruction.kind.triggered());
            }
        }
        self.note(&cursor);
        for (at, instruction) in indexed(tree, &range).skip(1) {
            self.clock += 1;
            cursor.since += 1;
            if self.instruction(&mut cursor, at, &instruction.kind) {
                self.note(&cursor);
            }
        }
        self.clock += 1;
    }

    fn parent(&self, stage: usize) -> Option<usize> {
        match self.evaluation.stages.get(stage)?.base {
            BaseFact::Stage(parent) => Some(parent),
            _ => None,
        }
    }

    fn end_of(&self, stage: usize) -> Option<State> {
        self.evaluation.stages.get(stage)?.states.last().map(|(_, state)| *state)
    }

    fn note(&mut self, cursor: &Cursor) {
        if let Some(facts) = self.evaluation.stages.get_mut(cursor.stage) {
            facts.states.push((cursor.since, cursor.state));
        }
    }

    /// What holds before the first instruction of a stage that starts from no other stage.
    fn first_state(&mut self, stage: usize) -> State {
        let facts = self.evaluation.stages.get(stage);
        let from = match facts.map(|facts| &facts.base) {
            Some(BaseFact::Unknown(because)) => Some(*because),
            _ => self.span_of_from(stage),
        };
        let known = facts.and_then(|facts| facts.known).map(|known| known.user);
        let is_scratch = facts.is_some_and(|facts| matches!(facts.base, BaseFact::Scratch));
        let unknown = |from: Option<Span>| from.map_or(Value::Unset, |because| Value::Unknown { because });
        let user = match (known, from) {
            // Without a user, the engine takes root.
            (None, Some(from)) if is_scratch => Value::known(Cow::Borrowed("root"), from),
            (Some(ImageUser::Root | ImageUser::DropsPrivileges), Some(from)) => {
                Value::known(Cow::Borrowed("root"), from)
            }
            (Some(ImageUser::NonRoot(user)), Some(from)) => Value::known(Cow::Borrowed(user), from),
            _ => unknown(from),
        };
        let other = || if is_scratch { Value::Unset } else { unknown(from) };
        let (workdir, stop_signal) = (other(), other());
        State {
            user: self.store(user),
            workdir: self.store(workdir),
            has_workdir: false,
            stop_signal: self.store(stop_signal),
            shell: Origin::Base,
            entrypoint: Origin::Base,
            cmd: Origin::Base,
            healthcheck: Origin::Base,
        }
    }

    fn span_of_from(&self, stage: usize) -> Option<Span> {
        match &self.tree.instructions.get(self.ranges.get(stage)?.start)?.kind {
            Kind::From(from) => Some(from.image.text.span),
            _ => None,
        }
    }

    /// Notes what an instruction sets. Returns whether the state is another one.
    fn instruction(&mut self, cursor: &mut Cursor, at: usize, kind: &Kind<'s>) -> bool {
        match kind {
            Kind::Arg(arg) => {
                for pair in &arg.pairs {
                    self.arg(cursor.stage, pair);
                }
                return false;
            }
            Kind::Env(env) => {
                self.env(cursor.stage, &env.pairs);
                return false;
            }
            Kind::Expose(expose) => {
                for word in &expose.ports {
                    let port = self.expand(cursor.stage, word);
                    if let Some(facts) = self.evaluation.stages.get_mut(cursor.stage) {
                        facts.ports.push(port);
                    }
                }
                return false;
            }
            Kind::User(user) => {
                let value = self.expand(cursor.stage, &user.user);
                cursor.state.user = self.store(value);
            }
            Kind::Workdir(workdir) => {
                let value = self.expand(cursor.stage, &workdir.path);
                let value = path::workdir(self.evaluation.value(cursor.state.workdir), value);
                cursor.state.workdir = self.store(value);
                cursor.state.has_workdir = true;
            }
            Kind::Stopsignal(signal) => {
                let value = self.expand(cursor.stage, &signal.signal);
                cursor.state.stop_signal = self.store(value);
            }
            Kind::Shell(_) => cursor.state.shell = Origin::Instruction(at),
            Kind::Healthcheck(_) => cursor.state.healthcheck = Origin::Instruction(at),
            Kind::Cmd(_) => {
                cursor.state.cmd = Origin::Instruction(at);
                cursor.has_cmd = true;
            }
            Kind::Entrypoint(_) => {
                cursor.state.entrypoint = Origin::Instruction(at);
                // BuildKit, `dispatchEntrypoint`: the CMD of the base was meant for its own ENTRYPOINT.
                if !cursor.has_cmd {
                    cursor.state.cmd = Origin::Cleared;
                }
            }
            _ => return false,
        }
        true
    }

    fn expand(&self, stage: usize, word: &Word<'s>) -> Value<Cow<'s, str>> {
        let scope = &self.evaluation;
        let lookup =
            |name: &str| scope.scope.now(name).map_or_else(|| scope.missing(stage), |v| scope.lookup(v));
        at_word(Expansion::new(word, lookup).value(), word)
    }

    fn arg(&mut self, stage: usize, pair: &Pair<'s>) {
        let Some(name) = self.expand(stage, &pair.name).get() else { return };
        let default = pair.value.as_ref().map(|word| self.expand(stage, word));
        let variable = self.argument(&name, default, pair);
        // An ARG without any value leaves an ENV of that name alone.
        if !(variable.is_free && self.evaluation.scope.now(&name).is_some()) {
            self.set_variable(name, variable);
        }
    }

    fn env(&mut self, stage: usize, pairs: &[Pair<'s>]) {
        // All of an ENV's words are expanded with what was set before it.
        let expanded: Vec<_> = pairs
            .iter()
            .filter_map(|pair| {
                let name = self.expand(stage, &pair.name).get()?;
                Some((name, self.expand(stage, pair.value.as_ref()?)))
            })
            .collect();
        for (name, value) in expanded {
            let variable = self.variable(value);
            let undo = self.evaluation.env.set(name.clone(), self.clock, variable.slot);
            self.scopes.last_mut().into_iter().for_each(|scope| scope.env.push(undo));
            self.set_variable(name, variable);
        }
    }

    fn set_variable(&mut self, name: Cow<'s, str>, variable: Variable) {
        let undo = self.evaluation.scope.set(name, self.clock, variable);
        self.scopes.last_mut().into_iter().for_each(|scope| scope.variables.push(undo));
    }
}

/// The value of a setting was decided by its word as a whole, also where a variable stands for it.
fn at_word<'s>(value: Value<Cow<'s, str>>, word: &Word<'s>) -> Value<Cow<'s, str>> {
    match value {
        Value::Known { value, .. } => Value::known(value, word.text.span),
        other => other,
    }
}

fn indexed<'t, 's>(
    tree: &'t Dockerfile<'s>,
    range: &Range<usize>,
) -> impl Iterator<Item = (usize, &'t Instruction<'s>)> {
    range.clone().zip(tree.instructions.get(range.clone()).unwrap_or_default())
}
