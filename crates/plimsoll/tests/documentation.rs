//! What README.md and the pages of `docs/` show works as it stands there: commands, links, figures and the picture.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic)]

#[path = "support/console.rs"]
mod console;
#[path = "support/picture.rs"]
mod picture;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use console::Block;
use plimsoll_linter::{Preset, PresetSource};
use plimsoll_rules::RULES;

/// Links that also work where the README is shown elsewhere: on `PyPI` and npm.
const ABSOLUTE: [&str; 3] = [
    "https://github.com/plimsoll-lint/plimsoll/blob/main/",
    "https://github.com/plimsoll-lint/plimsoll/tree/main/",
    "https://raw.githubusercontent.com/plimsoll-lint/plimsoll/main/",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// README.md and every page below `docs/`, by their paths.
fn pages() -> Vec<(String, String)> {
    let mut paths = vec!["README.md".to_owned()];
    let mut folders = vec!["docs".to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.ends_with(".md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), read(&path))).collect()
}

#[test]
fn every_command_that_is_shown_works() {
    let mut ran = 0;
    for (path, text) in pages() {
        for block in console::blocks(&text) {
            match block.mark {
                None => ran += run(&path, &text, &block),
                Some(mark) if mark.starts_with(console::WORKSHOP) => {
                    assert!(path == "README.md", "{path}: only README.md is run by it");
                }
                Some(_) => {}
            }
        }
        for language in ["sh", "bash", "shell", "shell-session"] {
            let fence = format!("```{language}");
            assert!(text.lines().all(|line| line != fence), "{path}: commands belong in ```console blocks");
        }
    }
    assert!(ran > 20, "only {ran} commands ran");
}

/// Runs the commands of a block one after the other, in a project of their own with the policy that the page shows;
/// how many there are.
fn run(page: &str, text: &str, block: &Block<'_>) -> usize {
    let project = console::Project::new(&root());
    if let Some(policy) = console::policy(text) {
        project.write("plimsoll-policy.yaml", policy);
    }
    for command in &block.commands {
        assert!(
            command.starts_with("plimsoll ") || *command == "plimsoll",
            "{page}: `{command}` is not run by `cargo test`: say why in a comment above its block, \
             `<!-- not run: … -->`"
        );
        if command.contains("--since") && !project.has_git {
            continue;
        }
        let (code, said) = project.run(command);
        // 1 says that there are findings, as there are in the example.
        assert!(matches!(code, Some(0 | 1)), "{page}: `{command}` ended with {code:?}:\n{said}");
    }
    block.commands.len()
}

#[test]
fn the_two_commands_for_a_checkout_are_those_that_ci_runs() {
    let readme = read("README.md");
    let blocks = console::blocks(&readme);
    let checkout =
        blocks.iter().find(|block| block.commands.iter().any(|command| command.starts_with("cargo")));
    let [lint, test] = checkout.unwrap().commands[..] else { panic!("the README shows two commands") };
    assert_eq!(lint, "cargo run --release -- check testdata/example --exit-zero");
    assert!(read(".ci/run").contains(&format!("\n{test} ")), ".ci/run does not run `{test}`");
    let manifest = read("Cargo.toml");
    let rust =
        manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    for page in ["README.md", "docs/install.md"] {
        assert!(read(page).contains(&format!("Rust {rust} or newer")), "{page} does not ask for Rust {rust}");
    }
}

#[test]
fn every_page_is_linked_from_the_readme() {
    let readme = read("README.md");
    for (path, _) in pages() {
        // These folders have lists of their own.
        let is_listed = |folder: &str| path.starts_with(folder) && !path.ends_with("/README.md");
        let is_decision = is_listed("docs/decisions/") || is_listed("docs/migrating/");
        let link = format!("]({}{path})", ABSOLUTE[0]);
        assert!(
            path == "README.md" || is_decision || readme.contains(&link),
            "README.md does not link {path}"
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (path, text) in pages() {
        let folder = Path::new(&path).parent().unwrap().to_path_buf();
        for link in console::links(&text) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = match ABSOLUTE.iter().find_map(|start| target.strip_prefix(start)) {
                Some(inside) => root().join(inside),
                None if target.contains("://") => continue,
                None => {
                    assert!(path != "README.md", "README.md: `{link}` leads nowhere on PyPI and npm");
                    if target.is_empty() { root().join(&path) } else { root().join(&folder).join(target) }
                }
            };
            assert!(file.exists(), "{path}: `{link}` leads nowhere");
            let has_heading =
                || console::anchors(&fs::read_to_string(&file).unwrap()).any(|found| found == anchor);
            assert!(anchor.is_empty() || has_heading(), "{path}: `{link}`: there is no such heading");
        }
    }
}

#[test]
fn the_number_of_rules_is_right() {
    let recommended = PresetSource::Preset(Preset::Recommended);
    let default = RULES.iter().filter(|rule| recommended.turns_on(&rule.meta)).count();
    let claim = format!("**{} rules, {default} of them on by default.**", RULES.len());
    assert!(read("README.md").contains(&claim), "README.md does not say {claim}");
}

/// `UPDATE=1 cargo test -p plimsoll --test documentation` draws it anew.
#[test]
fn the_picture_is_what_the_program_prints() {
    let mut check = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    check.args(["check", "--color=always", "--select=unknown-build-target", "."]);
    let printed = check.current_dir(root().join("testdata/example")).env_clear().output().unwrap();
    let printed = String::from_utf8(printed.stdout).unwrap();
    let finding = printed.split("\n\n").next().unwrap();
    assert!(finding.contains("unknown-build-target"), "{finding}");
    let drawn = picture::svg("plimsoll check", &format!("$ plimsoll check\n{finding}\n"));
    let path = root().join("docs/images/finding.svg");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    assert!(known == drawn, "docs/images/finding.svg is stale: UPDATE=1 draws it anew");
}
