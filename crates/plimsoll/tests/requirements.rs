//! The pages in `policy/requirements/`: what each of their examples shows is what comes out, and nothing that is proved has
//! a finding beside it. `UPDATE=1` rewrites what is shown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_linter::{Checked, Linter, MemoryFiles, Requirement, Settings, VerdictWord, Workspace};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_rules::RULES;

fn main() {
    let args = Arguments::from_args();
    let mut trials: Vec<Trial> =
        REQUIREMENTS.iter().map(|one| Trial::test(one.name, move || check_page(one))).collect();
    trials.push(Trial::test("names", || {
        names();
        Ok(())
    }));
    trials.push(Trial::test("proofs", || {
        proofs();
        Ok(())
    }));
    libtest_mimic::run(&args, trials).exit();
}

/// What is declared besides, so that each declaration has something to prove and to break.
const DECLARED: &str = "\
declare:
  images: { deny: [alpine], tag: '[0-9].*' }
  bases: [{ image: debian, digests: [], since: 2026-01-01, max-age-days: 30 }]
  supported: { grace-days: 30, warn-days: 300 }
  stages: { final: { base: ['*-slim', 'debian', scratch], no-tools: required } }
  files: { required: [.dockerignore] }
  user: { min-uid: 1000 }
  networks: { data-stores: internal, default: forbidden, driver: [bridge], external: [edge] }
  healthcheck: { required-for: long-running, max-interval: 60s }
  capabilities: { drop: [ALL], allow: [CHOWN, NET_BIND_SERVICE], deny: [SYS_ADMIN] }
  ports: { allow: ['443', '5000-9999'], deny: [8081], address: named, privileged: preferred }
  mounts: { allow: ['./**', '/srv/**', '/run/**', '/var/run/**'], deny: ['./secrets/**'], engine-socket: { allow: [traefik] } }
  names: { services: '[a-z]+', stages: '[a-z]+', volumes: '[a-z]+', container_name: forbidden }
  compose: { forbid: [services.*.links, services.*.network_mode=host, services.*.environment.DEBUG, volumes.*.external] }
  dockerfile: { forbid: [ADD, ONBUILD], allow-shell: [/bin/bash], syntax: ['docker/dockerfile:1*'] }
  limits: { memory: { max: 2g }, cpus: { max: 2 }, pids: { max: 512 } }
  labels: [{ key: version, type: semver, level: warning }, { key: owner, on: both }, { key: zone, on: network, level: note }]
";

/// Nothing is proved that a finding breaks, in any example of any page, and in the files of `PLIMSOLL_CORPUS` if it names a
/// folder.
fn proofs() {
    let lines: Vec<String> = REQUIREMENTS
        .iter()
        .filter_map(|one| Some((one, one.keys.first()?)))
        .map(|(one, key)| format!("    {key}: {}\n", if one.is_bad { "forbidden" } else { "required" }))
        .collect();
    let policy = format!("compliance:\n  all:\n{}{DECLARED}", lines.concat());
    let mut judged = 0;
    let mut check = |files: MemoryFiles, what: &str| {
        let checked = run_all(files, &policy);
        judged += checked.verdicts.len();
        if let Some(wrong) = checked.verdicts.iter().find(|verdict| verdict.is_contradicted) {
            panic!("{what}: {wrong:?}");
        }
    };
    for registered in RULES {
        for example in plimsoll_linter::pages::examples(registered.meta.body()).unwrap_or_default() {
            check(example.repository(), registered.meta.name);
        }
    }
    if let Some(folder) = std::env::var_os("PLIMSOLL_CORPUS") {
        check(MemoryFiles::copy_of(Path::new(&folder)).unwrap(), "the corpus");
    }
    assert!(judged > 5_000, "only {judged} subjects");
}

fn run_all(files: MemoryFiles, policy: &str) -> Checked {
    let mut files = files.0;
    files.retain(|path, _| !path.ends_with(".toml"));
    files.insert("plimsoll-policy.yaml".to_owned(), policy.to_owned());
    run(&files)
}

