//! A folder of the host that the user of a container can probably not write.

use compose::MountKind;
use plimsoll_linter::prelude::*;
use project::is_root;

#[derive(Default)]
pub(crate) struct UnwritableBindMount;

impl Rule for UnwritableBindMount {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Value::Known { value: user, set_at } = container.user() else { return };
        // `user` is often chosen to be the owner of the folder.
        if is_root(user) || container.service.user.is_some() || container.drops_privileges() {
            return;
        }
        for (mount, target) in container.mounted() {
            let source = mount.source.as_ref().filter(|source| source.value.starts_with('.'));
            let is_file = target.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let (Some(source), false) = (source, is_file || mount.read_only.is_some()) else { continue };
            if mount.kind != MountKind::Bind {
                continue;
            }
            cx.report(
                source.span,
                format!("user `{user}` might not be able to write to this directory"),
            )
            .here("the host directory keeps its owner; if it does not exist, the engine creates it as root")
            .label(set_at, format!("{} runs as `{user}`", container.title()))
            .help("use a volume, add `:ro` if nothing is written, or create the directory and make this user its owner");
        }
    }
}
