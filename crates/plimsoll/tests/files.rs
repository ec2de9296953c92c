//! What `--fix` does to files on a disk, and whether `git apply` takes what `--diff` prints.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::folder::Folder;

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

const BAD: &str = "FROM debian:12.5\nRUN apt-get update && apt-get install curl\nUSER app\n";
const GOOD: &str = "FROM debian:12.5\nRUN apt-get update && apt-get install -y curl\nUSER app\n";

/// Everything that a file can be like: the ends of its lines, of itself, and its first bytes.
fn kinds() -> Vec<(&'static str, String, String)> {
    let windows = |text: &str| text.replace('\n', "\r\n");
    let open = |text: &str| text.trim_end().to_owned();
    let marked = |text: &str| format!("\u{feff}{text}");
    vec![
        ("plain/Dockerfile", BAD.to_owned(), GOOD.to_owned()),
        ("with blank/Dockerfile", BAD.to_owned(), GOOD.to_owned()),
        ("crlf/Dockerfile", windows(BAD), windows(GOOD)),
        ("open/Dockerfile", open(BAD), open(GOOD)),
        ("open-crlf/Dockerfile", open(&windows(BAD)), open(&windows(GOOD))),
        ("mark/Dockerfile", marked(BAD), marked(GOOD)),
        (
            "last/Dockerfile",
            "FROM a:1\nUSER b\nRUN apt-get install c".to_owned(),
            "FROM a:1\nUSER b\nRUN apt-get install -y c".to_owned(),
        ),
    ]
}

#[test]
fn a_fix_keeps_line_ends_and_marks() {
    let folder = Folder::new("kinds");
    for (name, bad, good) in kinds() {
        let path = folder.write(name, &bad);
        folder.plimsoll(&["fix", "--select", "apt-get-yes"]);
        assert_eq!(text(&path), good, "{name}");
    }
}

#[test]
fn git_takes_what_diff_prints() {
    let git = |folder: &Folder, args: &[&str]| {
        let mut command = Command::new("git");
        let quiet = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "core.autocrlf=false"];
        command.args(quiet).args(args).current_dir(&folder.0).stdin(Stdio::null()).output()
    };
    let folder = Folder::new("git");
    match git(&folder, &["init", "--quiet"]) {
        Ok(done) if done.status.success() => {}
        // Without git there is nobody to take it.
        _ => return,
    }
    for (name, bad, _) in kinds() {
        folder.write(name, &bad);
    }
    let diff = folder.plimsoll(&["check", "--diff", "--select", "apt-get-yes"]);
    assert_eq!(diff.status.code(), Some(1));
    // However the folder is named that is this one.
    let absolute = folder.0.canonicalize().unwrap();
    let absolute = ["check", "--diff", "--select", "apt-get-yes", absolute.to_str().unwrap()];
    assert_eq!(folder.plimsoll(&absolute).stdout, diff.stdout);
    fs::write(folder.0.join("fix.patch"), &diff.stdout).unwrap();
    let applied = git(&folder, &["apply", "--whitespace=nowarn", "fix.patch"]).unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    for (name, _, good) in kinds() {
        assert_eq!(text(&folder.0.join(name)), good, "{name}");
    }
}

#[test]
fn bytes_that_are_no_text_are_not_lost() {
    let folder = Folder::new("bytes");
    let path = folder.write("Dockerfile", BAD);
    let mut bytes = BAD.as_bytes().to_vec();
    bytes.extend(b"# \xff\n");
    fs::write(&path, &bytes).unwrap();
    let done = folder.plimsoll(&["fix"]);
    assert_eq!((done.status.code(), fs::read(&path).unwrap()), (Some(2), bytes));
    assert!(String::from_utf8_lossy(&done.stderr).contains("Dockerfile: not changed: the file is not UTF-8"));
    let shown = folder.plimsoll(&["check", "--diff", "Dockerfile"]);
    assert!(shown.stdout.is_empty());
    assert!(String::from_utf8_lossy(&shown.stderr).contains("Dockerfile: not UTF-8 text"));
}

