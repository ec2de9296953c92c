//! Registries that dockerd talks to without TLS.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InsecureRegistry;

impl Rule for InsecureRegistry {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        for registry in daemon.settings.texts("insecure-registries").filter(|it| !is_local(&it.value)) {
            let name = registry.value.trim_start_matches("http://").trim_start_matches("https://");
            if matches!(name, "0.0.0.0/0" | "::/0") {
                cx.report(registry.span, "every registry is treated as insecure")
                    .here("no registry's certificate is verified")
                    .help("list only registries that do not support TLS");
            } else {
                cx.report(registry.span, format!("`{name}` is an insecure registry"))
                    .here("the registry's certificate is not verified, and plain HTTP is used if TLS fails")
                    .help(
                        "add the CA certificate as `/etc/docker/certs.d/HOST/ca.crt` and remove this entry",
                    );
            }
        }
        let mirrors = daemon.settings.texts("registry-mirrors");
        for mirror in mirrors.filter(|it| it.value.starts_with("http://") && !is_local(&it.value)) {
            cx.report(mirror.span, "the registry mirror uses plain HTTP")
                .here("anyone on the network path can replace images pulled by tag")
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
