//! Files that the project hands out: its own image, and what `init` writes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::Path;
use std::process::Command;

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn the_image_is_clean_under_strict() {
    let check = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(["check", "--preset", "strict", "--fail-on", "note", "."])
        .current_dir(root().join("packaging"))
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success() && said.starts_with("No problems in "), "{said}");
}

/// Who copies from `docs/ci.md` and who runs `init` get the same.
#[test]
fn init_writes_what_the_documentation_tells_to_copy() {
    let folder = std::env::temp_dir().join(format!("plimsoll-init-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut init = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    init.args(["init", "--hook", "--github", "--gitlab"]).current_dir(&folder);
    assert!(init.output().unwrap().status.success());
    let page = std::fs::read_to_string(root().join("docs/ci.md")).unwrap();
    for path in [".pre-commit-config.yaml", ".github/workflows/plimsoll.yml", ".gitlab-ci.yml"] {
        let written = std::fs::read_to_string(folder.join(path)).unwrap();
        assert!(page.contains(&format!("```yaml {path}\n{written}```\n")), "{path}:\n{written}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
