//! The release workflow: nothing that cannot be taken back comes before a person has approved what was built.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_yaml::Value;

use crate::Problems;

const WORKFLOW: &str = ".github/workflows/release.yml";
/// The environment in which a person approves.
const APPROVED: &str = "release";
/// Commands that give something away. Steps use the scripts of `packaging/publish`, which ask first.
const GIVES: [&str; 9] = [
    "uv publish",
    "npm publish",
    "cargo publish",
    "docker push",
    "skopeo copy",
    "gh release create",
    "gh release edit",
    "vsce publish",
    "ovsx publish",
];

/// Where an image is copied to when it is tried.
const LOCAL: &str = " docker-daemon:";

/// What is wrong with the workflow.
pub(super) fn check(root: &Path) -> Problems {
    match std::fs::read_to_string(root.join(WORKFLOW)) {
        Ok(text) => problems(&text).into_iter().map(|problem| format!("{WORKFLOW}: {problem}")).collect(),
        Err(error) => vec![format!("{WORKFLOW}: {error}")],
    }
}

fn problems(text: &str) -> Problems {
    let workflow: Value = match serde_yaml::from_str(text) {
        Ok(workflow) => workflow,
        Err(error) => return vec![error.to_string()],
    };
    let mut problems = Problems::new();
    if workflow.get("permissions").and_then(Value::as_mapping).is_none_or(|given| !given.is_empty()) {
        problems.push("`permissions: {}` must stand at the top".to_owned());
    }
    let jobs: BTreeMap<&str, &Value> = workflow
        .get("jobs")
        .and_then(Value::as_mapping)
        .into_iter()
        .flatten()
        .filter_map(|(name, job)| Some((name.as_str()?, job)))
        .collect();
    for (name, job) in &jobs {
        for step in job["steps"].as_sequence().into_iter().flatten() {
            let run = step["run"].as_str().unwrap_or_default();
            if run.contains("packaging/publish/") && !is_approved(name, &jobs, &mut BTreeSet::new()) {
                problems.push(format!("job `{name}` publishes before the approval"));
            }
            let gives = |line: &&str| {
                GIVES.iter().any(|command| line.contains(command))
                    && !line.contains("--dry-run")
                    && !line.contains(LOCAL)
            };
            problems.extend(
                run.lines()
                    .filter(gives)
                    .map(|line| format!("job `{name}` runs `{}`, which is not safe to repeat", line.trim())),
            );
            if step["uses"].as_str().is_some_and(|action| !is_pinned(action)) {
                problems.push(format!(
                    "job `{name}`: `{}` is not pinned to a commit",
                    step["uses"].as_str().unwrap_or_default()
                ));
            }
        }
    }
    problems
}

/// Whether a job waits for the approval, itself or through one that it needs, and does not run in a dry run.
fn is_approved<'j>(name: &'j str, jobs: &BTreeMap<&str, &'j Value>, seen: &mut BTreeSet<&'j str>) -> bool {
    let Some(job) = jobs.get(name).filter(|_| seen.insert(name)) else { return false };
    let environment = &job["environment"];
    let environment = environment.as_str().or_else(|| environment["name"].as_str()).unwrap_or_default();
    let needs = &job["needs"];
    let needs =
        needs.as_str().into_iter().chain(needs.as_sequence().into_iter().flatten().filter_map(Value::as_str));
    environment.split('\'').any(|name| name == APPROVED)
        || needs.into_iter().any(|needed| is_approved(needed, jobs, seen))
}

fn is_pinned(action: &str) -> bool {
    let commit = action.split_once('@').map(|(_, commit)| commit);
    commit.is_some_and(|commit| commit.len() == 40 && commit.bytes().all(|one| one.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "
permissions: {}
jobs:
  build:
    steps:
      - run: cargo publish --dry-run
  publish:
    needs: build
    environment: release
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - run: packaging/publish/pypi.sh dist/*
  public:
    needs: [publish]
    steps:
      - run: packaging/publish/public.sh v1
";

    fn said(text: &str) -> String {
        problems(text).join("\n")
    }

    #[test]
    fn approved_steps_may_publish() {
        assert_eq!(said(RIGHT), "");
    }

    #[test]
    fn what_cannot_be_taken_back_is_found() {
        assert!(
            said(&RIGHT.replace("    environment: release\n", "")).contains("job `public` publishes before")
        );
        assert!(said(&RIGHT.replace(" --dry-run", "")).contains("job `build` runs `cargo publish`"));
        assert!(
            said(&RIGHT.replace("08c6903cd8c0fde910a37f88322edcfb5dd907a8", "v5")).contains("not pinned")
        );
        assert!(
            said(&RIGHT.replace("permissions: {}", "permissions: write-all")).contains("`permissions: {}`")
        );
    }
}
