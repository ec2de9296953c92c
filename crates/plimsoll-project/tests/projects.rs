//! Every case in `testdata/project`: a small repository, and what it means.

#![expect(clippy::disallowed_methods, clippy::expect_used, reason = "tests read their cases from the disk")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_project::{Loaded, Loader, Project};

/// The files of a case.
struct Folder<'s> {
    root: &'s Path,
    sources: &'s Sources,
}

impl Loader<'_> for Folder<'_> {
    fn load(&self, path: &str) -> Loaded {
        if path.starts_with("..") {
            return Loaded::Refused;
        }
        match fs::read_to_string(self.root.join(path)) {
            Ok(text) => Loaded::File(self.sources.add(SourceFile::new(path, text))),
            Err(_) => Loaded::Missing,
        }
    }
}

fn main() -> ExitCode {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/project");
    let mut trials = Vec::new();
    for case in fs::read_dir(cases).expect("the cases are there") {
        let root = case.expect("a case can be read").path();
        if root.is_dir() {
            let name = root.file_name().expect("it has a name").to_string_lossy().into_owned();
            trials.push(Trial::test(name, move || check(&root)));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn check(root: &Path) -> Result<(), Failed> {
    let sources = Sources::new();
    let folder = Folder { root, sources: &sources };
    let main = ["compose.yaml", "deploy/compose.yaml", "Dockerfile"]
        .into_iter()
        .find(|name| root.join(name).exists())
        .ok_or("a case has a compose.yaml or a Dockerfile")?;
    let Loaded::File(file) = folder.load(main) else { return Err("it can be read".into()) };
    let project = if main == "Dockerfile" {
        Project::dockerfile(&sources, file)
    } else {
        Project::compose(&sources, file, &folder)
    };
    compare(&root.join("project.txt"), &project.dump().to_string())
}

fn compare(expectation: &PathBuf, found: &str) -> Result<(), Failed> {
    if std::env::var_os("UPDATE").is_some() {
        fs::write(expectation, found)?;
        return Ok(());
    }
    let expected = fs::read_to_string(expectation)?;
    if expected == found {
        return Ok(());
    }
    Err(format!("expected:\n{expected}\nfound:\n{found}\nUPDATE=1 rewrites {}", expectation.display()).into())
}
