//! Services that wait for each other.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DependencyCycle;

/// A service that is needed, and where that is said.
type Need<'c> = (&'c str, Span);

impl Rule for DependencyCycle {
    fn check_app(&self, app: &App, cx: &mut Context) {
        let names: Vec<&str> = app.services().map(|service| &*service.name.value).collect();
        let needs: Vec<Vec<Need>> = app.services().map(needs).collect();
        let index: std::collections::HashMap<&str, usize> =
            names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut is_done = vec![false; names.len()];
        for start in 0..names.len() {
            // The services from `start` to the current one, each with the number of its needs that were followed.
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            while let Some((at, next)) =
                path.last_mut().filter(|_| !is_done.get(start).is_none_or(|done| *done))
            {
                let Some((name, span)) = needs.get(*at).and_then(|needs| needs.get(*next)) else {
                    if let Some(done) = is_done.get_mut(*at) {
                        *done = true;
                    }
                    path.pop();
                    continue;
                };
                *next += 1;
                let Some(&needed) = index.get(name) else { continue };
                if let Some(from) = path.iter().position(|(at, _)| *at == needed) {
                    let circle = path.iter().skip(from).map(|(at, _)| *at).chain([needed]);
                    let circle: Vec<String> =
                        circle.filter_map(|at| Some(format!("`{}`", names.get(at)?))).collect();
                    let message = match circle.as_slice() {
                        [own, _] => format!("service {own} needs itself to start"),
                        circle => format!("services need each other to start: {}", circle.join(" → ")),
                    };
                    cx.report(*span, message)
                        .here("closes the circle")
                        .help("remove one of these dependencies");
                } else if is_done.get(needed) == Some(&false) {
                    path.push((needed, 0));
                }
            }
        }
    }
}

/// What a service needs before it starts (compose-go, `graph`).
fn needs<'c>(service: &'c compose::Service<'c>) -> Vec<Need<'c>> {
    let dependencies = service.depends_on.iter().map(|item| (&*item.service.value, item.service.span));
    let links = service
        .links
        .iter()
        .chain(service.volumes_from.iter().filter(|from| !from.value.starts_with("container:")));
    let links = links.map(|link| (link.value.split(':').next().unwrap_or_default(), link.span));
    let namespaces = [&service.network_mode, &service.ipc, &service.pid].into_iter().flatten();
    let shared = namespaces.filter_map(|mode| Some((mode.value.strip_prefix("service:")?, mode.span)));
    dependencies.chain(links).chain(shared).collect()
}
