//! A network that was not declared, or that a service may not use.

use plimsoll_linter::prelude::*;
use project::NetworkUse;
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedNetwork {
    data_stores: Option<Kind>,
    #[serde(deserialize_with = "plimsoll_linter::flag")]
    default: bool,
    driver: Option<WordList>,
    external: Option<WordList>,
}

/// The networks that databases may be on.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Internal,
}

impl Rule for UnapprovedNetwork {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for network in &app.compose.networks {
            self.judge_declared(network, cx);
        }
        let project = cx.project();
        for container in project.containers().filter(|it| it.is_run() && it.line().is_none()) {
            let is_store = matches!(self.data_stores, Some(Kind::Internal)) && container.is_data_store();
            for network in container.networks() {
                // Another file may put the service on other networks.
                let is_implied = container.service.networks.is_empty();
                if is_implied && !app.says_all_of(container.service) {
                    continue;
                }
                if self.default && network.name == "default" {
                    cx.report(network.span, format!("{} uses the default network", container.title()))
                        .here("every service without `networks` is on this network")
                        .help("list the service's networks under `networks`");
                } else if is_store {
                    judge_store(&container, &network, cx);
                }
            }
        }
    }
}

impl UnapprovedNetwork {
    fn judge_declared(&self, network: &compose::Network, cx: &mut Context) {
        if let Some(external) = network.external.as_ref().filter(|it| it.value != Some(false)) {
            let Some(allowed) = self.external.as_ref().filter(|_| external.value.is_some()) else { return };
            let written = external.name.as_ref().or(network.name.as_ref()).unwrap_or(&network.key);
            let Some(name) = project::resolve(written).get().filter(|name| !allowed.has(name)) else {
                return;
            };
            cx.report(written.span, format!("external network `{name}` is not approved"))
                .here(listed("networks", allowed))
                .help("use a network of this application, or get this one approved");
            return;
        }
        let Some((driver, allowed)) = network.driver.as_ref().zip(self.driver.as_ref()) else { return };
        let Some(name) = project::resolve(driver).get().filter(|name| !allowed.has(name)) else { return };
        cx.report(driver.span, format!("network `{}` uses the driver `{name}`", network.key.value))
            .here(listed("drivers", allowed))
            .help("use an approved driver, or get this one approved");
    }
}

/// A database on a network with a way out.
fn judge_store(container: &Container, network: &NetworkUse, cx: &mut Context) {
    let is_open = match network.declared {
        Some(declared) => {
            let is_off = declared.internal.as_ref().is_none_or(|internal| internal.is(false));
            declared.external.as_ref().is_none_or(|it| it.value == Some(false)) && is_off
        }
        None => network.name == "default",
    };
    if is_open {
        let title = container.title();
        let finding = cx
            .report(network.span, format!("{title} stores data on a network that is not internal"))
            .here(format!("network `{}` is not `internal`", network.name))
            .help("add a network with `internal: true`, shared only with the database's clients");
        if let Some(declared) = network.declared {
            finding.label(declared.key.span, "declared here");
        }
    }
}

fn listed(what: &str, allowed: &WordList) -> String {
    match &*allowed.shown(", ") {
        "" => format!("no {what} are approved"),
        names => format!("approved {what}: {names}"),
    }
}
