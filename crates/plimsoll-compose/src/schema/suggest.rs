//! What an unknown key was probably meant to be.

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
    ("mount", "volumes"),
    ("name", "container_name"),
];

/// The known key that an unknown one most resembles.
pub(super) fn suggest(key: &str, object: &Object) -> Option<&'static str> {
    let renamed = RENAMED.iter().find(|(old, _)| *old == key).map(|(_, new)| *new);
    if let Some(new) = renamed.filter(|new| object.knows(new.split('.').next().unwrap_or(new))) {
        return Some(new);
    }
    // Three slips are too many to guess, and a long key is no slip of a short one.
    if key.len() > 40 {
        return None;
    }
    let allowed = (key.len() / 3).min(2);
    let near = object.keys.iter().map(|(name, _)| (distance(key, name), *name));
    near.filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many letters must be put in, taken out or replaced (Levenshtein), letter case aside.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (line, letter) in one.chars().flat_map(char::to_lowercase).enumerate() {
        let mut next = vec![line + 1];
        for (&wanted, (&diagonal, &above)) in other.iter().zip(row.iter().zip(row.iter().skip(1))) {
            let left = next.last().copied().unwrap_or_default();
            next.push((diagonal + usize::from(letter != wanted)).min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
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
