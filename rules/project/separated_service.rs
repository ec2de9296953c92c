//! An address of a service that is on other networks.

use plimsoll_linter::prelude::*;
use project::HostNames;

#[derive(Default)]
pub(crate) struct SeparatedService;

impl Rule for SeparatedService {
    fn check_app(&self, app: &App, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let names = HostNames::new(app);
        for container in cx.project().containers() {
            for reference in container.host_references() {
                let Some(meant) = container.other(&names, &reference.host) else { continue };
                let (own, others) = (container.networks(), meant.networks());
                // Of several networks with one name, or none that is known, nothing can be said.
                let is_known = |used: &[project::NetworkUse]| {
                    !used.is_empty()
                        && used.iter().all(|network| network.name == "default" || is_plain(network))
                };
                let is_shared = own.iter().any(|own| others.iter().any(|other| other.name == own.name));
                // Somebody else with this name may be nearer.
                let is_only = names.is_unique(&reference.host);
                if is_shared || !is_known(&own) || !is_known(&others) || !is_only {
                    continue;
                }
                let (Some(first), name) = (others.first(), meant.name()) else { continue };
                cx.report(reference.span, format!("`{}` does not reach `{name}`", container.name()))
                    .here("is on no network of this service")
                    .label(first.span, format!("`{name}` is only on other networks"))
                    .help(format!("put both on one network, such as `{}`", first.name));
            }
        }
    }
}

/// Whether a network is one that this application makes under a name that is known.
fn is_plain(network: &project::NetworkUse) -> bool {
    network.declared.is_some_and(|own| own.external.is_none() && own.name.is_none())
}
