//! Which project a path means, for commands that are about one: `graph`, `show`.

use std::io;
use std::path::Path;

use plimsoll_linter::{Disk, FileKind, FileSystem, Linter, Settings, Workspace, plain_path};
use plimsoll_project::{COMPOSE_NAMES, Project};
use plimsoll_rules::RULES;

use crate::ambient::here;
use crate::failure::Failure;

/// Asks about the project that a path means: a file, or in a folder the Compose file, else the Dockerfile.
pub(crate) fn ask<T>(path: &str, ask: impl FnOnce(&Project<'_>) -> T) -> Result<T, Failure> {
    let path = plain_path(Path::new(path));
    let disk = Disk::here(std::slice::from_ref(&path)).map_err(Failure::here)?;
    let workspace = Workspace::find(&disk, std::slice::from_ref(&path));
    let (kind, file) = choose(&path, &workspace)?;
    linter(&disk, &workspace).read_project(&disk, kind, &file, ask).ok_or_else(|| {
        let why = disk.read(&file, 0).err();
        Failure::File(file, why.unwrap_or_else(|| io::ErrorKind::FileTooLarge.into()))
    })
}

/// A linter with the configuration that holds here.
pub(crate) fn linter(disk: &dyn FileSystem, workspace: &Workspace) -> Linter {
    let settings = Settings { here: here(), ..Settings::default() };
    Linter::new(RULES, &settings, disk, workspace)
}

fn choose(path: &str, workspace: &Workspace) -> Result<(FileKind, String), Failure> {
    let (compose, dockerfiles) = (workspace.of(FileKind::Compose), workspace.of(FileKind::Dockerfile));
    if compose.contains(path) {
        return Ok((FileKind::Compose, path.to_owned()));
    }
    if dockerfiles.contains(path) {
        return Ok((FileKind::Dockerfile, path.to_owned()));
    }
    let inside = |name: &str| if path == "." { name.to_owned() } else { format!("{path}/{name}") };
    let named = COMPOSE_NAMES.iter().map(|name| inside(name)).find(|file| compose.contains(file));
    let dockerfile = inside("Dockerfile");
    if let Some(file) = named {
        return Ok((FileKind::Compose, file));
    }
    if dockerfiles.contains(&dockerfile) {
        return Ok((FileKind::Dockerfile, dockerfile));
    }
    let all: Vec<&String> = compose.iter().chain(dockerfiles).collect();
    match all.as_slice() {
        [] => Err(Failure::Usage(format!("`{path}` contains no Compose file or Dockerfile"))),
        [only] => {
            let kind = if compose.is_empty() { FileKind::Dockerfile } else { FileKind::Compose };
            Ok((kind, (*only).clone()))
        }
        [first, ..] => Err(Failure::Usage(format!(
            "`{path}` contains {} files: specify one, such as `{first}`",
            all.len()
        ))),
    }
}
