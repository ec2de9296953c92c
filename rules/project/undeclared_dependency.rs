//! A service uses a database of the application and does not say that it depends on it.

use std::collections::HashSet;

use plimsoll_linter::prelude::*;
use project::HostNames;

#[derive(Default)]
pub(crate) struct UndeclaredDependency;

impl Rule for UndeclaredDependency {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let names = HostNames::new(app);
        for container in cx.project().containers() {
            let mut seen = HashSet::new();
            for reference in container.host_references() {
                let needed = container.other(&names, &reference.host);
                let Some(needed) = needed.filter(Container::is_data_store) else {
                    continue;
                };
                // One that is in a profile may be meant to be off.
                let is_optional = !needed.service.profiles.is_empty();
                if is_optional || !seen.insert(needed.name()) || depends(&container, needed.name()) {
                    continue;
                }
                cx.report(
                    reference.span,
                    format!("{} can start before `{}`", container.title(), needed.name()),
                )
                .here("used here, but not listed in `depends_on`")
                .label(needed.service.name.span, "nothing makes Compose start this service first")
                .help(format!("add `{}` to `depends_on`", needed.name()));
            }
        }
    }
}

/// How many services are asked what they depend on, for one.
const MOST_ASKED: usize = 100;

/// Whether a service depends on another, perhaps through others; so many of them count as yes.
fn depends(container: &Container, name: &str) -> bool {
    let mut open = vec![*container];
    let mut seen = HashSet::new();
    while let Some(next) = open.pop() {
        let is_linked = next.service.links.iter().any(|link| link.value.split(':').next() == Some(name));
        if is_linked || next.service.extends.is_some() || seen.len() > MOST_ASKED {
            return true;
        }
        for (item, needed) in next.depends_on() {
            if item.service.value == name {
                return true;
            }
            open.extend(needed.filter(|needed| seen.insert(needed.name())));
        }
    }
    false
}
