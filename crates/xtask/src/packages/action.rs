//! The GitHub Action: its steps run as the runner would run them, in repositories made for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::command::{Run, Said};
use super::scanning::Scanning;
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

/// As much of `action.yml` as a runner needs.
#[derive(Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    runs: Runs,
}

#[derive(Deserialize)]
struct Input {
    default: String,
}

#[derive(Deserialize)]
struct Runs {
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    id: Option<String>,
    #[serde(rename = "if")]
    condition: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    run: String,
}

pub(super) fn prove(shop: &Workshop) -> Proof {
    for program in ["bash", "git", "curl", "gzip", "base64"] {
        shop.needs(program)?;
    }
    let folder = shop.fresh("action")?;
    let text = std::fs::read_to_string(shop.root.join(".github/actions/check/action.yml"))?;
    let action: Action = serde_yaml::from_str(&text).map_err(|why| StepError::Failed(why.to_string()))?;
    let proof = Runner { shop, action, folder };
    proof.a_push_reports_everything()?;
    proof.what_is_turned_off_is_not_done()?;
    proof.a_pull_request_reports_what_is_new()
}

/// What stands in for GitHub's runner.
struct Runner<'s> {
    shop: &'s Workshop,
    action: Action,
    folder: PathBuf,
}

/// What the runner knows before the first step: expressions and variables, by their names.
struct Event<'e> {
    repository: &'e Path,
    expressions: BTreeMap<String, String>,
    variables: BTreeMap<&'e str, String>,
}

/// What came of a run.
struct Done {
    code: i32,
    said: Vec<Said>,
    summary: String,
}

