//! The project's own Dockerfile is what its own strictest sensible preset asks for.

use std::path::Path;
use std::process::Command;

#[test]
fn the_image_is_clean_under_strict() {
    let packaging = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packaging");
    let check = Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(["check", "--preset", "strict", "--fail-on", "note", "."])
        .current_dir(packaging)
        .env("NO_COLOR", "1")
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success() && said.starts_with("No problems in 1 file"), "{said}");
}
