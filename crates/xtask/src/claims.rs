//! Whether what the pages claim still holds: each claim that can be run is a folder of `testdata/claims`, with the files it
//! needs and a `claim.txt`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

use crate::Problems;

/// Where the programs are.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder that the programs were installed in, such as that of a virtual environment of Python; programs that are
    /// not there are looked for in PATH
    folder: PathBuf,
}

/// What a page claims, and how to see it.
struct Claim {
    page: String,
    says: String,
    run: String,
    /// Whether the program succeeds; not said where it tells by its words alone.
    succeeds: Option<bool>,
    shows: Option<String>,
    hides: Option<String>,
}

/// Runs every claim, and prints those that no longer hold.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let work = root.join("target/claims");
    let mut problems = Vec::new();
    let (mut held, mut skipped) = (0, 0);
    for folder in folders(&root.join("testdata/claims"))? {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text =
            fs::read_to_string(folder.join("claim.txt")).map_err(|why| vec![format!("{name}: {why}")])?;
        let claim = read(&text).ok_or_else(|| vec![format!("{name}: claim.txt lacks a line")])?;
        let copy = work.join(&name);
        copy_files(&folder, &copy).map_err(|why| vec![format!("{name}: {why}")])?;
        match output(&claim, &copy, &options.folder) {
            None => {
                println!("{name}: not run, as there is no `{}`", program(&claim));
                skipped += 1;
            }
            Some((succeeds, said)) => match fault(&claim, succeeds, &said) {
                None => held += 1,
                Some(why) => problems.push(format!(
                    "{name}: `{}` claims: {}; but `{}` {why}: {}",
                    claim.page,
                    claim.says,
                    claim.run,
                    said.trim()
                )),
            },
        }
    }
    println!("{held} claims hold, {} do not, {skipped} were not run", problems.len());
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn folders(path: &Path) -> Result<Vec<PathBuf>, Problems> {
    let entries = fs::read_dir(path).map_err(|why| vec![format!("{}: {why}", path.display())])?;
    let mut folders: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|it| it.is_dir()).collect();
    folders.sort_unstable();
    Ok(folders)
}

fn read(text: &str) -> Option<Claim> {
    let get = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        line.map(str::to_owned)
    };
    Some(Claim {
        page: get("page")?,
        says: get("says")?,
        run: get("run")?,
        succeeds: get("exit").map(|exit| exit == "success"),
        shows: get("shows"),
        hides: get("hides"),
    })
}

fn copy_files(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)?.flatten().filter(|entry| entry.file_name() != "claim.txt") {
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

fn program(claim: &Claim) -> &str {
    claim.run.split(' ').next().unwrap_or_default()
}

/// Whether the program succeeds, and what it prints; nothing where there is no such program.
fn output(claim: &Claim, folder: &Path, programs: &Path) -> Option<(bool, String)> {
    let name = program(claim);
    let places =
        [programs.join(name), programs.join("bin").join(name), programs.join("node_modules/.bin").join(name)];
    let place = places.into_iter().find(|place| place.is_file());
    let place = place.and_then(|place| fs::canonicalize(place).ok()).unwrap_or_else(|| PathBuf::from(name));
    let mut command = Command::new(place);
    command.args(claim.run.split(' ').skip(1)).current_dir(folder).stdin(Stdio::null());
    let output = command.output().ok()?;
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    Some((output.status.success(), said))
}

/// What does not hold.
fn fault(claim: &Claim, succeeds: bool, said: &str) -> Option<String> {
    if claim.succeeds.is_some_and(|expected| expected != succeeds) {
        return Some(if succeeds { "succeeds" } else { "fails" }.to_owned());
    }
    if let Some(shows) = claim.shows.as_ref().filter(|shows| !said.contains(&***shows)) {
        return Some(format!("does not print `{shows}`"));
    }
    let hides = claim.hides.as_ref().filter(|hides| said.contains(&***hides))?;
    Some(format!("prints `{hides}`"))
}
