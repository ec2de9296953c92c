//! The keys that a policy can have at each place, for whoever completes them.

use plimsoll_facts::standards;

use super::{asks, outer, policy_sections, rego, waivers};

/// The keys below these keys, from the top of a policy down, as far as they do not depend on requirements and rules.
pub fn policy_keys_below(keys: &[&str]) -> Vec<&'static str> {
    let known: &[&str] = match keys {
        [] => return policy_sections().collect(),
        ["standards"] => return standards::all().iter().map(|standard| standard.id).collect(),
        ["rego"] => &rego::KEYS,
        ["settings"] => &outer::SETTINGS,
        ["extends"] => &outer::EXTENDS_KEYS,
        ["environments", _] => &outer::ENVIRONMENT_KEYS,
        ["waivers" | "waiver"] => &waivers::KEYS,
        ["waivers" | "waiver", "where"] => &waivers::WHERE,
        ["attestations" | "attestation"] => &waivers::ATTESTATION,
        ["compliance", _, ..] => &asks::TABLE_KEYS,
        _ => &[],
    };
    known.to_vec()
}
