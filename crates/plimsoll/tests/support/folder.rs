//! A folder on disk for one test.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A folder for one test, removed with it.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("plimsoll-test-{}-{name}", std::process::id()));
        // A repository of its own: no configuration above it counts.
        fs::create_dir_all(path.join(".git")).unwrap();
        Folder(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Makes a real repository of it; whether there is a Git to do so.
    pub(crate) fn init(&self) -> bool {
        let has_git = Command::new("git").arg("--version").output().is_ok();
        if has_git {
            self.git(&["init", "--quiet", "--initial-branch=main"]);
        }
        has_git
    }

    pub(crate) fn git(&self, args: &[&str]) {
        let mut command = Command::new("git");
        command.args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "protocol.file.allow=always",
        ]);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let done = command.args(args).current_dir(&self.0).output().unwrap();
        assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all", "--force"]);
        self.git(&["commit", "--quiet", "--message=m"]);
    }

    pub(crate) fn plimsoll(&self, args: &[&str]) -> Output {
        let program = env!("CARGO_BIN_EXE_plimsoll");
        let mut command = Command::new(program);
        command.args(args).current_dir(&self.0).env_clear().stdin(Stdio::null());
        command.output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
