//! What can be reached from outside in each project of a run.

use std::collections::BTreeSet;

use plimsoll_linter::{Checked, FileKind, FileSystem, Linter, Workspace};
use plimsoll_project::PrivateValues;
use plimsoll_report::Picture;

/// The pictures of the projects that were checked. A file that another project takes in has none of its own.
pub(super) fn pictures(
    linter: &Linter,
    disk: &dyn FileSystem,
    workspace: &Workspace,
    checked: &Checked,
) -> Vec<Picture> {
    let mut taken = BTreeSet::new();
    let mut pictures = Vec::new();
    for path in workspace.of(FileKind::Compose).iter().filter(|path| checked.files.contains(*path)) {
        let picture = linter.read_project(disk, FileKind::Compose, path, |project| {
            let files = project.app.iter().flat_map(plimsoll_project::ComposeApp::files);
            let others = files.map(|file| project.sources.file(file.source.span.file).path.clone());
            taken.extend(others.filter(|other| other != path));
            let private = PrivateValues::of(project.sources);
            Picture::new(&project.graph(), |text| private.conceal(text))
        });
        pictures.extend(picture.flatten());
    }
    pictures.retain(|picture| !taken.contains(&picture.path));
    pictures
}
