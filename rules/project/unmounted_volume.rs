//! A Dockerfile declares a volume, and the service mounts nothing there.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;

/// How many paths of one instruction are looked at, for each service.
const MOST_PATHS: usize = 20;

#[derive(Default)]
pub(crate) struct UnmountedVolume;

impl Rule for UnmountedVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(stage) = container.stage().filter(|_| !container.has_open_mounts()) else { return };
        for stage in stage.lineage() {
            for (at, instruction) in stage.indexed() {
                let Kind::Volume(volume) = &instruction.kind else { continue };
                for path in volume.paths.iter().take(MOST_PATHS) {
                    let Some(target) = stage.expand(path, at).get() else { continue };
                    if container.is_mounted_near(&target)
                        || target.starts_with("/tmp")
                        || !target.starts_with('/')
                    {
                        continue;
                    }
                    let name = container.name();
                    cx.report(
                        container.service.name.span,
                        format!("service `{name}` gets a volume without a name at `{target}`"),
                    )
                    .here("mounts nothing there")
                    .label(path.text.span, "declared here")
                    .help("mount a volume with a name, or a tmpfs if the data may be lost");
                }
            }
        }
    }
}
