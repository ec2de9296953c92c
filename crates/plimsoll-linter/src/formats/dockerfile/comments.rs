//! What the comments of a Dockerfile cover: instructions, stages, scripts and the commands in them.

use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::Dockerfile;

use super::script_comments::{Place, script_comments};
use crate::suppress::{Collector, FILE, Places, Reach};

/// Takes in the comments of a Dockerfile, those in its scripts, and its `# check=` directive.
pub(super) fn collect(tree: &Dockerfile<'_>, source: Text<'_>, collector: &mut Collector<'_>) {
    collector.checks(tree, source);
    let requests = tree.comments.iter();
    let requests = requests.filter_map(|comment| Some((comment, collector.request(comment.text)?)));
    let requests: Vec<_> = requests.collect();
    let mut in_scripts = script_comments(tree, source);
    in_scripts.retain(|comment| (collector.counts)(comment.text.span));
    if requests.is_empty() && in_scripts.is_empty() {
        return;
    }
    let (instructions, stages) = (Places::instructions(tree), Places::stages(tree));
    for (comment, request) in requests {
        let Span { start, end, .. } = comment.text.span;
        let below = || instructions.from(end);
        let place = |reach| match reach {
            Reach::NodeOrFile if instructions.before(start).is_none() => Some(FILE),
            Reach::Node | Reach::NodeOrFile | Reach::Script if comment.inside => instructions.before(start),
            Reach::Node | Reach::NodeOrFile | Reach::Script | Reach::NextLine => below(),
            Reach::Stage => {
                let next = stages.from(end);
                let is_above = next.as_ref().map(|stage| stage.start) == below().map(|below| below.start);
                if is_above { next } else { stages.before(start).or(next) }
            }
            Reach::RestOfStage => Some(stages.before(start).map_or(FILE, |stage| start..stage.end)),
            Reach::Line => Some(start..end),
            Reach::File => Some(FILE),
        };
        collector.take(comment.text, request, source, &instructions, place);
    }
    for comment in in_scripts {
        let Some(request) = collector.request(comment.text) else { continue };
        let place = |reach| match (reach, &comment.place) {
            (Reach::File, _) => Some(FILE),
            (Reach::Script, Place::Above(command)) => Some(command.clone()),
            _ => Some(comment.instruction.clone()),
        };
        collector.take_in_script(comment.text, request, place);
    }
}
