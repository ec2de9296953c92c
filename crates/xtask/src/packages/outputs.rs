//! Formats, read by programs that are made to read them. What needs no such program is tested in plimsoll-report.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::command::{Run, Said};
use super::workshop::Workshop;
use super::{Proof, StepError, sample};

const MULTITOOL: &str = "@microsoft/sarif-multitool-linux";
const RDFORMAT: &str = "@umbrelladocs/rdformat-validator";
/// Comments on pull requests from reports of some hundred tools. What matters is Violations Lib in it, which plugins of
/// Jenkins and Gradle read reports with, too.
const VIOLATIONS: &str = "violation-comments-to-github-command-line";
const VIOLATIONS_VERSION: &str = "1.25.0";

/// What is looked for: something of every kind, and nothing.
const RUNS: [(&str, &str); 2] = [("findings", "--preset=all"), ("nothing", "--select=relative-workdir")];
const FORMATS: [&str; 5] = ["sarif", "junit", "rdjson", "checkstyle", "gitlab"];

pub(super) fn prove(shop: &Workshop) -> Proof {
    let folder = shop.fresh("outputs")?;
    let repository = folder.join("repository");
    std::fs::create_dir(&repository)?;
    sample::write(&repository)?;
    let write = |(name, rules): (&str, &str)| {
        let outputs = FORMATS.map(|format| format!("--output={format}=../{name}.{format}"));
        let check = Run::new(shop.program()?).args(["check", "--format=concise", rules]).args(&outputs);
        Ok::<_, StepError>(check.folder(&repository))
    };
    let [findings, nothing] = RUNS;
    let found = places(&write(findings)?.exits(1)?);
    write(nothing)?.works()?;

    // It fails when a test did.
    let verify = |name: &str| {
        let verify = Run::new(shop.tool("junitparser")?).args(["verify", &format!("{name}.junit")]);
        Ok::<_, StepError>(verify.folder(&folder))
    };
    verify("findings")?.exits(1)?;
    verify("nothing")?.works()?;

    install(shop, &folder)?;
    rdjson(&folder)?;
    violations(shop, &folder, &found)?;
    sarif(&folder)
}

/// The programs from npm.
fn install(shop: &Workshop, folder: &Path) -> Proof {
    shop.needs("npm")?;
    sample::write_file(folder, "package.json", "{ \"private\": true }\n")?;
    let versions = [(MULTITOOL, "5.7.0"), (RDFORMAT, "1.0.1"), (VIOLATIONS, VIOLATIONS_VERSION)];
    let packages = versions.map(|(package, version)| format!("{package}@{version}"));
    // One of them is for Linux only; where it is needed it is missed.
    Run::new("npm").args(["install", "--silent", "--force"]).args(&packages).folder(folder).works()?;
    Ok(())
}

fn rdjson(folder: &Path) -> Proof {
    let validator = folder.join("node_modules").join(RDFORMAT).join("bin/rdformat-validator.js");
    let validate = Run::new("node").args([validator]).args(["--strict", "--no-extra-fields"]);
    validate.args(RUNS.map(|(name, _)| format!("{name}.rdjson"))).folder(folder).works()?;
    Ok(())
}

/// Violations Lib must read each finding at its place and of its rule.
fn violations(shop: &Workshop, folder: &Path, found: &BTreeSet<(String, String)>) -> Proof {
    shop.needs("java")?;
    let jar = folder.join("node_modules").join(VIOLATIONS).join("build/libs");
    let jar = jar.join(format!("{VIOLATIONS}-{VIOLATIONS_VERSION}.jar"));
    sample::write_file(folder, "Read.java", include_str!("Read.java"))?;
    let read = |parser: &str, report: String| {
        let read = Run::new("java").args(["-cp"]).args([&jar]).args(["Read.java", parser, &report]);
        read.folder(folder).works()
    };
    for (parser, format) in
        [("SARIF", "sarif"), ("CHECKSTYLE", "checkstyle"), ("CODECLIMATE", "gitlab"), ("JUNIT", "junit")]
    {
        let said = read(parser, format!("findings.{format}"))?;
        let line = |line: &str| {
            let (place, rule) = line.split_once(' ')?;
            Some((place.to_owned(), rule.trim_start_matches("plimsoll.").to_owned()))
        };
        let is_read: BTreeSet<_> = said.text().lines().filter_map(line).collect();
        // What JUnit calls the name of a test is not taken for a rule.
        let expected = found.iter().map(|(place, rule)| {
            (place.clone(), if format == "junit" { String::new() } else { rule.clone() })
        });
        let missing: Vec<_> = expected.filter(|finding| !is_read.contains(finding)).collect();
        if !missing.is_empty() {
            let why = format!("{format}: {missing:?} is not read:\n{}", said.text());
            return Err(StepError::Failed(why));
        }
        read(parser, format!("nothing.{format}"))?;
    }
    Ok(())
}

/// What was found: place, without the column, and rule.
fn places(said: &Said) -> BTreeSet<(String, String)> {
    let finding = |line: &str| {
        let mut parts = line.splitn(3, ':');
        let (path, number) = (parts.next()?, parts.next()?);
        let (_, rule) = parts.next()?.strip_suffix(']')?.rsplit_once('[')?;
        // The code of another linter may follow.
        let (rule, _) = rule.split_once(", ").unwrap_or((rule, ""));
        Some((format!("{path}:{number}"), rule.to_owned()))
    };
    said.text().lines().filter_map(finding).collect()
}

/// Microsoft's program for SARIF.
fn sarif(folder: &Path) -> Proof {
    if !cfg!(target_os = "linux") {
        return Err(StepError::Skipped("SARIF is read by a program for Linux".to_owned()));
    }
    let program: PathBuf = folder.join("node_modules").join(MULTITOOL).join("Sarif.Multitool");
    // The package forgets that it is a program.
    Run::new("chmod").args(["u+x"]).args([&program]).works()?;
    for (name, _) in RUNS {
        // GitHub's rules are among these. It works whatever it finds, and says it on a line with `error` or `warning`.
        let validate = Run::new(&program).args(["validate", &format!("{name}.sarif")]);
        let validate = validate.args(["--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]);
        let said = validate.folder(folder).works()?;
        said.says("Analysis completed successfully")?.never_says(": error ")?.never_says(": warning ")?;
    }
    Ok(())
}
