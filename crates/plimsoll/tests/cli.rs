//! Every file of `testdata/cli` is a page of command lines: each ` ```console ` block holds `$ plimsoll …`, what it
//! prints, and `[exit N]` when that is not 0. Blocks with a file name (` ```dockerfile Dockerfile `) are the files
//! of the folder that all of the page's commands are run in.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::Failed;

fn main() {
    support::run_cases(&["cli"], check);
}

fn check(page: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(page)?;
    let folder = std::env::temp_dir().join(format!(
        "plimsoll-cli-{}-{}",
        std::process::id(),
        page.file_stem().unwrap().to_string_lossy()
    ));
    // A repository of its own: no configuration above it counts.
    std::fs::create_dir_all(folder.join(".git"))?;
    let mut new = String::new();
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        new.push_str(line);
        if !line.starts_with("```") {
            continue;
        }
        // A longer fence holds output with fences of its own.
        let info = line.trim_start_matches('`').trim();
        let fence: String = line.chars().take_while(|character| *character == '`').collect();
        let block: String = lines.by_ref().take_while(|line| line.trim_end() != fence).collect();
        if info == "console" {
            new.push_str(&run_all(&block, &folder)?);
        } else {
            if let Some((_, path)) = info.split_once(' ') {
                let path = folder.join(path);
                std::fs::create_dir_all(path.parent().unwrap())?;
                std::fs::write(path, &block)?;
            }
            new.push_str(&block);
        }
        writeln!(new, "{fence}")?;
    }
    std::fs::remove_dir_all(&folder)?;
    support::expect(page, &new)
}

/// The block as it should be: each command with what it really prints.
fn run_all(block: &str, folder: &Path) -> Result<String, Failed> {
    let mut out = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        writeln!(out, "$ {command}")?;
        // `cat FILE | plimsoll …` is the only pipe that a page needs.
        let (input, plimsoll) = match command.split_once(" | ") {
            Some((cat, plimsoll)) => (Some(folder.join(cat.trim_start_matches("cat "))), plimsoll),
            None => (None, command),
        };
        if let Some(file) = plimsoll.strip_prefix("cat ") {
            out.push_str(&std::fs::read_to_string(folder.join(file))?);
            continue;
        }
        // `NAME=value plimsoll …` sets a variable of the environment.
        let (variables, args) =
            plimsoll.split_once("plimsoll").ok_or("a command is `plimsoll …` or `cat FILE`")?;
        let variables = variables.split_whitespace().filter_map(|variable| variable.split_once('='));
        let stdin = match input {
            Some(file) => Stdio::from(std::fs::File::open(file)?),
            None => Stdio::null(),
        };
        let done = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
            .args(args.split_whitespace())
            .current_dir(folder)
            .env_clear()
            .envs(variables)
            .stdin(stdin)
            .output()?;
        out.push_str(&String::from_utf8_lossy(&done.stdout));
        out.push_str(&String::from_utf8_lossy(&done.stderr));
        if let Some(code) = done.status.code().filter(|code| *code != 0) {
            writeln!(out, "[exit {code}]")?;
        }
    }
    Ok(out)
}
