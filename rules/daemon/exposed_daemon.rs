//! An API on a TCP port that clients use without a certificate of one authority.

use plimsoll_linter::prelude::*;
use project::daemon::{TcpHost, Tls};

#[derive(Default)]
pub(crate) struct ExposedDaemon;

impl Rule for ExposedDaemon {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let tls = daemon.tls();
        for host in daemon.tcp_hosts().filter(|_| tls != Tls::Verified) {
            // What is wide open is `open-daemon`'s.
            if host.is_everywhere() && tls != Tls::VerifiedByAnyone {
                continue;
            }
            cx.report(host.span, "the Docker API listens on TCP without verifying clients")
                .here(reason(tls, host))
                .help(
                    "remove this address and use the socket, or set `tlsverify`, `tlscacert`, `tlscert` and `tlskey`",
                );
        }
        if tls == Tls::Off || daemon.settings.entry("hosts").is_some() {
            return;
        }
        let Some(set) = daemon.settings.entry("tlsverify").or_else(|| daemon.settings.entry("tls")) else {
            return;
        };
        let message = "TLS without `hosts` moves the Docker API to `tcp://localhost:2376`";
        let finding = cx.report(set.key.span, message);
        finding.help("add `\"hosts\": [\"unix:///var/run/docker.sock\"]`, or remove the TLS settings");
        finding.here(match tls {
            Tls::Unverified => "the socket is no longer created, and any local user can connect to the port",
            _ => "the socket is no longer created, unless the systemd unit passes `-H`",
        });
    }
}

fn reason(tls: Tls, host: TcpHost) -> &'static str {
    match tls {
        Tls::Off if host.is_local() => {
            "any local user, or any web page opened on this machine, can get root access"
        }
        Tls::Off => "anyone who can connect to this port can become root on the host",
        Tls::Unverified => "traffic is encrypted, but clients do not need a certificate",
        Tls::VerifiedByAnyone | Tls::Verified => {
            "without `tlscacert`, certificates from any CA that the host trusts are accepted"
        }
    }
}