impl Runner<'_> {
    /// An event of a repository, for inputs that are not the defaults.
    fn event<'e>(
        &self,
        repository: &'e Path,
        name: &str,
        inputs: &[(&str, &str)],
    ) -> Result<Event<'e>, StepError> {
        let head =
            Run::new("git").args(["rev-parse", "HEAD"]).folder(repository).works()?.text().trim().to_owned();
        let mut expressions: BTreeMap<String, String> = self
            .action
            .inputs
            .iter()
            .map(|(name, input)| (format!("inputs.{name}"), input.default.clone()))
            .collect();
        expressions
            .extend(inputs.iter().map(|(name, value)| (format!("inputs.{name}"), (*value).to_owned())));
        let action = self.shop.root.join(".github/actions/check").to_string_lossy().into_owned();
        for (name, value) in [
            ("github.action_path", &*action),
            ("github.event_name", name),
            ("github.token", "secret-token"),
            ("github.repository", "owner/repository"),
            ("github.server_url", ""),
            ("github.event.pull_request.base.sha", ""),
        ] {
            expressions.insert(name.to_owned(), value.to_owned());
        }
        let variables = BTreeMap::from([
            ("GITHUB_REPOSITORY", "owner/repository".to_owned()),
            ("GITHUB_SHA", head),
            ("GITHUB_REF", "refs/heads/main".to_owned()),
        ]);
        Ok(Event { repository, expressions, variables })
    }

    /// Runs all steps, up to the first that fails.
    fn run(&self, mut event: Event) -> Result<Done, StepError> {
        let temporary = self.shop.fresh("action-runner")?;
        let wheels = self.shop.wheel()?.parent().unwrap_or(&temporary);
        let summary = temporary.join("summary.md");
        std::fs::write(&summary, "")?;
        let mut done = Done { code: 0, said: Vec::new(), summary: String::new() };
        for (index, step) in self.action.runs.steps.iter().enumerate() {
            if let Some(condition) = &step.condition
                && !holds(condition, &event.expressions)?
            {
                continue;
            }
            let (script, output) =
                (temporary.join(format!("{index}.sh")), temporary.join(format!("{index}.out")));
            std::fs::write(&script, &step.run)?;
            std::fs::write(&output, "")?;
            let mut run = Run::new("bash").args(["--noprofile", "--norc", "-eo", "pipefail"]).args([&script]);
            for (name, value) in &step.env {
                run = run.env(name, fill(value, &event.expressions)?);
            }
            for (name, value) in &event.variables {
                run = run.env(name, value);
            }
            // The wheel of this build stands where the released one will.
            run = run.env("PIP_NO_INDEX", "1").env("PIP_FIND_LINKS", wheels);
            run = run.env("GITHUB_OUTPUT", &output).env("GITHUB_STEP_SUMMARY", &summary);
            let (code, said) = run.env("RUNNER_TEMP", &temporary).folder(event.repository).ends()?;
            done.said.push(said);
            done.code = code.unwrap_or(-1);
            if done.code != 0 {
                break;
            }
            let id = step.id.as_deref().unwrap_or_default();
            for (name, value) in
                std::fs::read_to_string(&output)?.lines().filter_map(|line| line.split_once('='))
            {
                event.expressions.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
        }
        done.summary = std::fs::read_to_string(&summary)?;
        Ok(done)
    }

    fn a_push_reports_everything(&self) -> Proof {
        let repository = self.folder.join("push");
        std::fs::create_dir(&repository)?;
        sample::write(&repository)?;
        let mut event = self.event(&repository, "push", &[("token", "secret-token")])?;
        let head = event.variables.get("GITHUB_SHA").cloned().unwrap_or_default();
        let scanning = Scanning::that_answers(202)?;
        event.variables.insert("GITHUB_API_URL", scanning.url.clone());
        let done = self.run(event)?;
        done.ends_with(1)?;
        for path in sample::LINTED {
            done.said(&format!("--> {path}:"))?;
            if !done.log().contains(&format!(" file={path},line=")) {
                return Err(done.failed(&format!("{path} is not annotated")));
            }
        }
        done.said("SARIF was handed to code scanning")?;
        if !done.summary.contains("unknown-build-target") {
            return Err(done.failed(&format!("the summary is\n{}", done.summary)));
        }
        self.the_upload_is_whole(scanning, &head)
    }

    /// What code scanning gets: the token, the commit, and SARIF that can be unpacked.
    fn the_upload_is_whole(&self, scanning: Scanning, head: &str) -> Proof {
        let upload = scanning.upload()?;
        let first = upload.head.lines().next().unwrap_or_default();
        if first != "POST /repos/owner/repository/code-scanning/sarifs HTTP/1.1"
            || !upload.head.contains("Authorization: Bearer secret-token")
        {
            return Err(StepError::Failed(format!("code scanning was asked\n{}", upload.head)));
        }
        let sent: BTreeMap<String, String> = serde_json::from_str(&upload.body)
            .map_err(|why| StepError::Failed(format!("{why}: {}", upload.body)))?;
        let sent = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
        if sent("commit_sha") != head || sent("ref") != "refs/heads/main" {
            return Err(StepError::Failed(format!("not for this commit: {}", upload.body)));
        }
        std::fs::write(self.folder.join("sarif"), sent("sarif"))?;
        let unpack = Run::new("bash").args(["-eo", "pipefail", "-c", "base64 -d sarif | gzip -dc"]);
        let sarif = unpack.folder(&self.folder).works()?;
        sarif.says("2.1.0")?.says("unknown-build-target")?.says("\"uri\":\"compose.yaml\"")?;
        Ok(())
    }

    fn what_is_turned_off_is_not_done(&self) -> Proof {
        let repository = self.folder.join("push");
        let off = [
            ("sarif", "false"),
            ("annotations", "false"),
            ("summary", "false"),
            ("args", "--select=relative-workdir\n--color=never"),
            ("paths", "api\ndeploy\n"),
        ];
        let done = self.run(self.event(&repository, "push", &off)?)?;
        done.ends_with(0)?;
        done.said("No problems in 6 files")?;
        if done.log().contains("::") || !done.summary.is_empty() {
            return Err(done.failed("annotated or summed up"));
        }
        for sarif in ["true", "false"] {
            let wrong = [("sarif", sarif), ("args", "--colour")];
            let done = self.run(self.event(&repository, "push", &wrong)?)?;
            done.ends_with(2)?;
            done.said("unknown option `--colour`")?;
        }
        Ok(())
    }

    /// A shallow checkout of a branch, whose base must be fetched; code scanning is not allowed, as in a fork.
    fn a_pull_request_reports_what_is_new(&self) -> Proof {
        let help = Run::new(self.shop.program()?).args(["check", "--help"]).works()?;
        if !help.text().contains("--since") {
            return Err(StepError::Skipped("pull requests: this plimsoll has no --since yet".to_owned()));
        }
        let server = self.folder.join("owner/repository");
        std::fs::create_dir_all(&server)?;
        sample::write(&server)?;
        let base =
            Run::new("git").args(["rev-parse", "HEAD"]).folder(&server).works()?.text().trim().to_owned();
        sample::git(&server, &["switch", "--quiet", "--create", "change"])?;
        let old = std::fs::read_to_string(server.join("Dockerfile"))?;
        sample::write_file(&server, "Dockerfile", &format!("{old}WORKDIR app\n"))?;
        sample::commit(&server, "A change")?;
        let url = format!("file://{}", self.folder.display());
        let clone = [
            "clone",
            "--quiet",
            "--depth=1",
            "--branch=change",
            &format!("{url}/owner/repository"),
            "checkout",
        ];
        sample::git(&self.folder, &clone)?;

        let repository = self.folder.join("checkout");
        let mut event = self.event(&repository, "pull_request", &[])?;
        event.expressions.insert("github.server_url".to_owned(), url);
        event.expressions.insert("github.event.pull_request.base.sha".to_owned(), base);
        let scanning = Scanning::that_answers(403)?;
        event.variables.insert("GITHUB_API_URL", scanning.url.clone());
        event.variables.insert("GITHUB_REF", "refs/pull/1/merge".to_owned());
        let done = self.run(event)?;
        done.ends_with(1)?;
        done.said("relative-workdir")?;
        if done.log().contains("unknown-build-target") || done.log().contains("apt-get-yes") {
            return Err(done.failed("what was there before is reported"));
        }
        done.said("code scanning did not take the findings (status 403)")
    }
}