/// Every rule that a page names exists and takes the options that the page gives it; every key asks for one thing.
fn names() {
    let mut keys = BTreeMap::new();
    for one in REQUIREMENTS {
        for (rule, _) in one.rules {
            assert!(RULES.iter().any(|known| known.meta.name == *rule), "{}: no rule `{rule}`", one.name);
        }
        for key in one.keys {
            let other = keys.insert(*key, one.name);
            assert!(other.is_none(), "{key}: {} and {other:?}", one.name);
            assert!(plimsoll_facts::unverifiable::find(key).is_none(), "{key} cannot be checked");
        }
    }
    for registered in RULES {
        let meta = &registered.meta;
        let is_security = meta.category == plimsoll_diagnostics::Category::Security;
        assert!(
            !is_security || plimsoll_facts::standards::is_mapped(meta.name),
            "the security rule `{}` has no row in rule-controls.tsv, not even `-`",
            meta.name
        );
    }
    for row in plimsoll_facts::threats::all() {
        assert!(RULES.iter().any(|known| known.meta.name == row.rule), "threats.tsv: no rule `{}`", row.rule);
    }
    for row in plimsoll_facts::standards::rows() {
        assert!(
            RULES.iter().any(|known| known.meta.name == row.rule()),
            "rule-controls.tsv: no rule `{}`",
            row.rule()
        );
    }
}

fn check_page(requirement: &'static Requirement) -> Result<(), Failed> {
    let stem = requirement.name.replace('-', "_");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../policy/requirements/{stem}.md"));
    let page = std::fs::read_to_string(&path)?;
    let (mut out, mut problems) = (String::new(), Vec::new());
    let mut section = String::new();
    let mut files = BTreeMap::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(heading) = line.strip_prefix("## ") {
            heading.clone_into(&mut section);
            files.clear();
        }
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let mut body = String::new();
        for line in lines.by_ref().take_while(|line| *line != "```") {
            body.push_str(line);
            body.push('\n');
        }
        if info == "text" {
            let said = said(requirement, &section, &files)?;
            if std::env::var_os("UPDATE").is_none() && said != body {
                problems.push(format!("## {section}: expected\n{body}found\n{said}"));
            }
            out.push_str(&said);
        } else {
            let (kind, name) = info.split_once(' ').unwrap_or((info, ""));
            let name = match (kind, name) {
                ("yaml", "") => "compose.yaml",
                ("dockerfile", "") => "Dockerfile",
                (_, name) => name,
            };
            files.insert(name.to_owned(), body.clone());
            out.push_str(&body);
        }
        out.push_str("```\n");
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, out)?;
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}

/// What comes out for the files of an example, a line for each subject.
fn said(
    requirement: &Requirement,
    section: &str,
    files: &BTreeMap<String, String>,
) -> Result<String, Failed> {
    let mut files = files.clone();
    let key = requirement.keys.first().copied().unwrap_or(requirement.name);
    let word = if requirement.is_bad { "forbidden" } else { "required" };
    let policy = format!("compliance:\n  example:\n    {key}: {word}\n");
    files.entry("plimsoll-policy.yaml".to_owned()).or_insert(policy);
    let checked = run(&files);
    if let Some(wrong) = checked.diagnostics.iter().find(|finding| finding.rule == "policy") {
        return Err(format!("the policy is wrong: {}", wrong.message).into());
    }
    let wanted = match section {
        "Proved" => VerdictWord::Proved,
        "Broken" => VerdictWord::Broken,
        "Unknown" => VerdictWord::Unknown,
        "Nothing found" => VerdictWord::NothingFound,
        other => return Err(format!("an example stands under `{other}`").into()),
    };
    let own: Vec<_> = checked.verdicts.iter().filter(|one| one.requirement == requirement.name).collect();
    if own.is_empty() || own.iter().any(|verdict| verdict.word != wanted) {
        return Err(format!("{section}: {own:?}").into());
    }
    let line = |verdict: &&plimsoll_linter::Verdict| {
        let file = checked.sources.file(verdict.place.file);
        let line = file.lines().line(verdict.place.start) + 1;
        format!("{} {}: {} ({}:{line})\n", verdict.subject, verdict.word.name(), verdict.why, file.path)
    };
    Ok(own.iter().map(line).collect())
}

fn run(files: &BTreeMap<String, String>) -> Checked {
    let files = MemoryFiles(files.clone());
    let settings = Settings {
        requirements: REQUIREMENTS,
        wants_verdicts: true,
        today: "2026-06-01".to_owned(),
        ..Settings::default()
    };
    let workspace = Workspace::find(&files, &[".".to_owned()]);
    Linter::new(RULES, &settings, &files, &workspace).check(&files, &workspace)
}
