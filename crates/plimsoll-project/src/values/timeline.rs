//! Which value a variable has at any point of any stage, without walking the stages that came before.

use std::borrow::Cow;
use std::collections::HashMap;

/// Values of variables over time.
///
/// Stages are read so that each comes right after the stages it starts from, or after others that start from the
/// same one; what those others set is taken back first. So the time alone tells what a stage inherited.
#[derive(Debug)]
pub(crate) struct Timelines<'s, T> {
    ids: HashMap<Cow<'s, str>, usize>,
    lines: Vec<Vec<(u32, Option<T>)>>,
}

/// What to do to take a value back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Undo<T> {
    id: usize,
    before: Option<T>,
}

impl<'s, T: Copy> Timelines<'s, T> {
    pub(crate) fn new() -> Timelines<'s, T> {
        Timelines { ids: HashMap::new(), lines: Vec::new() }
    }

    /// The value of `name` at `time`.
    pub(crate) fn at(&self, name: &str, time: u32) -> Option<T> {
        let line = self.lines.get(*self.ids.get(name)?)?;
        let next = line.partition_point(|(since, _)| *since <= time);
        line.get(next.checked_sub(1)?)?.1
    }

    /// Its value now, after everything that was set.
    pub(crate) fn now(&self, name: &str) -> Option<T> {
        self.lines.get(*self.ids.get(name)?)?.last()?.1
    }

    /// Gives `name` a value from `time` on, which is no earlier than any before.
    pub(crate) fn set(&mut self, name: Cow<'s, str>, time: u32, value: T) -> Undo<T> {
        let id = *self.ids.entry(name).or_insert_with(|| {
            self.lines.push(Vec::new());
            self.lines.len() - 1
        });
        let before = self.lines.get(id).and_then(|line| line.last()).and_then(|(_, value)| *value);
        self.push(id, time, Some(value));
        Undo { id, before }
    }

    /// Takes a value back from `time` on.
    pub(crate) fn undo(&mut self, undo: Undo<T>, time: u32) {
        self.push(undo.id, time, undo.before);
    }

    /// Every name that has a value at `time`, in no particular order.
    pub(crate) fn names_at(&self, time: u32) -> impl Iterator<Item = (&str, T)> {
        self.ids.keys().filter_map(move |name| Some((&**name, self.at(name, time)?)))
    }

    fn push(&mut self, id: usize, time: u32, value: Option<T>) {
        if let Some(line) = self.lines.get_mut(id) {
            line.push((time, value));
        }
    }
}
