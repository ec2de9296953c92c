//! What a result without a place is about: the part of the document that it cannot do without.
//!
//! The rule is asked again about parts of the document. Of a Dockerfile, the shortest beginning about which it says the
//! same ends with the command. Of YAML, it is the deepest value without which it says nothing.

use std::collections::BTreeMap;

use plimsoll_diagnostics::Span;
use regorus::Value;

use crate::document::Document;

/// How often a rule is asked again about a document.
const MOST_QUESTIONS: usize = 200;

/// How many parts of a value are tried.
const MOST_PARTS: usize = 64;

/// Asks a rule about parts of a document.
pub(crate) struct Blame<'a> {
    document: &'a Document,
    /// Whether the rule gives a result for a part.
    says: &'a mut dyn FnMut(Value) -> Option<Vec<Value>>,
    questions: usize,
    known: BTreeMap<usize, Vec<Value>>,
}

impl<'a> Blame<'a> {
    pub(crate) fn new(
        document: &'a Document,
        says: &'a mut dyn FnMut(Value) -> Option<Vec<Value>>,
    ) -> Blame<'a> {
        Blame { document, says, questions: 0, known: BTreeMap::new() }
    }

    /// The place that a result is about.
    pub(crate) fn place(&mut self, result: &Value) -> Option<Span> {
        if self.document.commands() > 0 {
            let number = self.command(result)?;
            return self.document.at_path(&[number.to_string()]);
        }
        let path = self.path(result);
        (!path.is_empty()).then(|| self.document.at_path(&path))?
    }

    fn ask(&mut self, input: Value) -> Option<Vec<Value>> {
        self.questions += 1;
        if self.questions > MOST_QUESTIONS {
            return None;
        }
        (self.says)(input)
    }

    /// The last command of the shortest beginning for which the result comes out.
    fn command(&mut self, result: &Value) -> Option<usize> {
        let (mut without, mut with) = (0, self.document.value.as_array().ok()?.len());
        if self.first(0)?.contains(result) {
            return None;
        }
        while with - without > 1 {
            let middle = without + (with - without) / 2;
            if self.first(middle)?.contains(result) {
                with = middle;
            } else {
                without = middle;
            }
        }
        Some(without)
    }

    /// What comes out for the first commands.
    fn first(&mut self, count: usize) -> Option<&Vec<Value>> {
        if !self.known.contains_key(&count) {
            let commands = self.document.value.as_array().ok()?;
            let beginning = Value::from(commands.iter().take(count).cloned().collect::<Vec<_>>());
            let found = self.ask(beginning)?;
            self.known.insert(count, found);
        }
        self.known.get(&count)
    }

    /// The path of the deepest value that the result cannot do without.
    fn path(&mut self, result: &Value) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        loop {
            let names = self.document.below(&path);
            if names.len() > MOST_PARTS {
                return path;
            }
            let mut needed = Vec::new();
            for name in &names {
                let whole = self.document.value.clone();
                let Some(found) = edited(whole, &path, |own| own != name).and_then(|one| self.ask(one))
                else {
                    return path;
                };
                if !found.contains(result) {
                    needed.push(name.clone());
                }
            }
            let next = match &*needed {
                [one] => Some(one.clone()),
                // The same may be said of several: the first of them shows what is meant.
                [] if names.len() > 1 => names
                    .iter()
                    .find(|name| {
                        let whole = self.document.value.clone();
                        let alone = edited(whole, &path, |own| own == *name);
                        alone.and_then(|one| self.ask(one)).is_some_and(|found| found.contains(result))
                    })
                    .cloned(),
                _ => None,
            };
            let Some(next) = next else { return path };
            path.push(next);
        }
    }
}

/// The document with those parts of a value that are kept.
fn edited(whole: Value, path: &[String], keep: impl Fn(&String) -> bool) -> Option<Value> {
    let mut whole = whole;
    let mut at = &mut whole;
    for name in path {
        at = match at {
            Value::Object(_) => at.as_object_mut().ok()?.get_mut(&Value::from(name.as_str()))?,
            _ => at.as_array_mut().ok()?.get_mut(name.parse::<usize>().ok()?)?,
        };
    }
    match at {
        Value::Object(_) => {
            let object = at.as_object_mut().ok()?;
            object.retain(|key, _| key.as_string().is_ok_and(|key| keep(&key.to_string())));
        }
        Value::Array(_) => {
            let kept: Vec<Value> = at
                .as_array()
                .ok()?
                .iter()
                .enumerate()
                .filter(|(number, _)| keep(&number.to_string()))
                .map(|(_, item)| item.clone())
                .collect();
            *at = Value::from(kept);
        }
        _ => return None,
    }
    Some(whole)
}
