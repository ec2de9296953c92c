//! Where Docker looks for plugins, what is there, and which program a plugin would start.
#![expect(clippy::disallowed_methods, reason = "it installs the program; nothing here is input of a check")]

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::protocol::{HOME, NAME};
use crate::failure::Failure;

/// Where packages of the system put plugins.
const SYSTEM: [&str; 4] = [
    "/usr/local/lib/docker/cli-plugins",
    "/usr/local/libexec/docker/cli-plugins",
    "/usr/lib/docker/cli-plugins",
    "/usr/libexec/docker/cli-plugins",
];

/// The file that Docker starts for `docker lint`.
#[derive(Clone)]
pub(super) struct Plugin(PathBuf);

/// What is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Missing,
    /// This program, perhaps another version of it.
    Ours,
    /// A link of ours to a program that is gone.
    Broken,
    /// Another program.
    Stranger,
}

impl Plugin {
    /// The one in the user's own folder.
    pub(super) fn of_user() -> Result<Plugin, Failure> {
        let config = variable("DOCKER_CONFIG").map(PathBuf::from);
        let home = || variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
        let config = config.or_else(|| Some(Path::new(&home()?).join(".docker")));
        let config = config.ok_or_else(|| {
            Failure::Usage(
                "there is no home directory: set `DOCKER_CONFIG` to Docker's configuration directory"
                    .to_owned(),
            )
        })?;
        Ok(Plugin::in_folder(&config.join("cli-plugins")))
    }

    fn in_folder(folder: &Path) -> Plugin {
        Plugin(folder.join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX)))
    }

    pub(super) fn state(&self) -> State {
        if fs::symlink_metadata(&self.0).is_err() {
            return State::Missing;
        }
        let is_ours = match self.target() {
            Some(target) => target.file_stem().is_some_and(|name| name == env!("CARGO_BIN_NAME")),
            // A copy, where links need special rights.
            None => fs::read(&self.0)
                .is_ok_and(|bytes| bytes.windows(HOME.len()).any(|window| window == HOME.as_bytes())),
        };
        match (is_ours, self.0.exists()) {
            (true, true) => State::Ours,
            (true, false) => State::Broken,
            (false, _) => State::Stranger,
        }
    }

    /// Where it links to.
    pub(super) fn target(&self) -> Option<PathBuf> {
        fs::read_link(&self.0).ok()
    }

    /// Makes it start this program.
    pub(super) fn set(&self, program: &Path) -> Result<(), Failure> {
        let folder = self.0.parent().map_or(Ok(()), fs::create_dir_all);
        let put = folder.and_then(|()| match fs::remove_file(&self.0) {
            Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
            _ => link(program, &self.0),
        });
        put.map_err(|why| self.unwritable(why))
    }

    pub(super) fn clear(&self) -> Result<(), Failure> {
        fs::remove_file(&self.0).map_err(|why| self.unwritable(why))
    }

    fn unwritable(&self, why: io::Error) -> Failure {
        Failure::Unwritable(self.to_string(), why)
    }
}

impl fmt::Display for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display().fmt(f)
    }
}

/// Plugins for all users of the system.
pub(super) fn of_system() -> Vec<Plugin> {
    let folders = if cfg!(unix) { &SYSTEM[..] } else { &[] };
    folders.iter().map(|folder| Plugin::in_folder(Path::new(folder))).collect()
}

/// The program that runs, by the name that stays the same when it is upgraded: as the shell finds it, if it does.
pub(super) fn this_program() -> Result<PathBuf, Failure> {
    let unknown = |why| Failure::File("this program".to_owned(), why);
    let program = std::env::current_exe().and_then(fs::canonicalize).map_err(unknown)?;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let name = program.file_name().unwrap_or_default();
    let mut found = std::env::split_paths(&path).map(|folder| folder.join(name));
    let is_this = |path: &PathBuf| path.is_absolute() && fs::canonicalize(path).is_ok_and(|it| it == program);
    Ok(found.find(is_this).unwrap_or(program))
}

/// What the program is part of, if that is likely to be gone before long.
pub(super) fn short_lived(program: &Path) -> Option<String> {
    let environment = program.ancestors().find(|folder| folder.join("pyvenv.cfg").exists());
    if let Some(folder) = environment {
        return Some(format!("the virtual environment {}", folder.display()));
    }
    let part = ["_npx", "node_modules"].into_iter().find(|part| program.iter().any(|name| name == *part))?;
    Some(if part == "_npx" { "the npx cache" } else { "`node_modules`" }.to_owned())
}

fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(unix)]
fn link(program: &Path, plugin: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(program, plugin)
}

/// Links need rights that few users have.
#[cfg(not(unix))]
fn link(program: &Path, plugin: &Path) -> io::Result<()> {
    fs::copy(program, plugin).map(drop)
}