#[test]
fn a_file_that_cannot_be_changed_does_not_stop_the_others() {
    let folder = Folder::new("read-only");
    let kept = folder.write("a/Dockerfile", BAD);
    let changed = folder.write("b/Dockerfile", BAD);
    let mut permissions = fs::metadata(&kept).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&kept, permissions).unwrap();
    let done = folder.plimsoll(&["fix"]);
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("error: a/Dockerfile: not changed: the file is read-only"), "{said}");
    // What is told is what the files hold: nothing was fixed in the first.
    let left = String::from_utf8_lossy(&done.stdout);
    assert!(left.contains("a/Dockerfile:2:31") && !left.contains("b/Dockerfile"), "{left}");
    assert!(
        left.contains("Found 1 problem (1 warning) · 2 files checked · 1 fixable with `--fix`"),
        "{left}"
    );
    assert_eq!((text(&kept), text(&changed)), (BAD.to_owned(), GOOD.to_owned()));
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_modes_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("links");
    let outside = folder.write("outside/Dockerfile", BAD);
    let inside = folder.write("repo/real.Dockerfile", BAD);
    fs::set_permissions(&inside, fs::Permissions::from_mode(0o640)).unwrap();
    let repo = Folder(folder.0.join("repo"));
    fs::create_dir(repo.0.join(".git")).unwrap();
    symlink("real.Dockerfile", repo.0.join("Dockerfile")).unwrap();
    symlink("../outside/Dockerfile", repo.0.join("Dockerfile.far")).unwrap();

    let done = repo.plimsoll(&["fix", "Dockerfile", "Dockerfile.far"]);
    let said = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("symbolic link `Dockerfile.far` points outside the project"), "{said}");
    assert_eq!((text(&outside), text(&inside)), (BAD.to_owned(), GOOD.to_owned()));
    assert!(fs::symlink_metadata(repo.0.join("Dockerfile")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&inside).unwrap().permissions().mode() & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(&repo.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "nothing is left behind: {left:?}");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("names");
    let name = OsStr::from_bytes(b"Dockerfile.\xff");
    if fs::write(folder.0.join(name), BAD).is_err() {
        // Not every file system has such names.
        return;
    }
    let done = folder.plimsoll(&["check", "--format", "concise"]);
    let said = String::from_utf8_lossy(&done.stdout);
    let expected = "Dockerfile.\u{fffd}:1:1: error: the path is not UTF-8, so the file was not read";
    assert!(said.starts_with(expected), "{said}");
    let mut named = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    let named = named.arg("check").arg(name).current_dir(&folder.0).output().unwrap();
    let said = String::from_utf8_lossy(&named.stderr);
    assert_eq!((named.status.code(), &*said), (Some(2), "error: an argument is not UTF-8\n"));
}

#[test]
fn an_empty_path_is_no_folder() {
    let folder = Folder::new("empty-path");
    folder.write("Dockerfile", BAD);
    let done = folder.plimsoll(&["fix", ""]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(
        (done.status.code(), &*said),
        (Some(2), "error: a path is empty; for the current directory, use `.`\n")
    );
}

#[test]
fn who_is_interrupted_leaves_whole_files() {
    let folder = Folder::new("interrupted");
    // Long files, so that there is time to be caught in the middle of one.
    let long = |text: &str| text.to_owned() + &"# nothing\n".repeat(3_000);
    let paths: Vec<PathBuf> =
        (0..30).map(|at| folder.write(&format!("{at}/Dockerfile"), &long(BAD))).collect();
    let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
    command.args(["fix", "--select", "apt-get-yes"]).current_dir(&folder.0).env_clear();
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut fixing = quiet.spawn().unwrap();
    while text(&paths[0]) == long(BAD) && fixing.try_wait().unwrap().is_none() {}
    fixing.kill().unwrap();
    fixing.wait().unwrap();
    for path in &paths {
        let left = text(path);
        assert!(left == long(BAD) || left == long(GOOD), "{}: {} bytes", path.display(), left.len());
    }
    // What was being written has a name that nobody reads; the next run does the rest.
    let done = folder.plimsoll(&["fix", "--select", "apt-get-yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stdout));
    assert!(paths.iter().all(|path| text(path) == long(GOOD)));
}
