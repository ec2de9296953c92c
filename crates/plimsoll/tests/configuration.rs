//! Which `plimsoll.toml` holds, from wherever the program is started.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Two findings: `latest-tag` and `relative-workdir`.
const BAD: &str = "FROM debian:latest\nUSER 10001\nWORKDIR app\n";

/// A folder for one test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let place = std::env::temp_dir().canonicalize().unwrap();
        let folder = Folder(place.join(format!("plimsoll-configuration-{}-{name}", std::process::id())));
        for (path, text) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    /// The places and rules of what is found.
    fn check(&self, from: &str, paths: &[&str]) -> Vec<String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command.args(["check", "--format", "concise"]).args(paths).current_dir(self.0.join(from)).env_clear();
        let done = command.output().unwrap();
        let said = String::from_utf8(done.stdout).unwrap();
        let short = |line: &str| {
            let (place, rule) = (line.split_once(": ")?.0, line.rsplit_once('[')?.1);
            Some(format!("{place} {}", rule.trim_end_matches(']')))
        };
        said.lines().filter_map(short).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_nearest_above_a_file_holds_wherever_the_run_starts() {
    let folder = Folder::new(
        "nearest",
        &[
            ("plimsoll.toml", "rules.latest-tag = \"error\"\n"),
            (
                "repo/plimsoll.toml",
                "exclude = [\"api/old\"]\n[[override]]\nfiles = [\"api/*\"]\nrules.latest-tag = \"off\"\n",
            ),
            ("repo/.git/HEAD", ""),
            ("repo/api/Dockerfile", BAD),
            ("repo/api/old/Dockerfile", BAD),
            ("repo/web/Dockerfile", BAD),
            ("repo/web/plimsoll.toml", "rules.relative-workdir = \"off\"\n"),
        ],
    );
    let all = ["api/Dockerfile:3:9 relative-workdir, DL3000", "web/Dockerfile:1:13 latest-tag, DL3007"];
    assert_eq!(folder.check("repo", &[]), all);
    assert_eq!(folder.check("repo/api", &[]), ["Dockerfile:3:9 relative-workdir, DL3000"]);
    assert_eq!(folder.check("repo/api/old", &[]), [""; 0]);
    assert_eq!(
        folder.check("repo/api", &["Dockerfile", "../web/Dockerfile"]),
        ["../web/Dockerfile:1:13 latest-tag, DL3007", "Dockerfile:3:9 relative-workdir, DL3000"]
    );
    let absolute = folder.0.join("repo/api/Dockerfile");
    let absolute = absolute.to_str().unwrap();
    assert_eq!(folder.check("", &[absolute]), [format!("{absolute}:3:9 relative-workdir, DL3000")]);
}

#[test]
fn what_lies_above_the_repository_is_not_asked() {
    let files = [("plimsoll.toml", "rules.latest-tag = \"off\"\n"), ("repo/api/Dockerfile", BAD)];
    let folder = Folder::new("above", &files);
    assert_eq!(folder.check("repo/api", &[]), ["Dockerfile:3:9 relative-workdir, DL3000"]);
    fs::create_dir(folder.0.join("repo/.git")).unwrap();
    let all = ["Dockerfile:1:13 latest-tag, DL3007", "Dockerfile:3:9 relative-workdir, DL3000"];
    assert_eq!(folder.check("repo/api", &[]), all);
}

#[test]
fn what_is_extended_may_lie_anywhere_in_the_repository() {
    let folder = Folder::new(
        "extends",
        &[
            ("outside.toml", "rules.relative-workdir = \"off\"\n"),
            ("repo/.git/HEAD", ""),
            ("repo/base.toml", "rules.latest-tag = \"off\"\n"),
            ("repo/api/plimsoll.toml", "extends = [\"../base.toml\"]\n"),
            ("repo/api/Dockerfile", BAD),
            ("repo/web/plimsoll.toml", "extends = [\"../../outside.toml\"]\n"),
        ],
    );
    assert_eq!(folder.check("repo/api", &[]), ["Dockerfile:3:9 relative-workdir, DL3000"]);
    assert_eq!(folder.check("repo/web", &[]), ["plimsoll.toml:1:12 config"]);
}

#[test]
fn a_mistake_in_it_is_told_from_below() {
    let folder = Folder::new(
        "mistake",
        &[
            (
                "plimsoll.toml",
                "rule.latest-tag = \"off\"\n[[override]]\nfiles = [\"nowhere\"]\nrules.latest-tag = \"off\"\n",
            ),
            ("api/Dockerfile", BAD),
            (".git/HEAD", ""),
        ],
    );
    // Whether an override is for nothing is known only where everything below it was searched.
    let all = [
        "../plimsoll.toml:1:1 config",
        "Dockerfile:1:13 latest-tag, DL3007",
        "Dockerfile:3:9 relative-workdir, DL3000",
    ];
    assert_eq!(folder.check("api", &[]), all);
    assert_eq!(folder.check("", &[]).last().unwrap(), "plimsoll.toml:3:10 unused-override");
    assert_eq!(folder.check("", &["api/Dockerfile", "plimsoll.toml"]).len(), 3);
}

/// Whatever a rule is given that it does not take, it is said in words for people.
#[test]
fn wrong_options_are_told_without_the_words_of_the_parser() {
    let odd = [
        "7",
        "-7000000000",
        "1.5",
        "true",
        "'odd'",
        "[1]",
        "['odd']",
        "[[]]",
        "{ odd = 1 }",
        "[{ odd = 1 }]",
    ];
    let folder = Folder::new("options", &[("Dockerfile", BAD)]);
    let mut told = 0;
    for value in odd {
        let options = |body: &str| -> Vec<String> {
            let rows = body.lines().skip_while(|line| *line != "## Options");
            let names = rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next());
            names.map(str::to_owned).collect()
        };
        for at in 0..4 {
            let rules = plimsoll_rules::RULES.iter().filter_map(|rule| {
                let option = options(rule.meta.body()).into_iter().nth(at)?;
                Some(format!("{} = {{ {option} = {value} }}\n", rule.meta.name))
            });
            let text = format!("[rules]\n{}", rules.collect::<String>());
            fs::write(folder.0.join("plimsoll.toml"), &text).unwrap();
            let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
            command.args(["check", "--format", "concise"]).current_dir(&folder.0).env_clear();
            let done = command.output().unwrap();
            let said = String::from_utf8(done.stdout).unwrap();
            for line in said.lines().filter(|line| line.ends_with("[config]")) {
                told += 1;
                let jargon = [
                    "invalid type",
                    "invalid value",
                    "unknown variant",
                    "unknown field",
                    "missing field",
                    "sequence",
                    "struct ",
                    "variant",
                    "integer",
                    "floating",
                    "u16",
                    "i64",
                    "map",
                ];
                // Names are what they are.
                let own: String = line.split('`').step_by(2).collect();
                let word = jargon.iter().find(|word| own.contains(**word));
                assert_eq!(word, None, "{value}: {line}");
            }
        }
    }
    assert!(told > 100, "{told}");
}
