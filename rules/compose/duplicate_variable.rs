//! A variable, label or build argument that is given twice, with different values: the last wins.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DuplicateVariable;

impl Rule for DuplicateVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for pair in repeated(app, cx.project()) {
            if !pair.is_same {
                cx.report(pair.first, format!("`{}` is set twice", pair.name))
                    .here("this value is overridden")
                    .label(pair.again, "this value is used")
                    .help("remove one of the two");
            }
        }
    }
}

/// What is set twice in one list or file.
pub(super) struct Repeated<'p> {
    pub(super) name: &'p str,
    pub(super) first: Span,
    pub(super) again: Span,
    /// Whether both values are the same.
    pub(super) is_same: bool,
}

/// What is set twice, in lists of services and in files of variables.
pub(super) fn repeated<'p>(app: &'p ComposeApp, project: &Project) -> Vec<Repeated<'p>> {
    // Of keys of a mapping, `duplicate-key` says more.
    let problems = app.compose.problems.iter().filter(|problem| problem.rule == "duplicate-key");
    let mut rejected: Vec<Span> = problems.map(|problem| problem.primary.span).collect();
    rejected.sort_unstable();
    let mut found = Vec::new();
    for service in app.files().iter().flat_map(|file| &file.services) {
        let args = service.build.as_ref().map_or(&[][..], |build| &build.args);
        for pairs in [&service.environment, &service.labels, args] {
            find(pairs, &rejected, &mut found);
        }
    }
    let value = |name: Span| {
        let rest = project.sources.text(name.file).raw.get(name.end as usize..)?;
        rest.lines().next().map(|line| line.trim_start_matches([' ', '=']).trim_end())
    };
    found.extend(app.repeated_names().into_iter().map(|(first, again)| Repeated {
        name: first.raw,
        first: first.span,
        again: again.span,
        is_same: value(first.span) == value(again.span),
    }));
    found
}

fn find<'p>(pairs: &'p [compose::Pair], rejected: &[Span], found: &mut Vec<Repeated<'p>>) {
    let mut seen: HashMap<&str, &'p compose::Pair> = HashMap::new();
    let value = |pair: &'p compose::Pair| pair.value.as_ref().map(|value| &*value.value);
    for pair in pairs.iter().filter(|pair| !pair.name.is_interpolated()) {
        let Some(first) = seen.insert(&pair.name.value, pair) else { continue };
        // Merge keys and aliases may bring one from elsewhere; two of one list are a mistake.
        let next = rejected.partition_point(|key| *key < pair.span);
        let is_rejected = rejected.get(next).is_some_and(|key| pair.span.contains(*key));
        if first.span.file == pair.span.file && first.span.start <= pair.span.start && !is_rejected {
            let is_same = value(first) == value(pair);
            found.push(Repeated { name: &pair.name.value, first: first.span, again: pair.span, is_same });
        }
    }
}
