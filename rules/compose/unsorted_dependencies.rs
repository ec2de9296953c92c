//! Dependencies that are not in the order of their names.

use std::collections::HashSet;

use plimsoll_linter::prelude::*;

use super::unsorted_services::{Place, alphabet, first_unsorted, sort};

#[derive(Default)]
pub(crate) struct UnsortedDependencies;

impl Rule for UnsortedDependencies {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // What several services take over from one place is told once.
        let mut told = HashSet::new();
        for file in app.files() {
            for service in &file.services {
                let names: Vec<Place> =
                    service.depends_on.iter().map(|item| alphabet(&item.service.value)).collect();
                let Some(at) = first_unsorted(&names) else { continue };
                let items = (service.depends_on.get(at), service.depends_on.get(at - 1));
                let (Some(item), Some(other)) = items else { continue };
                if !told.insert(service.key_span("depends_on")) {
                    continue;
                }
                let message = format!("dependencies in service `{}` are not sorted", service.name.value);
                let finding = cx.report(service.key_span("depends_on"), message);
                finding.label(other.service.span, format!("this should come after `{}`", item.service.value));
                finding.label(item.service.span, format!("listed after `{}`", other.service.value));
                let spans: Vec<Span> = service.depends_on.iter().map(|item| item.span).collect();
                finding.help("sort by name").fixes.extend(sort("list", file, &spans, &names));
            }
        }
    }
}
