//! A database whose volume is mounted where the image does not keep its data.

use compose::MountKind;
use plimsoll_linter::prelude::*;
use project::ImageKind;

#[derive(Default)]
pub(crate) struct MisplacedDatabaseVolume;

/// Where PostgreSQL kept its data before version 18, whose image does not start when something is mounted there.
const OLD: (&str, &str) = ("/var/lib/postgresql", "/var/lib/postgresql/data");

impl Rule for MisplacedDatabaseVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let (Some(image), Some(known)) = (container.running_image().get(), container.known_image()) else {
            return;
        };
        let Some(data) = known.data.filter(|_| known.kind == ImageKind::Database) else { return };
        if moves_data(container) || container.has_open_mounts() {
            return;
        }
        let at_old = container.mounted().find(|(_, target)| (data, &**target) == OLD);
        let is_mounted = container.is_mounted_near(data);
        let near = container.mounted().find(|(mount, target)| {
            !is_mounted && mount.kind == MountKind::Volume && mount.source.is_some() && is_like(target, data)
        });
        let Some(target) = at_old.as_ref().or(near.as_ref()).and_then(|(mount, _)| mount.target.as_ref())
        else {
            return;
        };
        let name = container.name();
        let (message, why) = match at_old {
            Some(_) => (format!("`{name}` does not start with this mount"), "refuses to use this path"),
            None => (format!("the data of `{name}` is not kept in this volume"), "does not look here"),
        };
        let finding = cx.report(target.span, message);
        finding
            .here(format!("`{image}` {why}"))
            .help(format!("mount it at `{data}`, where the image keeps its data"))
            .fix(Fix::risky(format!("mount it at `{data}`")).replace(target.span, data));
        if !image.span.file.eq(&target.span.file) {
            finding.label(image.span, "the image that runs");
        }
    }
}

/// Whether a path was probably meant for the data: it lies where they do, or says so.
fn is_like(target: &str, data: &str) -> bool {
    let around = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    target.contains("data")
        || around(target).is_some_and(|folder| !folder.is_empty() && data.starts_with(&folder))
}

/// Whether a variable, a command or a file of settings may say where the data are.
pub(crate) fn moves_data(container: &Container) -> bool {
    let service = container.service;
    let is_settings = |path: &str| {
        [".conf", ".cnf", ".ini", ".yml", ".yaml", "/conf.d", "/my.cnf"].iter().any(|end| path.ends_with(end))
    };
    let moves = |word: &str| {
        ["data", "dbpath", "config", "defaults-file", "-D"].iter().any(|part| word.contains(part))
    };
    let words = service.command.iter().chain(&service.entrypoint).flat_map(|command| &command.words);
    container.env("PGDATA").is_known()
        || !matches!(container.given_env("PGDATA"), Value::Unset)
        || words.into_iter().any(|word| moves(&word.value))
        || container.mounted().any(|(_, target)| is_settings(&target))
}
