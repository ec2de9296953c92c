//! A variable, label or build argument that is given twice: the last wins.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DuplicateVariable;

impl Rule for DuplicateVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Of keys of a mapping, `duplicate-key` says more.
        let problems = app.compose.problems.iter().filter(|problem| problem.rule == "duplicate-key");
        let mut rejected: Vec<Span> = problems.map(|problem| problem.primary.span).collect();
        rejected.sort_unstable();
        for service in app.files().iter().flat_map(|file| &file.services) {
            let args = service.build.as_ref().map_or(&[][..], |build| &build.args);
            for pairs in [&service.environment, &service.labels, args] {
                check(pairs, &rejected, cx);
            }
        }
        for (first, again) in app.repeated_names() {
            cx.report(first.span, format!("`{}` is set twice", first.raw))
                .here("this value is overridden")
                .label(again.span, "this value is used")
                .help("remove one of the two");
        }
    }
}

fn check(pairs: &[compose::Pair], rejected: &[Span], cx: &mut Context) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for pair in pairs.iter().filter(|pair| !pair.name.is_interpolated()) {
        let Some(first) = seen.insert(&pair.name.value, pair.span) else { continue };
        // Merge keys and aliases may bring one from elsewhere; two of one list are a mistake.
        let next = rejected.partition_point(|key| *key < pair.span);
        let is_rejected = rejected.get(next).is_some_and(|key| pair.span.contains(*key));
        if first.file != pair.span.file || first.start > pair.span.start || is_rejected {
            continue;
        }
        cx.report(first, format!("`{}` is set twice", pair.name.value))
            .here("this value is overridden")
            .label(pair.span, "this value is used")
            .help("remove one of the two");
    }
}
