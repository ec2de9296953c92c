//! An API that anyone may use from any network.

use plimsoll_linter::prelude::*;
use project::daemon::Tls;

#[derive(Default)]
pub(crate) struct OpenDaemon;

impl Rule for OpenDaemon {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let why = match daemon.tls() {
            Tls::Off => "anyone who can connect to this port can become root on the host",
            Tls::Unverified => "traffic is encrypted, but clients do not need a certificate",
            Tls::VerifiedByAnyone | Tls::Verified => return,
        };
        for host in daemon.tcp_hosts().filter(|host| host.is_everywhere()) {
            cx.report(host.span, "the Docker API is open on all host addresses").here(why).help(
                "remove this `hosts` entry and connect with `ssh://`, or set `tlsverify`, `tlscacert`, `tlscert` and `tlskey`",
            );
        }
    }
}
