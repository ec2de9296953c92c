//! Where a Dockerfile must not be edited: in a command that lost a continuation, or has one too many.

use plimsoll_diagnostics::{Category, Diagnostic, Edit, Span};
use plimsoll_dockerfile::Kind;
use plimsoll_project::Project;

use crate::fixable::retain;
use crate::unclear::Unclear;

/// Takes away the fixes in commands of which the end is not certain.
pub(super) fn withhold(project: &Project<'_>, found: &mut [Diagnostic], unclear: &Unclear) {
    let mut open = open_commands(project);
    open.extend(swallowing_commands(project, unclear.swallowed.clone()));
    open.sort();
    let meets_open = |edit: &Edit| {
        let last = open.partition_point(|command| *command <= edit.span.before()).checked_sub(1);
        last.and_then(|last| open.get(last)).is_some_and(|command| command.contains(edit.span))
    };
    // What completes the command may be its fix.
    let is_syntax = |finding: &Diagnostic| finding.category == Category::Syntax;
    for finding in found.iter_mut().filter(|finding| !finding.fixes.is_empty() && !is_syntax(finding)) {
        retain(finding, |edit| !meets_open(edit));
    }
}

/// The RUN instructions, in order, to which the line below may belong, which is no instruction: they lost a continuation.
fn open_commands(project: &Project<'_>) -> Vec<Span> {
    let pairs = project.dockerfiles.iter().flat_map(|file| file.tree.instructions.windows(2));
    let open = pairs.filter_map(|pair| match pair {
        [above, below] if matches!((&above.kind, &below.kind), (Kind::Run(_), Kind::Malformed(_))) => {
            Some(above.span)
        }
        _ => None,
    });
    open.collect()
}

/// The RUN instructions in which these places are: what stands at their end belongs to another instruction.
fn swallowing_commands(project: &Project<'_>, mut places: Vec<Span>) -> Vec<Span> {
    if places.is_empty() {
        return places;
    }
    places.sort_unstable();
    let instructions = project.dockerfiles.iter().flat_map(|file| &file.tree.instructions);
    let spans = instructions.map(|instruction| instruction.span);
    let holds = |span: &Span| {
        let next = places.get(places.partition_point(|place| *place < span.before()));
        next.is_some_and(|place| span.contains(*place))
    };
    spans.filter(holds).collect()
}
