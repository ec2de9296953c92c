//! A limit that is higher than what was declared, or that is not set at all.

use plimsoll_linter::prelude::*;
use plimsoll_linter::{LimitKind, MaxLimit, MaxLimits};
use project::hardening::{self, Missing};
use serde::Deserialize;

/// Nothing is reported until a limit is declared.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct ExcessiveLimit {
    limits: MaxLimits,
}

impl Rule for ExcessiveLimit {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // Where a service does not say what it runs, another file is laid below this one.
        let is_whole = container.is_run() && !container.app.is_unfinished();
        let missing = if is_whole { hardening::missing(container) } else { Vec::new() };
        for (kind, most) in self.limits.declared() {
            match missing.iter().find(|missing| missing.measure == kind.measure()) {
                Some(missing) => report_missing(most, container, kind, missing, cx),
                None => judge(most, container, kind, cx),
            }
        }
    }
}

fn report_missing(
    MaxLimit { text, .. }: &MaxLimit,
    container: &Container,
    kind: LimitKind,
    missing: &Missing,
    cx: &mut Context,
) {
    let what = kind.name();
    let place = missing.half.map_or(container.service.name.span, |(place, _)| place);
    cx.report(place, format!("{} has no {what}", container.title()))
        .here(format!("the highest approved {what} is {text}"))
        .help(format!("set a {what} of at most {text}"));
}

fn judge(MaxLimit { text, value }: &MaxLimit, container: &Container, kind: LimitKind, cx: &mut Context) {
    let Some(limit) = kind.of(container) else { return };
    let set = project::resolve(limit).get().and_then(|set| kind.read(&set));
    if set.is_some_and(|set| set > *value) {
        cx.report(limit.span, format!("{} exceeds the approved {}", container.title(), kind.name()))
            .here(format!("more than {text}"))
            .help(format!("lower the limit to {text}"));
    }
}
