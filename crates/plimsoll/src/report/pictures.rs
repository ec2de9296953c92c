//! What can be reached from outside in each project of a run.

use std::collections::BTreeSet;

use plimsoll_project::{PrivateValues, Project};
use plimsoll_report::Picture;

/// The pictures of the projects that were checked. A file that another project takes in has none of its own.
#[derive(Default)]
pub(super) struct Pictures {
    taken: BTreeSet<String>,
    all: Vec<Picture>,
}

impl Pictures {
    /// Adds the project of a Compose file, with the other files that it takes in.
    pub(super) fn add(&mut self, picture: Option<Picture>, taken: Vec<String>) {
        self.taken.extend(taken);
        self.all.extend(picture);
    }

    pub(super) fn finish(self) -> Vec<Picture> {
        let Pictures { taken, mut all } = self;
        all.retain(|picture| !taken.contains(&picture.path));
        all
    }
}

/// The picture of a project, if it has services.
pub(super) fn picture(project: &Project<'_>, private: &PrivateValues<'_>) -> Option<Picture> {
    let mut graph = project.graph();
    if let Some(app) = &project.app {
        let is_open = |name: &str| {
            !app.is_complete() || app.service_named(name).is_some_and(|one| !app.says_all_of(one))
        };
        // Another file may publish it, or what shares a network with it.
        graph.services.iter_mut().for_each(|service| service.may_be_reached |= is_open(&service.name));
    }
    Picture::new(&graph, |text| private.conceal(text))
}
