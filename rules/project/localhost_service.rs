//! `localhost` where another service is meant.

use std::collections::HashMap;

use plimsoll_linter::prelude::*;
use project::HostReference;

#[derive(Default)]
pub(crate) struct LocalhostService;

impl Rule for LocalhostService {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        let project = cx.project();
        advertised(app, project, cx);
        // Of two that listen on the same port, nothing tells which one is meant.
        let mut stores: HashMap<u16, Option<Container>> = HashMap::new();
        for store in project.containers().filter(is_store) {
            for port in ports(&store) {
                let known = stores.entry(port).or_insert(Some(store));
                // Its image and its `ports` may both say the same of one.
                *known = known.filter(|known| known.name() == store.name());
            }
        }
        // Of a file that several services share, nothing tells which of them uses a variable.
        let mut of_files: HashMap<(String, String), usize> = HashMap::new();
        for own in project.containers().flat_map(|container| container.host_references_of_files()) {
            *of_files.entry((own.variable.to_owned(), own.host)).or_default() += 1;
        }
        let is_alone = |own: &HostReference| {
            of_files.get(&(own.variable.to_owned(), own.host.clone())).is_some_and(|count| *count == 1)
        };
        for container in project.containers().filter(|container| container.service.network_mode.is_none()) {
            // An image of somebody else reads few of the variables in such a file.
            let is_own = container.known_image().is_none();
            let from_files = container.host_references_of_files().into_iter();
            let from_files = from_files.filter(|own| is_own && is_alone(own));
            let named = container.host_references();
            for reference in named.iter().cloned().chain(from_files) {
                // What a web application is built with is read by browsers.
                let is_here = matches!(&*reference.host, "localhost" | "127.0.0.1")
                    && !facts::build_variables::is_read(reference.variable);
                let Some(port) = port_of(&reference, &container).filter(|_| is_here) else { continue };
                let meant = stores.get(&port).copied().flatten();
                let meant = meant.filter(|store| store.name() != container.name());
                let Some(store) = meant.filter(|_| !is_store(&container)) else { continue };
                // Or another variable has its name, and this one is about another server.
                if ports(&container).contains(&port) || named.iter().any(|own| own.host == store.name()) {
                    continue;
                }
                let (name, own) = (store.name(), container.name());
                cx.report(reference.span, format!("this address refers to `{own}` itself, not to `{name}`"))
                    .here(
                        reference
                            .remark()
                            .unwrap_or_else(|| format!("`{own}` does not listen on port {port}")),
                    )
                    .label(
                        store.service.name.span,
                        format!("`{name}` listens on this port in its own container"),
                    )
                    .help(format!("use the service's name: `{name}`"));
            }
        }
    }
}

/// Brokers that send their clients to `localhost`, although some of these run in other containers.
fn advertised(app: &ComposeApp, project: &Project, cx: &mut Context) {
    let is_local = |own: &HostReference| {
        own.variable.ends_with("ADVERTISED_LISTENERS") && matches!(&*own.host, "localhost" | "127.0.0.1")
    };
    let brokers = project.containers().filter(|container| container.service.network_mode.is_none());
    let brokers: Vec<_> = brokers
        .flat_map(|broker| broker.host_references().into_iter().map(move |own| (broker, own)))
        .filter(|(_, own)| is_local(own))
        .collect();
    if brokers.is_empty() {
        return;
    }
    let names = project::HostNames::new(app);
    let clients: Vec<_> = project
        .containers()
        .flat_map(|client| client.host_references().into_iter().map(move |asked| (client, asked)))
        .collect();
    for (broker, own) in &brokers {
        let (name, listens) = (broker.name(), broker.listener_port(own));
        let is_client = |client: &Container, asked: &HostReference| {
            let meant = client.other(&names, &asked.host);
            meant.is_some_and(|meant| meant.name() == name) && asked.port.is_some() && asked.port == listens
        };
        let Some((client, asked)) = clients.iter().find(|(client, asked)| is_client(client, asked)) else {
            continue;
        };
        let port = own.port.unwrap_or_default();
        cx.report(own.span, format!("`{name}` directs its clients to `{}`", own.host))
            .here(format!("in `{0}`, this address refers to `{0}` itself", client.name()))
            .label(asked.span, "this client connects first, and then uses the advertised address")
            .help(format!("advertise `{name}:{port}`, and add a second listener for clients on the host"));
    }
}

/// The port that is meant: as the address says, else the variable `DB_PORT` beside `DB_HOST`, else by the name of the
/// program that the variable is about: `REDIS_HOST`.
fn port_of(reference: &HostReference, container: &Container) -> Option<u16> {
    reference.meant_port().or_else(|| {
        let (about, _) = reference.variable.rsplit_once('_')?;
        let own = container.given_env(&format!("{about}_PORT"));
        let is_open = own.is_unknown();
        let given = own.get().and_then(|port| port.parse().ok());
        given.or_else(|| facts::ports::of_program(about.rsplit('_').next()?).filter(|_| !is_open))
    })
}

fn is_store(container: &Container) -> bool {
    let is_near = container.service.network_mode.is_none();
    is_near && container.is_data_store()
}

/// The ports that a container listens on or publishes, ranges aside.
fn ports(container: &Container) -> Vec<u16> {
    let single = |range: &Option<compose::PortRange>| {
        let (first, last) = range.as_ref()?.ports?;
        (first == last).then_some(first)
    };
    let of_image = container.known_image().into_iter().flat_map(|image| image.ports());
    let exposed = container.exposed().into_iter().filter_map(Value::get);
    let exposed = exposed.filter_map(|port| port.split('/').next()?.parse().ok());
    let published =
        container.published().iter().flat_map(|port| [single(&port.target), single(&port.published)]);
    of_image.chain(exposed).chain(published.flatten()).collect()
}