impl Done {
    fn log(&self) -> String {
        self.said.iter().map(Said::text).collect()
    }

    fn ends_with(&self, code: i32) -> Proof {
        if self.code == code {
            Ok(())
        } else {
            Err(self.failed(&format!("ended with {}, not {code}", self.code)))
        }
    }

    fn said(&self, words: &str) -> Proof {
        if self.log().contains(words) { Ok(()) } else { Err(self.failed(&format!("did not say `{words}`"))) }
    }

    fn failed(&self, what: &str) -> StepError {
        StepError::Failed(format!("the action {what}\n{}", self.log()))
    }
}

/// A text with its `${{ … }}` filled in.
fn fill(text: &str, expressions: &BTreeMap<String, String>) -> Result<String, StepError> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${{") {
        let (expression, after) = behind.split_once("}}").unwrap_or((behind, ""));
        filled.push_str(before);
        filled.push_str(value(expression.trim(), expressions)?);
        rest = after;
    }
    Ok(filled + rest)
}

/// What the conditions of the action are made of: `a == 'b'`, and `||` between such.
fn holds(condition: &str, expressions: &BTreeMap<String, String>) -> Result<bool, StepError> {
    for part in condition.split("||") {
        let (left, right) = part.split_once("==").unwrap_or((part, ""));
        if value(left.trim(), expressions)? == right.trim().trim_matches('\'') {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What an expression stands for. Outputs of a step that did not run are empty; everything else must be known.
fn value<'v>(expression: &str, expressions: &'v BTreeMap<String, String>) -> Result<&'v str, StepError> {
    match expressions.get(expression) {
        Some(value) => Ok(value),
        None if expression.starts_with("steps.") => Ok(""),
        None => Err(StepError::Failed(format!("nothing is known of `{expression}`"))),
    }
}
