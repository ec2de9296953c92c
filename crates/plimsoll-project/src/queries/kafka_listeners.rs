//! Listeners of Kafka: where a client connects first, and where it is sent then.

use crate::{Container, HostReference, Value};

impl Container<'_> {
    /// The port of the listener that sends its clients to an address of `…ADVERTISED_LISTENERS`: that of the same name in
    /// `…LISTENERS`.
    pub fn listener_port(&self, advertised: &HostReference<'_>) -> Option<u16> {
        let name = advertised.scheme.as_ref()?;
        let listeners = match self.given_env(&advertised.variable.replacen("ADVERTISED_", "", 1)) {
            Value::Known { value, .. } => value,
            Value::Unset => return advertised.port,
            Value::Unknown { .. } => return None,
        };
        listeners.split(',').find_map(|listener| {
            let (own, address) = listener.trim().split_once("://")?;
            let port = address.rsplit(':').next()?.parse().ok()?;
            own.eq_ignore_ascii_case(name).then_some(port)
        })
    }
}
