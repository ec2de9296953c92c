//! EXPOSE with an address or a port of the host.

use dockerfile::Expose;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct HostInExpose;

impl Rule for HostInExpose {
    fn check_expose(&self, expose: &Expose, cx: &mut Context) {
        for word in &expose.ports {
            let Some(ports) = cx.expand(word) else { continue };
            // `:80` and `::80` leave both empty.
            let host = |port: &str| port.rsplit_once(':').is_some_and(|(host, _)| !matches!(host, "" | ":"));
            let Some(port) = ports.split_ascii_whitespace().find(|port| host(port)) else { continue };
            let own = port.rsplit_once(':').map_or("", |(_, own)| own).to_owned();
            let finding = cx
                .report(word.text.span, format!("`{port}` specifies a host port"))
                .here("a host port has no effect here: ports are published when the container starts")
                .help(format!("write `{own}`"));
            if word.text.raw == ports && !own.is_empty() {
                finding.fix(Fix::safe(format!("write `{own}`")).replace(word.text.span, own));
            }
        }
    }
}
