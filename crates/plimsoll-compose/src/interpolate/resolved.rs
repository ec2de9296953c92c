//! Values that are known although variables stand in them, read as if they were written.

use std::borrow::Cow;

use plimsoll_diagnostics::{Diagnostic, Span};

use super::fill::rewrite;
use super::{OperatorKind, Template};
use crate::yaml::{Scalar, Yaml};

/// A value that comes from elsewhere: from a default beside the variable, or from `.env`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResolvedValue {
    /// Where the variable stands.
    pub span: Span,
    /// The value as it is written.
    pub written: String,
    /// What it comes to.
    pub value: String,
    /// Where `.env` sets the variable; `None` for a default.
    pub set_at: Option<Span>,
}

/// The tree with every value in it that is known, and where these come from. `None` when there is none.
pub(crate) fn resolve_known<'s>(tree: &Yaml<'s>) -> Option<(Yaml<'s>, Vec<ResolvedValue>)> {
    let mut origins = Vec::new();
    let node = rewrite(&tree.node, &mut |scalar| {
        let (resolved, origin) = resolved(scalar)?;
        origins.push(origin);
        Some(resolved)
    })?;
    origins.sort_by_cached_key(|origin| origin.span);
    Some((Yaml { node, ..tree.clone() }, origins))
}

fn resolved<'s>(scalar: &Scalar<'s>) -> Option<(Scalar<'s>, ResolvedValue)> {
    if !scalar.is_interpolated() {
        return None;
    }
    let template = Template::parse(&scalar.value);
    let known = template.expand(|_| None);
    if template.error.is_some() || !known.unset.is_empty() || !known.missing.is_empty() {
        return None;
    }
    // `${NAME:+text}` says on purpose that nothing is fine, too.
    let is_optional = |kind: OperatorKind| kind == OperatorKind::Replacement;
    let mut operators = template.variables().into_iter().filter_map(|variable| variable.operator);
    if operators.any(|operator| is_optional(operator.kind)) {
        return None;
    }
    let origin = ResolvedValue {
        span: scalar.span,
        written: scalar.template().to_owned(),
        value: known.value.clone(),
        set_at: scalar.template.as_ref().and_then(|written| written.set_at),
    };
    let value = Cow::Owned(known.value.replace('$', "$$"));
    Some((Scalar { value, template: None, ..scalar.clone() }, origin))
}

impl ResolvedValue {
    /// The value that decides what stands at `span`, among those of a file, in order.
    pub(crate) fn at(origins: &[ResolvedValue], span: Span) -> Option<&ResolvedValue> {
        let after = origins.partition_point(|origin| origin.span <= span);
        let around = origins.get(after.checked_sub(1)?)?;
        around.span.contains(span).then_some(around)
    }

    /// Adds to a finding where the value comes from. A value of `.env` is not repeated, as it may be secret.
    pub fn explain(&self, finding: &mut Diagnostic) {
        match self.set_at {
            Some(place) => {
                finding.message = finding
                    .message
                    .replace(&format!("`{}`", self.value), &format!("the value of `{}`", self.written));
                finding.label(place, "set here");
            }
            None => {
                finding.note(format!(
                    "`{}` becomes `{}` when the variable is not set",
                    self.written, self.value
                ));
            }
        }
    }
}
