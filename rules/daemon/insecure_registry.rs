//! Registries that dockerd talks to without TLS.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InsecureRegistry;

impl Rule for InsecureRegistry {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for registry in daemon.settings.texts("insecure-registries").filter(|it| !is_local(&it.value)) {
            let name = registry.value.trim_start_matches("http://").trim_start_matches("https://");
            if matches!(name, "0.0.0.0/0" | "::/0") {
                cx.report(registry.span, "every registry is insecure")
                    .here("no certificate is verified, including Docker Hub's")
                    .help("list only the registries that need it");
            } else {
                cx.report(registry.span, format!("`{name}` is an insecure registry"))
                    .here("its certificate is not verified, and plain HTTP is used if TLS fails")
                    .help("add its CA certificate to `/etc/docker/certs.d/HOST/ca.crt`, and remove it here");
            }
        }
        let mirrors = daemon.settings.texts("registry-mirrors");
        for mirror in mirrors.filter(|it| it.value.starts_with("http://") && !is_local(&it.value)) {
            cx.report(mirror.span, "registry mirror over plain HTTP")
                .here("images pulled by tag can be replaced on the network path")
                .help("use an `https://` mirror");
        }
    }
}

fn is_local(text: &str) -> bool {
    let name = text.trim_start_matches("http://").trim_start_matches("https://");
    name.starts_with("127.") || name.starts_with("[::1]") || name.starts_with("::1") || {
        let host = name.split([':', '/']).next().unwrap_or(name);
        host == "localhost" || host.is_empty()
    }
}
