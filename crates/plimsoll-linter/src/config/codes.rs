//! The codes of peers in every form in which they are written: in comments of the peer, in its configuration, in its
//! reports.

/// Codes that hadolint had once: they stand in lists of rules to ignore, and mean nothing any more.
///
/// Source: hadolint's pull requests 592 and 677.
const RETIRED: [&str; 4] = ["DL3005", "DL3017", "DL3031", "DL3039"];

/// Whether hadolint had this code, and has it no more.
pub(crate) fn is_retired(code: &str) -> bool {
    RETIRED.iter().any(|retired| code.eq_ignore_ascii_case(retired))
}

/// A code as rules name it, behind its peer: `trivy:DS-0002` for `AVD-DS-0002`; `None` for what is no other form of one.
pub(crate) fn canonical(written: &str) -> Option<String> {
    if let Some((peer, code)) = written.split_once([':', '/']) {
        let code = match peer {
            "shellcheck" if code.starts_with(|first: char| first.is_ascii_digit()) => format!("SC{code}"),
            "hadolint" | "shellcheck" | "checkov" => code.to_ascii_uppercase(),
            "trivy" => trivy(code),
            "kics" => kics(code),
            "buildkit" | "dclint" | "tally" | "semgrep" | "compose-lint" | "datadog-iac" | "dockle"
            | "cis" => code.to_owned(),
            _ => return None,
        };
        return Some(format!("{peer}:{code}"));
    }
    let upper = written.to_ascii_uppercase();
    if is_number_behind(&upper, "DL") {
        return Some(format!("hadolint:{upper}"));
    }
    if is_number_behind(&upper, "SC") {
        return Some(format!("shellcheck:{upper}"));
    }
    if upper.starts_with("AVD-DS") || is_number_behind(&upper, "DS") || is_number_behind(&upper, "DS-") {
        return Some(format!("trivy:{}", trivy(&upper)));
    }
    if upper.starts_with("CKV_") || upper.starts_with("CKV2_") {
        return Some(format!("checkov:{upper}"));
    }
    let is_uuid = written.len() == 36 && written.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    is_uuid.then(|| format!("kics:{}", kics(written)))
}

fn is_number_behind(code: &str, prefix: &str) -> bool {
    code.strip_prefix(prefix)
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
}

/// `DS-0002` under its older names `DS002` and `AVD-DS-0002`.
pub(crate) fn trivy(id: &str) -> String {
    let id = id.to_ascii_uppercase();
    let id = id.strip_prefix("AVD-").unwrap_or(&id);
    match id.strip_prefix("DS").map(|number| number.trim_start_matches('-')) {
        Some("*") => "DS-*".to_owned(),
        Some(number) => format!("DS-{number:0>4}"),
        None => id.to_owned(),
    }
}

/// Queries are known here by the first part of their ids.
pub(crate) fn kics(id: &str) -> String {
    id.get(..8).unwrap_or(id).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_many_forms() {
        for (written, meant) in [
            ("dl3008", "hadolint:DL3008"),
            ("hadolint/DL3008", "hadolint:DL3008"),
            ("sc2086", "shellcheck:SC2086"),
            ("shellcheck:2086", "shellcheck:SC2086"),
            ("AVD-DS-0002", "trivy:DS-0002"),
            ("DS002", "trivy:DS-0002"),
            ("trivy:AVD-DS-0002", "trivy:DS-0002"),
            ("ckv_docker_3", "checkov:CKV_DOCKER_3"),
            ("67fd0c4a-0000-1111-2222-333344445555", "kics:67fd0c4a"),
            ("kics:67FD0C4A-0000-1111-2222-333344445555", "kics:67fd0c4a"),
        ] {
            assert_eq!(canonical(written).as_deref(), Some(meant), "{written}");
        }
        for written in ["latest-tag", "DL", "unknown:x", "DS-x", ""] {
            assert_eq!(canonical(written), None, "{written}");
        }
    }
}
