//! A database that is killed before it can finish.

use facts::ImageKind;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ShortStopPeriod;

impl Rule for ShortStopPeriod {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let kind = container.known_image().map(|image| image.kind);
        let is_store = matches!(kind, Some(ImageKind::Database | ImageKind::Broker | ImageKind::Search));
        if is_store && service.stop_grace_period.is_none() && container.app.has_all_of(service) {
            let title = container.title();
            let key = container.says("stop_grace_period");
            cx.report(
                service.name.span,
                format!("{title} has only 10 seconds to shut down before it is killed"),
            )
            .here(format!("`{key}` is not set, and a database might need longer"))
            .help(format!("add `{}`", container.writes("stop_grace_period", "1m", "60")));
        }
    }
}
