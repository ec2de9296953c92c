//! A named volume that belongs to root, in a container that runs as another user.

use compose::MountKind;
use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use project::{ImageKind, is_root};

#[derive(Default)]
pub(crate) struct UnwritableVolume;

/// Directories that images have, some of which their users may write.
const OF_IMAGES: [&str; 9] = ["bin", "etc", "home", "lib", "root", "run", "tmp", "usr", "var"];

/// Directories that package managers make.
const MADE_BY_INSTALLS: [(&str, &[&str]); 3] = [
    ("node_modules", &["npm ", "yarn", "bun "]),
    (".venv", &["uv ", "poetry", "pipenv", "pdm "]),
    ("vendor", &["composer", "bundle"]),
];

impl Rule for UnwritableVolume {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let (Value::Known { value: user, set_at }, Some(stage)) = (container.user(), container.stage())
        else {
            return;
        };
        let is_bare = |known: project::KnownImage| {
            matches!(known.kind, ImageKind::Base | ImageKind::Runtime | ImageKind::Toolchain)
        };
        if is_root(user) || container.service.user.is_some() || !stage.known_image().is_some_and(is_bare) {
            return;
        }
        for (mount, target) in container.mounted() {
            let is_named = mount.kind == MountKind::Volume && mount.source.is_some() && !mount.is_read_only();
            let first = target.trim_start_matches('/').split('/').next().unwrap_or_default();
            if !is_named || OF_IMAGES.contains(&first) || may_make(stage, &target, cx) {
                continue;
            }
            let place = mount.target.as_ref().map_or(mount.span, |target| target.span);
            cx.report(place, format!("user `{user}` cannot write to the volume at `{target}`"))
                .here("the image does not have this directory, so the engine creates it as root")
                .label(set_at, format!("`{}` runs as `{user}`", container.name()))
                .help(format!("add this before `USER`: `RUN mkdir -p {target} && chown {user} {target}`"));
        }
    }
}

/// Whether an instruction may make a directory, and give it to somebody.
fn may_make(stage: Stage, target: &str, cx: &Context) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default();
    let installs = |text: &str| {
        let makers = MADE_BY_INSTALLS.iter().find(|(made, _)| *made == name).map(|(_, makers)| *makers);
        makers.is_some_and(|makers| makers.iter().any(|maker| text.contains(maker)))
    };
    stage.lineage().any(|stage| {
        stage.instructions().iter().any(|instruction| {
            let text = cx.text(instruction.span);
            match &instruction.kind {
                Kind::Run(_) | Kind::Volume(_) | Kind::Workdir(_) => {
                    text.contains(name) || text.contains(".sh") || installs(text)
                }
                Kind::Copy(copy) => text.contains("--chown") || copy.from.is_some() || text.contains(name),
                Kind::Add(_) => true,
                _ => false,
            }
        })
    })
}
