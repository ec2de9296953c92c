//! What an unknown key was probably meant to be.

use plimsoll_diagnostics::nearest;

use super::Object;

/// Keys of old Compose formats and frequent slips, and what they are called now.
const RENAMED: &[(&str, &str)] = &[
    ("cmd", "command"),
    ("cpu_set", "cpuset"),
    ("depends", "depends_on"),
    ("env", "environment"),
    ("net", "network_mode"),
    ("log_driver", "logging.driver"),
    ("log_opt", "logging.options"),
    ("dockerfile", "build.dockerfile"),
    ("context", "build.context"),
    ("args", "build.args"),
    ("target", "build.target"),
    ("resources", "deploy.resources"),
    ("replicas", "deploy.replicas"),
    ("placement", "deploy.placement"),
    ("update_config", "deploy.update_config"),
    ("restart_policy", "deploy.restart_policy"),
    ("interval", "healthcheck.interval"),
    ("retries", "healthcheck.retries"),
    ("memory", "mem_limit"),
    ("mount", "volumes"),
    ("name", "container_name"),
];

/// The known key that an unknown one most resembles.
pub(crate) fn suggest(key: &str, object: &Object) -> Option<&'static str> {
    let renamed = RENAMED.iter().find(|(old, _)| *old == key).map(|(_, new)| *new);
    if let Some(new) = renamed.filter(|new| object.knows(new.split('.').next().unwrap_or(new))) {
        return Some(new);
    }
    nearest(key, object.keys.iter().map(|row| row.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FILE, SERVICE};

    #[test]
    fn slips_find_their_key() {
        let slips = ["enviroment", "port", "volume", "Image", "depends", "net", "frobnicate", "x"];
        let meant = slips.map(|slip| suggest(slip, &SERVICE));
        let expected = ["environment", "ports", "volumes", "image", "depends_on", "network_mode"];
        assert_eq!(meant[..6], expected.map(Some));
        assert_eq!(meant[6..], [None, None]);
        assert_eq!(suggest("Services", &FILE), Some("services"));
    }
}
