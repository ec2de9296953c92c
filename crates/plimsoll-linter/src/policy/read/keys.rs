//! The keys that a policy can have at each place, and what they mean, for whoever completes them or asks about them.

use plimsoll_facts::standards;

use super::{constraints, outer, policy_sections, rego, waivers};

/// What each key means, with the keys that it is below.
const MEANINGS: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("attestations", "who attests to requirements that cannot be checked in files"),
            ("compliance", "sections of requirements, each with a word such as `required` or `forbidden`"),
            ("contact", "where to ask about this policy (shown in findings)"),
            ("data", "YAML, JSON and TOML files that Rego rules can read under `data`"),
            ("declare", "what is approved: images, labels, ports, users and more"),
            ("environments", "names for groups of files or profiles, which can have different requirements"),
            ("extends", "policies that this policy extends; it can only be stricter"),
            ("owner", "the team that is accountable for this policy (shown in reports)"),
            ("rego", "files and directories with rules in Rego"),
            ("settings", "how this policy is applied"),
            ("standards", "the standards that reports show"),
            ("title", "the title of reports"),
            ("version", "the version of the format: `1`"),
            ("waivers", "violations that someone is accountable for until a date"),
        ],
    ),
    (
        "settings",
        &[
            ("baseline", "whether `--baseline` can hide violations of this policy; `false` by default"),
            ("max-waiver-days", "how many days a waiver can last; 180 by default"),
            ("unverified", "the level of keys that cannot be checked in files: `note` or `error`"),
        ],
    ),
    (
        "extends",
        &[("file", "the path of the policy"), ("sha256", "its digest, written by `plimsoll policy pin`")],
    ),
    (
        "environments",
        &[
            ("files", "patterns of the files whose services belong to this environment"),
            ("profiles", "Compose profiles whose services belong to this environment"),
        ],
    ),
    (
        "rego",
        &[
            ("combine", "pass all files of a project to the rules as one list, like `conftest --combine`"),
            ("data", "files and directories that the rules can read under `data`"),
            ("files", "files and directories with `.rego` files"),
            ("levels", "the levels of rules by name, such as `main.deny_owner: preferred`"),
        ],
    ),
    (
        "waivers",
        &[
            ("control", "waives findings about a control, such as `cis-docker:5.13`"),
            ("expires", "the last day of the waiver"),
            ("granted", "the first day of the waiver"),
            ("id", "the name of the waiver, such as `W-1`"),
            ("owner", "the team that is accountable for the waiver"),
            ("reason", "why the requirement cannot be met yet"),
            ("rego", "waives the results of a Rego rule, such as `main.deny_owner`"),
            ("requirement", "waives a requirement, identified by its key under `compliance`"),
            ("rule", "waives the findings of a rule"),
            ("ticket", "where the work is tracked"),
            ("where", "the files and services that the waiver applies to"),
        ],
    ),
    (
        "where",
        &[
            ("files", "patterns of files"),
            ("finding", "the digest of a single finding, written by `plimsoll policy adopt`"),
            ("services", "names of services"),
        ],
    ),
    (
        "attestations",
        &[
            ("by", "the team that attests"),
            ("evidence", "where the evidence is"),
            ("expires", "the last day of the attestation"),
            ("granted", "the first day of the attestation"),
            ("key", "the key under `compliance` that is attested"),
            ("statement", "what is attested"),
        ],
    ),
    (
        "compliance",
        &[
            ("level", "the level of findings: `note`, `warning` or `error`"),
            ("only", "the services that this applies to"),
            ("since", "the first day on which this applies; until then, findings are notes"),
            ("waivable", "`[repository]`: waivers in the checked files apply, too"),
            ("why", "the reason (shown in findings)"),
            ("word", "the word that sets the requirement, such as `required` or `forbidden`"),
        ],
    ),
];

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
        ["compliance", _, ..] => &constraints::TABLE_KEYS,
        _ => &[],
    };
    known.to_vec()
}

/// What a key means below these keys, if it does not depend on requirements and rules.
pub fn policy_key_meaning(keys: &[&str], key: &str) -> Option<&'static str> {
    let place = match keys {
        [] => "",
        ["waivers" | "waiver", "where"] => "where",
        ["waivers" | "waiver"] => "waivers",
        ["attestations" | "attestation"] => "attestations",
        [only @ ("rego" | "settings" | "extends")] => only,
        ["environments", _] => "environments",
        // What stands beside the word of a declaration is the same as for a requirement.
        ["compliance", _, _, ..] | ["declare", _, ..] => "compliance",
        _ => return None,
    };
    let (_, rows) = MEANINGS.iter().find(|(own, _)| *own == place)?;
    rows.iter().find(|(own, _)| *own == key).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::{policy_key_meaning, policy_keys_below};

    #[test]
    fn every_key_has_a_meaning() {
        let places: [&[&str]; 9] = [
            &[],
            &["rego"],
            &["settings"],
            &["extends"],
            &["environments", "live"],
            &["waivers"],
            &["waivers", "where"],
            &["attestations"],
            &["compliance", "a", "read_only_root"],
        ];
        for place in places {
            let keys = policy_keys_below(place);
            assert!(!keys.is_empty(), "{place:?}");
            for key in keys {
                assert!(policy_key_meaning(place, key).is_some(), "{place:?}: {key}");
            }
        }
        assert_eq!(policy_key_meaning(&["compliance"], "level"), None);
    }
}
