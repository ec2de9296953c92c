//! Which ports may be published, as options of rules.

use serde::Deserialize;

use super::{PortList, PublishAddress, WordList};

/// Which ports of the host may be published, by which services, and on which addresses.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PublishedPorts {
    /// The ports that may be published.
    pub allow: Option<PortList>,
    /// The ports that must not be.
    pub deny: PortList,
    /// The services that may publish any.
    pub published_by: Option<WordList>,
    /// The addresses on which they may be published.
    pub address: Option<PublishAddress>,
    /// Whether ports below 1024 are forbidden.
    #[serde(deserialize_with = "crate::flag")]
    pub privileged: bool,
}
