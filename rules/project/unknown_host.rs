//! A variable names a host that is called a little like a service.

use facts::{ImageKind, ports};
use plimsoll_linter::prelude::*;
use project::{HostNames, HostReference};

#[derive(Default)]
pub(crate) struct UnknownHost;

impl Rule for UnknownHost {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // On a network that exists already may be anybody.
        let is_open = app.compose.networks.iter().any(|network| network.external.is_some());
        if !app.is_complete() || is_open {
            return;
        }
        let names = HostNames::new(app);
        for container in
            cx.project().containers().filter(|container| container.service.network_mode.is_none())
        {
            let of_files = container.host_references_of_files();
            for reference in container.host_references().into_iter().chain(of_files) {
                let host = &*reference.host;
                // What a service is extended from, others extend, too: not all of it is for this application.
                if app.borrowed_files().iter().any(|file| file.source.span.file == reference.span.file) {
                    continue;
                }
                let is_of_another_file = app.is_defined_above(host) || app.has_neighbour(host);
                if names.service(host).is_some() || names.is_elsewhere(host) || is_of_another_file {
                    continue;
                }
                // Whoever names another does not mean itself.
                let others = app.services().filter(|service| service.name.value != container.name());
                // Compose rejects other names, and an address ends before what cannot be in a host.
                let services = others.map(|service| &*service.name.value).filter(|name| is_host(name));
                let services = services.take(MOST_COMPARED);
                let near = nearest(host, services).filter(|_| host.len() >= 4);
                let Some(near) = near.or_else(|| meant(&reference, cx.project())) else { continue };
                let (message, called) = if reference.is_of_file {
                    let variable = reference.variable;
                    (format!("unknown host in `{variable}`"), format!("the host name in `{variable}`"))
                } else {
                    (format!("unknown host `{host}`"), "this name".to_owned())
                };
                let finding = cx.report(reference.span, message);
                finding
                    .here(format!("no service has {called}, so `{}` cannot resolve it", container.name()))
                    .help(format!("did you mean `{near}`?"));
                if let Some(remark) = reference.remark() {
                    finding.note(remark);
                }
                // All of the value is pointed at when variables are in it.
                if reference.span.len() == host.len() && !reference.is_of_file {
                    finding.fix(Fix::risky(format!("use `{near}`")).replace(reference.span, near));
                }
            }
        }
    }
}

/// Whether a name is one that an address can contain.
fn is_host(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// The one data store of the application that is meant. It runs the program that the host is called after (`postgres`); or
/// the host is called after what it is for, and the address speaks to the program: `postgres://database`.
fn meant<'p>(reference: &HostReference, project: &'p Project) -> Option<&'p str> {
    let of_host = ports::of_program(&reference.host);
    let kind = if of_host.is_none() { Some(kind_called(&reference.host)?) } else { None };
    let port = of_host.or_else(|| reference.meant_port());
    let is_meant = |container: &Container| {
        let known = container.known_image().filter(|_| container.is_data_store());
        known.is_some_and(|known| match port {
            Some(port) => known.ports().any(|own| own == port),
            None => Some(known.kind) == kind,
        })
    };
    let meant = project.containers().filter(is_meant).map(|container| container.name());
    let mut meant = meant.filter(|name| is_host(name));
    meant.next().filter(|_| meant.next().is_none())
}

/// The kind of data store that a host is called after.
fn kind_called(host: &str) -> Option<ImageKind> {
    Some(match host {
        "database" | "db" => ImageKind::Database,
        "cache" => ImageKind::Cache,
        "broker" | "queue" => ImageKind::Broker,
        "search" => ImageKind::Search,
        _ => return None,
    })
}
