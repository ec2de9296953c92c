//! Lists of capabilities, as options of rules.

use std::collections::BTreeSet;

use plimsoll_facts::capabilities::{self, bare};
use serde::Deserialize;

/// Capabilities, each once, in the order in which they are written.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct CapabilityNames {
    written: Vec<String>,
    bare: BTreeSet<String>,
}

impl TryFrom<Vec<String>> for CapabilityNames {
    type Error = String;

    fn try_from(mut written: Vec<String>) -> Result<CapabilityNames, String> {
        let is_known = |name: &str| name == "ALL" || capabilities::find(name).is_some();
        if let Some(wrong) = written.iter().find(|name| !is_known(&bare(name))) {
            return Err(format!("`{wrong}` is not a capability"));
        }
        let mut names = BTreeSet::new();
        written.retain(|name| names.insert(bare(name)));
        Ok(CapabilityNames { written, bare: names })
    }
}

impl CapabilityNames {
    /// Whether a capability is among them, with or without `CAP_` and in any letter case.
    pub fn has(&self, name: &str) -> bool {
        self.bare.contains(&bare(name))
    }

    /// The names as they are written.
    pub fn written(&self) -> &[String] {
        &self.written
    }
}
