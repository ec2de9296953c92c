//! What is claimed of policies and cannot be a test here, as it needs other people's files and a browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Args;

use crate::Problems;
use crate::cargo::{cargo, succeed};

/// What looks at a report in a browser.
const PAGE: &str = include_str!("policy_proof/page.mjs");

/// What compares documents with those of BuildKit's parser.
const DOCUMENTS: &str = include_str!("policy_proof/documents.py");

/// What the report is about.
const POLICY: &str = include_str!("policy_proof/policy.yaml");

/// Where other people's files are.
#[derive(Args)]
pub(crate) struct Options {
    /// A folder with what there is of: `trivy-checks` and `conftest` (checkouts), `files` (any Dockerfiles and Compose
    /// files), `venv` (a Python environment with the package `dockerfile`), `node_modules` with playwright-core and axe-core
    folder: PathBuf,
    /// The browser
    #[arg(long, default_value = "/usr/bin/chromium", value_name = "FILE")]
    chromium: PathBuf,
}

/// Does what can be done with what is there, and says what is missing.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    succeed(cargo().args(["build", "--quiet", "--package=plimsoll"]).current_dir(root))?;
    let proof =
        Proof { root, program: root.join("target/debug/plimsoll"), out: root.join("target/policy-proof") };
    fs::create_dir_all(&proof.out).map_err(|why| vec![why.to_string()])?;
    let mut problems = Vec::new();
    let mut missing = Vec::new();
    let mut look = |what: &str, prove: &dyn Fn(&Path) -> Result<(), Problems>| {
        let path = options.folder.join(what);
        match path.canonicalize() {
            Ok(path) => problems.extend(prove(&path).err().into_iter().flatten()),
            Err(_) => missing.push(what.to_owned()),
        }
    };
    look("trivy-checks", &|path| proof.trivy(path));
    look("conftest", &|path| proof.conftest(path));
    look("files", &|path| proof.verdicts(path));
    let files = options.folder.join("files");
    look("venv", &|path| proof.documents(path, &files));
    look("node_modules", &|path| proof.page(path, &options.chromium));
    for what in missing {
        println!("not looked at, as it is not there: {what}");
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

struct Proof<'r> {
    root: &'r Path,
    program: PathBuf,
    /// Where screenshots and the PDF go.
    out: PathBuf,
}

impl Proof<'_> {
    /// All tests of Trivy's own checks of Dockerfiles pass.
    fn trivy(&self, checks: &Path) -> Result<(), Problems> {
        let done = self.plimsoll(checks, &["policy", "test", "lib/docker", "checks/docker"])?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        println!("Trivy's checks: {}", said.lines().last().unwrap_or_default());
        if done.status.success() { Ok(()) } else { Err(said.lines().map(str::to_owned).collect()) }
    }

    /// conftest's own examples for the files that we read find something, and nothing of them fails to evaluate.
    fn conftest(&self, checkout: &Path) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for example in ["examples/docker", "examples/compose"] {
            let folder = checkout.join(example);
            let policy = folder.join("policy").display().to_string();
            let arguments = ["check", "--policy", &policy, "--select", "latest-tag", "--format", "concise"];
            let done = self.plimsoll(&folder, &arguments)?;
            let said = String::from_utf8_lossy(&done.stdout);
            let found: Vec<&str> = said.lines().filter(|line| line.ends_with("[rego]")).collect();
            println!("conftest's {example}: {} findings", found.len());
            for line in &found {
                println!("  {line}");
            }
            if done.status.code() != Some(1) || found.is_empty() {
                let why = String::from_utf8_lossy(&done.stderr);
                problems.push(format!("{example}: exit code {:?}: {}", done.status.code(), why.trim()));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// In real files, too, nothing is proved beside a finding, and nothing broken without one.
    fn verdicts(&self, files: &Path) -> Result<(), Problems> {
        let mut command = cargo();
        command.args(["test", "--quiet", "--package=plimsoll", "--test=requirements", "--", "proofs"]);
        succeed(command.env("PLIMSOLL_CORPUS", files).current_dir(self.root))
    }

    /// Rules for conftest see real Dockerfiles as conftest shows them.
    fn documents(&self, environment: &Path, files: &Path) -> Result<(), Problems> {
        let script = self.out.join("documents.py");
        fs::write(&script, DOCUMENTS).map_err(|why| vec![why.to_string()])?;
        let mut command = Command::new(environment.join("bin/python"));
        command.arg(script).arg(&self.program).arg(files);
        let done = command.output().map_err(|why| vec![format!("{command:?}: {why}")])?;
        print!("{}", String::from_utf8_lossy(&done.stdout));
        let wrong = String::from_utf8_lossy(&done.stderr).into_owned();
        if done.status.success() && wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.lines().map(str::to_owned).collect())
        }
    }

    /// The report of a project that breaks things: no violation for axe, in light and dark, no request, and a PDF.
    fn page(&self, modules: &Path, chromium: &Path) -> Result<(), Problems> {
        let (report, policy, script) =
            (self.out.join("report.html"), self.out.join("policy.yaml"), self.out.join("page.mjs"));
        fs::write(&script, PAGE)
            .and_then(|()| fs::write(&policy, POLICY))
            .map_err(|why| vec![why.to_string()])?;
        let standards = "--standard=cis-docker,pci-dss,hipaa,gdpr";
        let (policy, path) =
            (format!("--policy={}", policy.display()), format!("--output={}", report.display()));
        let arguments = ["report", standards, &policy, "--format=html", &path, "--date=2026-06-01"];
        let done = self.plimsoll(&self.root.join("testdata/example"), &arguments)?;
        if done.status.code() == Some(2) {
            return Err(vec![String::from_utf8_lossy(&done.stderr).into_owned()]);
        }
        let mut command = Command::new("node");
        command
            .arg(&script)
            .arg(modules.parent().unwrap_or(modules))
            .arg(chromium)
            .arg(&report)
            .arg(&self.out);
        let done = command.output().map_err(|why| vec![format!("node: {why}")])?;
        let said =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        println!("look at light.png, dark.png and report.pdf in {}", self.out.display());
        if done.status.success() && said.is_empty() {
            Ok(())
        } else {
            Err(said.lines().map(str::to_owned).collect())
        }
    }

    fn plimsoll(&self, folder: &Path, arguments: &[&str]) -> Result<Output, Problems> {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(folder);
        command.output().map_err(|why| vec![format!("{command:?}: {why}")])
    }
}
