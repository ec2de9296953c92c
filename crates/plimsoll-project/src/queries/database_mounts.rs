//! Mounts of databases that were meant for the data, and do not keep them.

use std::borrow::Cow;

use plimsoll_compose::{Mount, MountKind};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Form;
use plimsoll_facts::{ImageKind, KnownImage};

use crate::{Container, ImageName, Program, Value};

/// Where PostgreSQL kept its data before version 18, whose image does not start when something is mounted there.
const OLD: (&str, &str) = ("/var/lib/postgresql", "/var/lib/postgresql/data");

/// A mount that was meant for the data of a database.
pub struct Misplaced<'p> {
    /// The image of the database.
    pub image: &'p ImageName<'p>,
    /// Where it stores the data.
    pub data: Cow<'p, str>,
    /// The variable that puts them there.
    pub moved_at: Option<Span>,
    /// The mount.
    pub mount: &'p Mount<'p>,
    /// Why it does not keep the data.
    pub flaw: Flaw,
}

/// Why a mount does not keep the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The image does not start with it.
    Rejected,
    /// The image mounts an anonymous volume inside its path.
    Covered,
    /// The data are elsewhere.
    Beside,
}

/// The mount of a database that was meant for its data, and does not keep them.
pub fn misplaced<'p>(container: &Container<'p>) -> Option<Misplaced<'p>> {
    let image = container.running_image().get()?;
    let known = container.known_image().filter(|known| known.is_data_store())?;
    // A backup mounts what another database stores.
    if starts_another_program(container) || container.is_client() {
        return None;
    }
    let moved = || moved(container, image, known.data?);
    if let Some(found) = moved() {
        return Some(found);
    }
    let data = known.data.filter(|_| !moves_data(container) && !container.has_open_mounts())?;
    let at_old = container.mounted().find(|(_, target)| (data, &**target) == OLD);
    let at_old = at_old.map(|(mount, _)| (mount, Flaw::Rejected));
    let around = || {
        let mount = around(container, data).filter(|_| declares_volume(known))?;
        Some((mount, Flaw::Covered))
    };
    let beside = || Some((beside(container, image, known.kind, data)?, Flaw::Beside));
    let (mount, flaw) = at_old.or_else(around).or_else(beside)?;
    Some(Misplaced { image, data: Cow::Borrowed(data), moved_at: None, mount, flaw })
}

/// Whether the Dockerfile puts another program in the place of the image's own: Patroni keeps the data of PostgreSQL where it is
/// told to.
fn starts_another_program(container: &Container) -> bool {
    let Some(Program::Instruction(command)) = container.entrypoint().get() else { return false };
    let is_own = |word: &str| word.rsplit('/').next() == Some("docker-entrypoint.sh");
    match &command.form {
        Form::Exec(words) => !words.iter().any(|word| is_own(&word.value)),
        Form::Shell(_) => true,
    }
}

/// The mount where PostgreSQL usually keeps its data, if `PGDATA` puts them where nothing is mounted.
fn moved<'p>(container: &Container<'p>, image: &'p ImageName<'p>, data: &str) -> Option<Misplaced<'p>> {
    let Value::Known { value, set_at } = container.given_env("PGDATA") else { return None };
    let is_kept =
        |mount: &Mount| matches!(mount.kind, MountKind::Volume | MountKind::Bind) && mount.source.is_some();
    let is_usual = |target: &str| data.starts_with(OLD.0) && (target == OLD.1 || target == OLD.0);
    let is_lost = value.starts_with('/')
        && !container.has_open_mounts()
        && container.service.command.is_none()
        && !container.is_mounted_near(&value);
    let (mount, _) =
        container.mounted().find(|(mount, target)| is_lost && is_kept(mount) && is_usual(target))?;
    Some(Misplaced { image, data: value, moved_at: Some(set_at), mount, flaw: Flaw::Beside })
}

