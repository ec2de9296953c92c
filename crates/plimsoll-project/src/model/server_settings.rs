//! Settings of databases that services mount: whether they ask for a password.

use std::collections::HashSet;

use plimsoll_compose::{Compose, Mount, MountKind};
use plimsoll_diagnostics::Sources;

use crate::{Loaded, Loader, path, resolve};

/// Names of files with the settings of servers that may ask for a password.
const NAMES: [&str; 7] = [
    "redis.conf",
    "valkey.conf",
    "keydb.conf",
    "mongod.conf",
    "users.xml",
    "elasticsearch.yml",
    "opensearch.yml",
];

/// How many files of settings the command of a service names; more than any server reads.
const MOST_NAMED: usize = 16;

/// The sources of mounts, as they are written, behind which a server finds settings that ask for a password, or that are
/// not in the repository, so that nothing is known of them.
pub(crate) fn guarding<'s>(
    sources: &'s Sources,
    compose: &Compose<'_>,
    folder: &str,
    loader: &dyn Loader<'s>,
) -> HashSet<String> {
    let mut found = HashSet::new();
    for service in &compose.services {
        let words = service.command.iter().flat_map(|command| &command.words).map(|word| &*word.value);
        let named: Vec<&str> = words.filter(|word| is_settings(word)).take(MOST_NAMED).collect();
        for mount in service.volumes.iter().filter(|mount| mount.kind == MountKind::Bind) {
            let Some((written, file)) = settings(mount, &named) else { continue };
            let is_asking = match loader.load(&path::join(folder, &file)) {
                Loaded::File(id) => asks_for_password(sources.text(id).raw),
                Loaded::Missing | Loaded::Refused => true,
            };
            if is_asking {
                found.insert(written);
            }
        }
    }
    found
}

fn is_settings(path: &str) -> bool {
    NAMES.iter().any(|name| path.rsplit('/').next() == Some(name))
}

/// The source of a mount, as it is written, and the path of the settings that the server reads from it. `named` are those
/// that its command names.
fn settings(mount: &Mount<'_>, named: &[&str]) -> Option<(String, String)> {
    let source = mount.source.as_ref()?;
    let (host, target) = (resolve(source).get()?, resolve(mount.target.as_ref()?).get()?);
    let file = if is_settings(&target) {
        host.into_owned()
    } else {
        let folder = target.trim_end_matches('/');
        let mut named = named.iter();
        let rest = named.find_map(|path| path.strip_prefix(folder).filter(|rest| rest.starts_with('/')))?;
        format!("{}{rest}", host.trim_end_matches('/'))
    };
    Some((source.value.to_string(), file))
}

/// Whether settings ask for a password, in the words of any of these servers.
fn asks_for_password(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    lines.any(|line| {
        let is_set = |name: &str, value: &str| {
            line.strip_prefix(name).is_some_and(|rest| rest.trim_start_matches([':', '=', ' ']) == value)
        };
        line.starts_with("requirepass ")
            || line.starts_with("aclfile ")
            || line.starts_with("user default ")
            || line.contains("<password") && !line.contains("<password></password>")
            || is_set("authorization", "enabled")
            || is_set("xpack.security.enabled", "true")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_ask_in_their_own_words() {
        for (text, expected) in [
            ("bind 0.0.0.0\nrequirepass kV7-qq2Lx\n", true),
            ("# requirepass foobared\nbind 0.0.0.0\n", false),
            ("security:\n  authorization: enabled\n", true),
            ("security:\n  authorization: disabled\n", false),
            ("<default>\n  <password></password>\n</default>\n", false),
            ("<default>\n  <password_sha256_hex>ab</password_sha256_hex>\n", true),
            ("xpack.security.enabled: true\n", true),
        ] {
            assert_eq!(asks_for_password(text), expected, "{text}");
        }
    }
}
