//! What the files of peers say, and their codes, in each form in which they may be written.

use plimsoll_diagnostics::{FileId, Level};

use super::*;
use crate::config::FailOn;

fn settings(file: &str, text: &str) -> ParsedConfig {
    PeerConfig::of(file).unwrap().read(Text::new(text, FileId::FIRST, 0))
}

/// The codes that are off, with what restricts them.
fn off(settings: &ParsedConfig) -> Vec<String> {
    let off = settings.codes.iter().filter(|code| code.level.is_none());
    let shown = |code: &Code| {
        let until = code.until.as_ref().map_or_else(String::new, |day| format!(" until {day}"));
        let files = code.files.iter().map(|file| format!(" in {file}")).collect::<Vec<_>>().concat();
        format!("{}{until}{files}", code.name)
    };
    off.map(shown).collect()
}

#[test]
fn trivy_has_ids_in_lines_and_in_yaml() {
    let lines = settings(
        ".trivyignore",
        "# why\nAVD-DS-0002 exp:2030-01-31\nDS001 # more\nCVE-2024-1\n\nAVD-AWS-0001\n",
    );
    assert_eq!(off(&lines), ["trivy:DS-0002 until 2030-01-31", "trivy:DS-0001"]);
    assert_eq!(lines.foreign, 2);
    let yaml = settings(
        ".trivyignore.yaml",
        "vulnerabilities:\n  - id: CVE-1\nmisconfigurations:\n  - id: DS-0002\n    paths: [a/*]\n    expired_at: 2030-01-31\n",
    );
    assert_eq!(off(&yaml), ["trivy:DS-0002 until 2030-01-31 in a/*"]);
    assert_eq!(yaml.foreign, 1);
}

#[test]
fn a_day_ends_what_was_ignored() {
    let code = Code { until: Some("2026-04-30".to_owned()), ..Code::default() };
    assert!(code.holds_on("2026-04-30") && code.holds_on("") && !code.holds_on("2026-05-01"));
}

#[test]
fn checkov_has_a_list_or_a_text() {
    for text in ["skip-check:\n  - CKV_DOCKER_3\n  - CKV_AWS_1\n", "skip-check: CKV_DOCKER_3,CKV_AWS_1\n"] {
        let settings = settings(".checkov.yml", text);
        assert_eq!((off(&settings), settings.foreign), (vec!["checkov:CKV_DOCKER_3".to_owned()], 1));
    }
    assert_eq!(settings(".checkov.yaml", "soft-fail: true\n").fail_on, Some(FailOn::Never));
}

#[test]
fn kics_has_four_languages() {
    let id = "67fd0c4a-0000-1111-2222-333344445555";
    for text in [
        format!("{{\"exclude-queries\": [\"{id}\"], \"exclude-paths\": [\"a\"]}}"),
        format!("exclude-queries: {id}\nexclude-paths: [a]\n"),
        format!("exclude-queries = [ \"{id}\" ]\nexclude-paths = [\"a\"]\n"),
        format!("\"exclude-paths\" = [\"a\"]\n\"exclude-queries\" = [\n  \"{id}\",\n]\n"),
    ] {
        let settings = settings("kics.config", &text);
        assert_eq!(
            (off(&settings), &*settings.exclude),
            (vec!["kics:67fd0c4a".to_owned()], &["a".to_owned()][..]),
            "{text}"
        );
    }
}

#[test]
fn dclint_has_levels() {
    let settings = settings(
        ".dclintrc",
        "{\"rules\": {\"no-version-field\": 0, \"quotes\": [0], \"a\": [1, {\"b\": 2}], \"c\": 2}, \"exclude\": [\"x\"]}",
    );
    assert_eq!(off(&settings), ["dclint:no-version-field", "dclint:quotes"]);
    assert_eq!(settings.codes.last().map(|code| code.level), Some(Some(Level::Error)));
    assert_eq!((settings.exclude.len(), settings.lost.len()), (1, 1));
}

#[test]
fn tally_has_patterns_and_tables() {
    let settings = settings(
        ".tally.toml",
        "[output]\nfail-level = \"error\"\n[rules]\nexclude = [\"buildkit/*\"]\n[rules.hadolint.DL3008]\nseverity = \"off\"\n",
    );
    assert_eq!(off(&settings), ["buildkit:*", "hadolint:DL3008"]);
    assert_eq!(settings.fail_on, Some(FailOn::Level(Level::Error)));
}

#[test]
fn what_is_no_such_file_says_nothing() {
    for peer in PeerConfig::all() {
        for file in peer.files {
            for text in
                ["", "[", "- a\n- b", "\u{0}", "rules: 1\nskip-check: {a: b}", "misconfigurations: {}\n"]
            {
                assert_eq!(off(&settings(file, text)), [""; 0], "{file}: {text}");
            }
        }
    }
}

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

#[test]
fn a_broken_file_is_said_to_be_broken() {
    for (file, good, broken) in [
        (".checkov.yaml", "skip-check: [CKV_DOCKER_3]\n", "skip-check: [CKV_DOCKER_3\na: b\n"),
        (".dclintrc", "{\"rules\": {}}", "{\"rules\": {"),
        ("trivy.yaml", "severity: [HIGH]\n", "severity: [HIGH\n"),
        (".trivyignore.yaml", "misconfigurations: []\n", "misconfigurations: [\n"),
        ("kics.config", "{\"exclude-paths\": []}", "{\"exclude-paths\": ["),
        ("kics.config", "exclude-paths: [a]\n", "exclude-paths: [a\n"),
        (".tally.toml", "[rules]\n", "[rules\n"),
    ] {
        assert_eq!(settings(file, good).broken, None, "{file}");
        let found = settings(file, broken).broken.unwrap();
        assert!(found.rule == RULE && found.primary.span.start as usize <= broken.len(), "{file}: {found:?}");
    }
    // An ignore file in lines, and one in HCL, have no form that could be broken.
    assert_eq!(settings(".trivyignore", "[ {\n").broken, None);
    assert_eq!(settings("kics.config", "exclude-paths = [\n").broken, None);
}
