//! Values of a Compose file, their variables replaced by what the file itself gives as defaults.

use std::borrow::Cow;
use std::ops::Range;

use plimsoll_compose::interpolate::{Piece, Template};
use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Span;

use plimsoll_facts::Images;

use crate::{ImageName, Value};

/// What a scalar stands for when no variable is given from outside. Without a default it is unknown.
pub fn resolve<'s>(scalar: &Scalar<'s>) -> Value<Cow<'s, str>> {
    match parts(scalar) {
        Some(parts) => Value::known(parts.text, scalar.span),
        None => Value::Unknown { because: scalar.span },
    }
}

/// The image that a scalar names.
pub(crate) fn image<'s>(scalar: &Scalar<'s>, images: Images<'s>) -> Value<ImageName<'s>> {
    let Some(parts) = parts(scalar) else { return Value::Unknown { because: scalar.span } };
    match ImageName::split(&parts.text, scalar.span, images, |range| parts.place(scalar, range)) {
        Some(image) => Value::known(image, scalar.span),
        None => Value::Unknown { because: scalar.span },
    }
}

/// A value with its variables replaced.
struct Parts<'s> {
    text: Cow<'s, str>,
    /// Where the parts start in the text, and which bytes of the scalar's value they stand for.
    sources: Vec<(usize, Range<usize>, Kind)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Literal,
    Replaced,
}

/// `None` when a variable without a default is in it, or when it cannot be read.
fn parts<'s>(scalar: &Scalar<'s>) -> Option<Parts<'s>> {
    if !scalar.value.contains('$') {
        return Some(Parts { text: scalar.value.clone(), sources: Vec::new() });
    }
    let template = Template::parse(&scalar.value);
    if template.error.is_some() {
        return None;
    }
    let mut text = String::new();
    let mut sources = Vec::new();
    let mut at = 0;
    for piece in template.pieces {
        let (range, kind) = match &piece {
            Piece::Literal(literal) => (at..at + literal.len(), Kind::Literal),
            Piece::Escape => (at..at + 2, Kind::Replaced),
            Piece::Variable(variable) => (variable.range.clone(), Kind::Replaced),
        };
        at = range.end;
        let expansion = Template { pieces: vec![piece], error: None }.expand(|_| None);
        if !expansion.unset.is_empty() || !expansion.missing.is_empty() {
            return None;
        }
        if !expansion.value.is_empty() {
            sources.push((text.len(), range, kind));
            text.push_str(&expansion.value);
        }
    }
    Some(Parts { text: Cow::Owned(text), sources })
}

impl Parts<'_> {
    /// Where bytes `range` of the text were decided.
    fn place(&self, scalar: &Scalar<'_>, range: Range<usize>) -> Span {
        if self.sources.is_empty() {
            return scalar.place(range);
        }
        let first = self.sources.partition_point(|(at, ..)| *at <= range.start).saturating_sub(1);
        let last = self.sources.partition_point(|(at, ..)| *at < range.end).saturating_sub(1);
        match self.sources.get(first) {
            Some((at, source, Kind::Literal)) if first == last => {
                let start = source.start + range.start.saturating_sub(*at);
                scalar.place(start..start + range.len())
            }
            Some((_, source, Kind::Replaced)) if first == last => scalar.place(source.clone()),
            _ => scalar.span,
        }
    }
}
