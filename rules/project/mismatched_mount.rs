//! A file that is mounted over a directory of the image, or a directory over a file.

use std::collections::HashMap;

use facts::image_paths::PathKind;
use plimsoll_linter::prelude::*;
use project::Presence;

#[derive(Default)]
pub(crate) struct MismatchedMount;

impl Rule for MismatchedMount {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Paths of an overlay are relative to the folder of the file below it.
        if !app.is_complete() {
            return;
        }
        let there: HashMap<Span, Presence> =
            app.named_files().map(|file| (file.span, file.presence)).collect();
        for container in cx.project().containers() {
            let Some(image) = container.running_image().get() else { continue };
            for (mount, path) in container.mounted() {
                let (Some(source), Some(target)) = (&mount.source, &mount.target) else { continue };
                let path = &*path;
                let (mounted, present, help) = match (there.get(&source.span), image.kind_of_path(path)) {
                    (Some(Presence::File), Some(PathKind::Directory)) => {
                        ("file", "directory", format!("mount the file at `{path}/{}`", name(&source.value)))
                    }
                    (Some(Presence::Folder), Some(PathKind::File)) => {
                        let source = source.value.trim_end_matches('/');
                        ("directory", "file", format!("mount a file, such as `{source}/{}`", name(path)))
                    }
                    _ => continue,
                };
                let finding = cx
                    .report(target.span, format!("this mount prevents {} from starting", container.title()));
                finding
                    .here(format!("`{image}` has a {present} at this path"))
                    .label(source.span, format!("this is a {mounted}"))
                    .help(help);
            }
        }
    }
}

/// The last part of a path.
fn name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path)
}
