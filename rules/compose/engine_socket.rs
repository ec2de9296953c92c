//! The socket of a container engine in a container.

use plimsoll_linter::prelude::*;
use project::host_paths;
use serde::Deserialize;

/// Which images may have it.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EngineSocket {
    allow: Vec<String>,
}

impl Default for EngineSocket {
    fn default() -> EngineSocket {
        let allow = [
            "portainer/portainer-ce",
            "portainer/agent",
            "tecnativa/docker-socket-proxy",
            "ghcr.io/tecnativa/docker-socket-proxy",
            "11notes/socket-proxy",
            "linuxserver/socket-proxy",
            "lscr.io/linuxserver/socket-proxy",
            "wollomatic/socket-proxy",
        ];
        EngineSocket { allow: allow.map(str::to_owned).to_vec() }
    }
}

impl EngineSocket {
    /// Whether this image may have it.
    pub(crate) fn allows(&self, image: &ImageName) -> bool {
        image.is_among(&self.allow)
    }
}

impl Rule for EngineSocket {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let allows = |image: &ImageName| self.allows(image);
        // An overlay does not say what runs.
        let is_overlay = container.service.image.is_none() && container.service.build.is_none();
        let base = container.stage().and_then(|stage| stage.root_image());
        // Dev containers use this path to hand the engine to the person in them.
        let is_dev = container.service.volumes.iter().any(|mount| {
            mount.target.as_ref().is_some_and(|target| target.value == "/var/run/docker-host.sock")
        });
        // `engine-client` speaks of the others.
        if has_engine(container)
            && !is_overlay
            && !is_dev
            && !is_image(container, allows)
            && !base.is_some_and(allows)
            && !is_meant(container)
        {
            report(container, None, cx);
        }
    }
}

/// Whether it is made to use the engine, could do all that without it, or is not there to stay.
pub(crate) fn is_meant(container: &Container) -> bool {
    let is_client = |image: &ImageName| container.is_excused_by_image() && image.is_engine_client();
    let is_for_development = container.line().is_none() && container.app.is_for_development();
    is_image(container, is_client)
        || is_for_development
        || container.is_boundless()
        || container.is_for_engine()
}

/// Whether what runs is such an image. Where only the tag is a variable, the repository tells.
pub(crate) fn is_image(container: &Container, is: impl Fn(&ImageName) -> bool) -> bool {
    let written = container.service.image.as_ref();
    let repository = written.and_then(|image| ImageName::parse(image.value.split_once(":$")?.0, image.span));
    container.image().is_known_and(&is) || repository.is_some_and(|image| is(&image))
}

/// Whether anything hands the engine of the host to a container. Asked first: most containers have none.
pub(crate) fn has_engine(container: &Container) -> bool {
    let service = container.service;
    service.volumes.iter().any(|mount| engine_behind(container, mount).is_some())
        || api_socket(service).is_some()
}

/// The engine whose socket is mounted, or is in the directory that is.
fn engine_behind(container: &Container, mount: &compose::Mount) -> Option<&'static str> {
    let of_device = || container.device_of(mount).and_then(host_paths::engine_of);
    let of_directory = || host_paths::is_socket_directory(mount).then_some("Docker");
    host_paths::engine_socket(mount).or_else(of_device).or_else(of_directory)
}

/// The key that hands Docker's socket over without a mount.
fn api_socket<'p>(service: &'p compose::Service) -> Option<&'p compose::yaml::Yaml<'p>> {
    let is_true = |value: &compose::yaml::Scalar| value.value == "true";
    service.get("use_api_socket").filter(|value| value.as_scalar().is_some_and(is_true))
}

/// Reports what hands the engine of the host to a container; with what the image does with it.
pub(crate) fn report(container: &Container, what: Option<&(Span, String)>, cx: &mut Context) {
    let service = container.service;
    for mount in &service.volumes {
        let (Some(engine), Some(source)) = (engine_behind(container, mount), &mount.source) else { continue };
        let device = container.device_of(mount);
        let is_directory = host_paths::is_socket_directory(mount);
        let message = format!("{} can control {engine} on the host", container.title());
        let finding = cx.report(source.span, message);
        if let Some(device) = device {
            finding.label(device.span, "this volume is the engine's socket");
        }
        if let Some((image, what)) = what {
            finding.label(*image, what.clone());
        }
        if is_directory {
            finding
                .here("this directory contains the engine's socket, which can start a container as root")
                .help("mount only the file or directory that the container needs");
        } else if is_rootless(&source.value) {
            finding
                .here("anyone who can connect to this socket controls the account that runs the engine")
                .help("remove this mount, or use a proxy that allows only the requests this container needs");
        } else if mount.is_read_only() {
            finding
                .here("even with `ro`, the socket accepts every request")
                .help("use a proxy that allows only the requests this container needs");
        } else {
            finding
                .here("anyone who can connect to this socket can start a container as root on the host")
                .help("remove this mount, or use a proxy that allows only the requests this container needs");
        }
    }
    if let Some(use_api) = api_socket(service) {
        let message = format!("{} can control Docker on the host", container.title());
        cx.report(use_api.span, message)
            .here("this gives the container the engine's socket and your registry credentials")
            .help("remove `use_api_socket`")
            .answers_to(["cis:5.32"]);
    }
}

/// Whether a socket is that of an engine without root: it lies in the directory of the account's session, or, as Docker
/// Desktop's, in its home directory.
fn is_rootless(source: &str) -> bool {
    let in_session =
        ["/run/user/", "$XDG_RUNTIME_DIR", "${XDG_RUNTIME_DIR"].iter().any(|it| source.contains(it));
    in_session || source.contains("/.docker/run/") || source.contains("/.docker/desktop/")
}
