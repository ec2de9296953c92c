//! How a setting is written where a container is described: a key of Compose, a flag of a client, a key of Quadlet.

use plimsoll_facts::command_flags;
use plimsoll_facts::quadlet_keys::{self, QuadletKey};

use crate::Container;

impl Container<'_> {
    /// How a setting is named where this container is described, by its key in Compose: `cap_drop`, `--cap-drop`,
    /// `DropCapability=`.
    pub fn says(&self, key: &str) -> String {
        if self.line().is_none() {
            return key.to_owned();
        }
        let flag = flag(key);
        match self.unit_key(&flag, "") {
            Some(unit) => format!("{}=", unit.name),
            None => flag,
        }
    }

    /// How a setting is written there: with its value in Compose, or with that of a flag: `cap_drop: [ALL]`,
    /// `--cap-drop ALL`, `DropCapability=ALL`.
    pub fn writes(&self, key: &str, in_compose: &str, of_flag: &str) -> String {
        if self.line().is_none() {
            return format!("{key}: {in_compose}");
        }
        let flag = flag(key);
        let is_switch = of_flag == "true";
        match self.unit_key(&flag, of_flag) {
            // Of a flag with many meanings, Quadlet has a key for each.
            Some(unit) if unit.form == of_flag => format!("{}=true", unit.name),
            Some(unit) => format!("{}={of_flag}", unit.name),
            None if self.is_of_unit() => {
                let args = if is_switch { flag } else { format!("{flag}={of_flag}") };
                format!("PodmanArgs={args}")
            }
            None if is_switch => flag,
            None => format!("{flag} {of_flag}"),
        }
    }

    fn is_of_unit(&self) -> bool {
        self.project.documents.iter().any(|document| document.kind == "quadlet")
    }

    /// The key of Quadlet that stands for a flag with a value.
    fn unit_key(&self, flag: &str, value: &str) -> Option<&'static QuadletKey> {
        let mut keys = quadlet_keys::of_section("Container");
        let is_key = |key: &&QuadletKey| {
            key.flag == flag && (matches!(key.form, "value" | "words" | "switch") || key.form == value)
        };
        if self.is_of_unit() { keys.find(is_key) } else { None }
    }
}

/// The flag that says what a key of Compose says; of several, the one that is called like it, else the first.
fn flag(key: &str) -> String {
    if key == "network_mode" {
        return "--network".to_owned();
    }
    let is_of = |own: &str| own == key || own.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
    let mut flags = command_flags::of(&["run"]).filter(|flag| is_of(flag.key)).peekable();
    let first = flags.peek().copied();
    let is_called_so = |name: &str| key.replace('_', "-").starts_with(name.trim_start_matches('-'));
    let flag = flags.find(|flag| is_called_so(flag.name)).or(first);
    flag.map_or_else(|| format!("--{}", key.replace('_', "-")), |flag| flag.name.to_owned())
}