/// The mount at a directory above the data, where nothing is mounted at the data themselves.
fn around<'p>(container: &Container<'p>, data: &str) -> Option<&'p Mount<'p>> {
    let is_nearer = |target: &str| target == data || target.starts_with(&format!("{data}/"));
    let (mount, target) = container.mount_over(data)?;
    let is_kept = matches!(mount.kind, MountKind::Volume | MountKind::Bind) && mount.source.is_some();
    // What is imported is often mounted at a directory of the root.
    let is_meant = mount.kind == MountKind::Volume || target.matches('/').count() > 1;
    let is_covered = container.mounted().any(|(_, other)| is_nearer(&other));
    (is_kept && is_meant && !is_covered).then_some(mount)
}

/// The mount that was probably meant for the data, where nothing is mounted at, above or below them.
fn beside<'p>(
    container: &Container<'p>,
    image: &ImageName,
    kind: ImageKind,
    data: &str,
) -> Option<&'p Mount<'p>> {
    let is_volume = |mount: &Mount| mount.kind == MountKind::Volume && mount.source.is_some();
    let quoted = container.mounted().find(|(mount, target)| {
        let unquoted = target.trim_matches(['"', '\'']);
        let is_kept = is_volume(mount) || mount.kind == MountKind::Bind;
        unquoted.len() < target.len() && unquoted.trim_end_matches('/') == data && is_kept
    });
    if let Some((mount, _)) = quoted.filter(|_| container.mount_over(data).is_none()) {
        return Some(mount);
    }
    let is_inside = |target: &str| target.starts_with(&format!("{data}/")) && target.ends_with("data");
    if let Some((mount, _)) =
        container.mounted().find(|(mount, target)| is_volume(mount) && is_inside(target))
        && container.mount_over(data).is_none()
    {
        return Some(mount);
    }
    if container.is_mounted_near(data) {
        return None;
    }
    let found = container.mounted().find(|(mount, target)| {
        let is_kept = is_volume(mount) || mount.kind == MountKind::Bind;
        let is_named = is_state_of(image.short(), target) && is_kept;
        is_named || kind == ImageKind::Database && is_volume(mount) && is_like(target, data)
    });
    found.map(|(mount, _)| mount)
}

/// Official images of databases declare a VOLUME where they store data ("Images should use VOLUME for database storage",
/// docker-library/official-images).
fn declares_volume(known: KnownImage) -> bool {
    let is_store = matches!(known.kind, ImageKind::Database | ImageKind::Cache | ImageKind::Broker);
    is_store && !known.repository.contains(['/', '*'])
}

/// `/var/lib/mongodb` for `mongo`: where packages of distributions put the data of a program.
fn is_state_of(program: &str, target: &str) -> bool {
    let own = target.strip_prefix("/var/lib/").and_then(|rest| rest.split('/').next());
    own.is_some_and(|own| own.starts_with(program) && !own.ends_with("-files"))
}

/// Whether a path was probably meant for the data: it lies where they do, or says so.
fn is_like(target: &str, data: &str) -> bool {
    let around = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    target.contains("data")
        || around(target).is_some_and(|folder| !folder.is_empty() && data.starts_with(&folder))
}

/// Whether a variable, a command or a file of settings may say where the data are.
pub fn moves_data(container: &Container) -> bool {
    let service = container.service;
    let is_settings = |path: &str| {
        [".conf", ".cnf", ".ini", ".yml", ".yaml", "/conf.d", "/my.cnf"].iter().any(|end| path.ends_with(end))
    };
    let moves = |word: &str| {
        ["data", "dbpath", "config", "defaults-file", "-D", "--dir"].iter().any(|part| word.contains(part))
    };
    let words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
    container.env("PGDATA").is_known()
        || !matches!(container.given_env("PGDATA"), Value::Unset)
        || words.into_iter().any(|word| moves(&word.value))
        || service.environment.iter().any(|pair| pair.name.value.to_ascii_lowercase().contains("data_dir"))
        || service.environment.iter().filter_map(|pair| pair.value.as_ref()).any(|value| {
            container.mounted().any(|(_, target)| value.value.contains(&*target) && target.len() > 1)
        })
        || container.mounted().any(|(_, target)| is_settings(&target))
}
