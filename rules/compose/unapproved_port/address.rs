//! The addresses on which ports may be published.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

use crate::compose::public_port::{Listens, listens};

/// The addresses on which ports may be published.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Address {
    /// Any.
    Any,
    /// One that is written, and is not all of them.
    Named,
    /// The host's own.
    Loopback,
}

impl Address {
    /// What is wrong with the address of a port, if anything is.
    pub(super) fn judge(self, port: &compose::Port) -> Option<&'static str> {
        let is_public = listens(port) == Listens::Everywhere;
        let is_elsewhere = || {
            let address = port.host_ip.as_ref().and_then(|address| project::resolve(address).get());
            address.is_some_and(|address| !is_loopback(&address))
        };
        match self {
            Address::Named if is_public => Some("published on all host addresses"),
            Address::Loopback if is_public || is_elsewhere() => Some("published outside the host"),
            _ => None,
        }
    }
}

fn is_loopback(address: &str) -> bool {
    let address = address.trim_matches(['[', ']']);
    address == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
