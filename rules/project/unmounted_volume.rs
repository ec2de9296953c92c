//! A Dockerfile declares a volume, and the service mounts nothing there.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnmountedVolume;

impl Rule for UnmountedVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let lasting = container.unmounted_volumes().into_iter().filter(|(path, _)| !path.starts_with("/tmp"));
        for (target, declared) in lasting {
            cx.report(
                container.service.name.span,
                format!("{} gets an anonymous volume at `{target}`", container.title()),
            )
            .here("nothing is mounted at this path")
            .label(declared, "declared as a volume here")
            .help("mount a named volume, or a tmpfs if the data does not need to persist");
        }
    }
}
