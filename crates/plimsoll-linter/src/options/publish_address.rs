//! The addresses on which ports may be published, as an option of rules.

use std::net::IpAddr;

use plimsoll_compose::is_any_address;
use serde::Deserialize;

/// The addresses on which ports may be published.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum PublishAddress {
    /// Any.
    Any,
    /// One that is written, and is not all of them.
    Named,
    /// The host's own.
    Loopback,
}

impl PublishAddress {
    /// Whether ports may be published on an address; `None` is all of them.
    pub fn accepts(self, address: Option<&str>) -> bool {
        let address = address.map(|address| address.trim_matches(['[', ']']));
        let parsed = || address.and_then(|address| address.parse::<IpAddr>().ok());
        match self {
            PublishAddress::Any => true,
            PublishAddress::Named => address.is_some_and(|address| !is_any_address(address)),
            PublishAddress::Loopback => {
                address == Some("localhost") || parsed().is_some_and(|ip| ip.is_loopback())
            }
        }
    }
}
