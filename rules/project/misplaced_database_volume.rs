//! A database whose volume is mounted where the image does not keep its data.

use plimsoll_linter::prelude::*;
use project::database_mounts::{Flaw, Misplaced, misplaced};

#[derive(Default)]
pub(crate) struct MisplacedDatabaseVolume;

impl Rule for MisplacedDatabaseVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(Misplaced { image, data, moved_at, mount, flaw }) = misplaced(container) else { return };
        let name = container.name();
        let lost = || format!("this volume does not contain the data of `{name}`");
        let (message, why) = match flaw {
            Flaw::Rejected => (
                format!("this mount prevents {} from starting", container.title()),
                "rejects a mount at this path".to_owned(),
            ),
            Flaw::Covered => (lost(), format!("mounts an anonymous volume inside this path, at `{data}`")),
            Flaw::Beside => (lost(), "does not store data here".to_owned()),
        };
        let Some(target) = &mount.target else { return };
        let is_there = |other: &compose::Mount| other.target.as_ref().is_some_and(|it| it.value == data);
        let other = container.service.volumes.iter().find(|other| is_there(other));
        let finding = cx.report(target.span, message);
        finding.here(format!("`{image}` {why}"));
        match other {
            Some(other) => finding
                .label(other.span, "this mount already contains the data")
                .help("remove this mount; copy the data of an older release to the other volume first"),
            None => finding
                .help(format!("mount the volume at `{data}`, where the image stores its data"))
                .fix(Fix::risky(format!("mount the volume at `{data}`")).replace(target.span, &*data)),
        };
        if let Some(moved_at) = moved_at {
            finding.label(moved_at, "the data is stored here");
        }
        if !image.span.file.eq(&target.span.file) {
            finding.label(image.span, "this image is used");
        }
    }
}
