//! A database without a volume for its data.

use plimsoll_linter::prelude::*;
use project::ImageKind;
use project::database_mounts::{misplaced, moves_data};

#[derive(Default)]
pub(crate) struct DatabaseWithoutVolume;

impl Rule for DatabaseWithoutVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let known = container.known_image().filter(|known| known.kind == ImageKind::Database);
        let Some(data) = known.and_then(|known| known.data) else { return };
        let is_mounted = container.is_mounted_near(data) || container.has_open_mounts();
        if is_mounted
            || container.is_client()
            || moves_data(container)
            || misplaced(container).is_some()
            || !container.app.has_all_of(container.service)
        {
            return;
        }
        cx.report(
            container.service.name.span,
            format!("{} loses its data when its container is removed", container.title()),
        )
        .here(format!("no named volume is mounted at `{data}`"))
        .help(if container.line().is_none() {
            format!("add a named volume: `volumes: [\"{}-data:{data}\"]`", container.name())
        } else {
            let repository = known.map_or("database", |known| known.repository);
            let name = repository.rsplit('/').next().unwrap_or(repository);
            let volume = container.writes("volumes", "", &format!("{name}-data:{data}"));
            format!("add a named volume: `{volume}`")
        });
    }
}
