//! What the comments of a Compose file cover: entries and items.

use plimsoll_compose::Compose;
use plimsoll_diagnostics::Span;

use crate::suppress::{Collector, FILE, Places, Reach, line_of};

/// Takes in the comments of a Compose file.
pub(super) fn collect(compose: &Compose<'_>, collector: &mut Collector<'_>) {
    let requests = compose.comments.iter();
    let requests = requests.filter_map(|comment| Some((comment, collector.request(comment.text)?)));
    let requests: Vec<_> = requests.collect();
    if requests.is_empty() {
        return;
    }
    let entries = Places::entries(&compose.documents);
    for (comment, request) in requests {
        let at = comment.text.span;
        let line = line_of(compose.source, at);
        let place = |reach| match reach {
            Reach::File => Some(FILE),
            Reach::NodeOrFile if entries.before(at.start).is_none() => Some(FILE),
            Reach::Line => Some(line.start..at.end),
            Reach::NextLine => {
                let below = line_of(compose.source, Span::at(at.file, line.end as usize));
                (below.start > at.start).then(|| below.start..below.end.saturating_sub(1))
            }
            _ if comment.own_line => entries.from(at.end),
            _ => entries.from(line.start).filter(|place| place.start < at.start),
        };
        collector.take(comment.text, request, compose.source, &entries, place);
    }
}
