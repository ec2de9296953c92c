//! Builds the fuzz targets with the installed compiler and runs them, starting from the cases in `testdata/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use ignore::WalkBuilder;

use crate::Problems;
use crate::cargo::{cargo, succeed};

/// Each target, and where its seeds are; a target of several files gets one of each folder there.
const TARGETS: [(&str, &[&str], Seed); 7] = [
    ("dockerfile", &["dockerfile", "hostile", "lint", "project"], Seed::File(is_dockerfile)),
    ("compose", &["compose", "lint", "project"], Seed::File(is_yaml)),
    ("project", &["project", "lint"], Seed::Folder),
    ("shell", &["shell"], Seed::File(|_| true)),
    ("fix", &["fix", "lint"], Seed::Folder),
    ("server", &["lint", "project"], Seed::Folder),
    ("config", &["lint"], Seed::File(|name| name.ends_with(".toml"))),
];

/// What a seed is made of.
enum Seed {
    /// Each file with such a name.
    File(fn(&str) -> bool),
    /// All files of a case, each after a line `=== path`.
    Folder,
}

/// How long to run what.
#[derive(Args)]
pub(crate) struct Options {
    /// How long each target runs; 0 runs the seeds once
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// The targets [default: all]
    targets: Vec<String>,
}

/// Builds and runs the targets, one after the other. What a target finds is kept in `fuzz/artifacts`.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let fuzz = root.join("fuzz");
    succeed(cargo().arg("build").current_dir(&fuzz))?;
    let mut problems = Vec::new();
    for (target, cases, seed) in &TARGETS {
        if !options.targets.is_empty() && !options.targets.iter().any(|named| named == target) {
            continue;
        }
        println!("── {target}");
        let seeds = fuzz.join("target/seeds").join(target);
        write_seeds(&root.join("testdata"), cases, seed, &seeds)
            .map_err(|error| vec![format!("{}: {error}", seeds.display())])?;
        let [corpus, artifacts] = ["corpus", "artifacts"].map(|folder| fuzz.join(folder).join(target));
        for folder in [&corpus, &artifacts] {
            fs::create_dir_all(folder).map_err(|error| vec![format!("{}: {error}", folder.display())])?;
        }
        let mut command = Command::new(program(&fuzz, target)?);
        match options.seconds {
            0 => command.arg("-runs=0"),
            seconds => command.arg(format!("-max_total_time={seconds}")),
        };
        command.args(["-max_len=4096", "-timeout=60", "-rss_limit_mb=1024", "-print_final_stats=1"]);
        command.arg(format!("-artifact_prefix={}/", artifacts.display())).args([&corpus, &seeds]);
        if let Err(found) = succeed(command.current_dir(&fuzz)) {
            problems.extend(found);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Where the program of a target is: below the name of the host, which Cargo knows.
fn program(fuzz: &Path, target: &str) -> Result<PathBuf, Problems> {
    let hosts = fs::read_dir(fuzz.join("target")).into_iter().flatten().flatten();
    let mut programs = hosts.map(|host| host.path().join("debug").join(target));
    programs.find(|path| path.is_file()).ok_or_else(|| vec![format!("{target} is not built")])
}

fn write_seeds(testdata: &Path, kinds: &[&str], seed: &Seed, into: &Path) -> std::io::Result<()> {
    let _ = fs::remove_dir_all(into);
    fs::create_dir_all(into)?;
    for kind in kinds {
        for case in fs::read_dir(testdata.join(kind))? {
            let case = case?;
            let name = format!("{kind}-{}", case.file_name().to_string_lossy());
            write_case(&case.path(), seed, &into.join(name))?;
        }
    }
    Ok(())
}

fn write_case(case: &Path, seed: &Seed, into: &Path) -> std::io::Result<()> {
    let mut all = Vec::new();
    let files = WalkBuilder::new(case).standard_filters(false).sort_by_file_name(Ord::cmp).build().flatten();
    for (number, file) in files.filter(|entry| entry.path().is_file()).enumerate() {
        let path = file.path().strip_prefix(case).unwrap_or(file.path()).to_string_lossy().into_owned();
        let text = fs::read(file.path())?;
        match seed {
            Seed::File(is_one) if is_one(&file.file_name().to_string_lossy()) => {
                fs::write(into.with_extension(number.to_string()), text)?;
            }
            Seed::File(_) => {}
            Seed::Folder => {
                all.extend(format!("=== {path}\n").bytes());
                all.extend(text);
            }
        }
    }
    if all.is_empty() { Ok(()) } else { fs::write(into, all) }
}

fn is_dockerfile(name: &str) -> bool {
    name.contains("Dockerfile")
}

fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}
