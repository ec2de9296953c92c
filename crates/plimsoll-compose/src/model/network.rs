//! The networks of a service, and those a file declares.

use plimsoll_diagnostics::Span;

use super::{External, Pair, Typed, read};
use crate::yaml::{Entry, Mapping, Scalar, Yaml};

/// A network that a service joins: an item of its `networks`.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceNetwork<'s> {
    /// Its name in this file.
    pub name: Scalar<'s>,
    /// `aliases`
    pub aliases: Vec<Scalar<'s>>,
    /// `ipv4_address`
    pub ipv4_address: Option<Scalar<'s>>,
    /// `ipv6_address`
    pub ipv6_address: Option<Scalar<'s>>,
    /// `link_local_ips`
    pub link_local_ips: Vec<Scalar<'s>>,
    /// `mac_address`
    pub mac_address: Option<Scalar<'s>>,
    /// `priority`
    pub priority: Option<Typed<'s, i64>>,
    /// The item.
    pub span: Span,
}

/// A network that a file declares: an entry of the top-level `networks`.
#[derive(Clone, Debug, PartialEq)]
pub struct Network<'s> {
    /// Its name in this file.
    pub key: Scalar<'s>,
    /// `name`: what the engine calls it.
    pub name: Option<Scalar<'s>>,
    /// `driver`
    pub driver: Option<Scalar<'s>>,
    /// `external`: it exists already.
    pub external: Option<External<'s>>,
    /// `internal`: no way out.
    pub internal: Option<Typed<'s, bool>>,
    /// `attachable`
    pub attachable: Option<Typed<'s, bool>>,
    /// `labels`
    pub labels: Vec<Pair<'s>>,
    /// Everything that is written.
    pub fields: Mapping<'s>,
    /// From its name to its end.
    pub span: Span,
}

impl<'s> ServiceNetwork<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<ServiceNetwork<'s>> {
        let named = |name: Scalar<'s>, span: Span, fields: Option<&Yaml<'s>>| {
            let get = |key: &str| fields.and_then(|fields| fields.get(key));
            ServiceNetwork {
                name,
                aliases: read::scalars(get("aliases")),
                ipv4_address: read::scalar(get("ipv4_address")),
                ipv6_address: read::scalar(get("ipv6_address")),
                link_local_ips: read::scalars(get("link_local_ips")),
                mac_address: read::scalar(get("mac_address")),
                priority: read::integer(get("priority")),
                span,
            }
        };
        let short = read::items(yaml).iter().filter_map(|item| {
            let name = read::scalar(Some(item))?;
            let span = name.span;
            Some(named(name, span, None))
        });
        let long = read::entries(yaml).iter();
        let long = long.map(|entry| named(entry.key.clone(), entry.span(), Some(&entry.value)));
        short.chain(long).collect()
    }
}

impl<'s> Network<'s> {
    pub(super) fn read(entry: &Entry<'s>) -> Network<'s> {
        let get = |key: &str| entry.value.get(key);
        Network {
            key: entry.key.clone(),
            name: read::scalar(get("name")),
            driver: read::scalar(get("driver")),
            external: External::read(get("external")),
            internal: read::boolean(get("internal")),
            attachable: read::boolean(get("attachable")),
            labels: read::pairs(get("labels"), &['=']),
            fields: read::fields(&entry.value),
            span: entry.span(),
        }
    }
}
