//! Where a Dockerfile must not be edited: in a command that lost a continuation, or has one too many.

use plimsoll_diagnostics::{Diagnostic, Edit, Span};
use plimsoll_dockerfile::Kind;
use plimsoll_project::Project;

use crate::fixable::retain;
use crate::registry::Registry;

/// Takes away the fixes in commands of which the end is not certain.
pub(super) fn withhold(project: &Project<'_>, found: &mut [Diagnostic], registry: &Registry) {
    let mut open = open_commands(project);
    let blocks = |finding: &&Diagnostic| registry.meta(&finding.rule).is_some_and(|meta| meta.blocks_fixes);
    let places = found.iter().filter(blocks).map(|finding| finding.primary.span);
    open.extend(swallowing_commands(project, places));
    open.sort_unstable();
    let meets_open = |edit: &Edit| {
        let last = open.partition_point(|command| *command <= edit.span.before()).checked_sub(1);
        last.and_then(|last| open.get(last)).is_some_and(|command| command.contains(edit.span))
    };
    // What completes the command may be its fix.
    for finding in found.iter_mut().filter(|it| !it.fixes.is_empty() && !registry.is_syntax(it)) {
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
fn swallowing_commands(project: &Project<'_>, places: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut places: Vec<Span> = places.collect();
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
