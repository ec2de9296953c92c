//! How a project is read: from its first file, each file that one names.

use plimsoll_diagnostics::{FileId, Sources};
use plimsoll_dockerfile::Dockerfile;

use super::{assembly, bake, build_link, documents, released};
use crate::model::evaluation::BuildInputs;
use crate::{DockerfileModel, Loader, Presence, Project, path};

impl<'s> Project<'s> {
    /// A Dockerfile alone.
    pub fn dockerfile(sources: &'s Sources, file: FileId) -> Project<'s> {
        let tree = Dockerfile::parse(sources.text(file));
        Project {
            dockerfiles: vec![DockerfileModel::under(sources, tree, &BuildInputs::default())],
            ..Project::empty(sources)
        }
    }

    /// The same, with the ignore file of its context: the folder that a `docker-bake` file names, else the folder beside or
    /// above the Dockerfile with most of what is copied.
    /// Names that a `docker-bake` file gives to contexts are no images.
    pub fn dockerfile_in_folder(sources: &'s Sources, file: FileId, loader: &dyn Loader<'s>) -> Project<'s> {
        let tree = Dockerfile::parse(sources.text(file));
        let mut conditions = BuildInputs { images: loader.images(), ..BuildInputs::default() };
        let mut dockerfile = DockerfileModel::under(sources, tree, &conditions);
        conditions.contexts = bake::contexts(&dockerfile, sources, loader);
        if !conditions.contexts.is_empty() {
            let tree = Dockerfile::parse(sources.text(file));
            dockerfile = DockerfileModel::under(sources, tree, &conditions);
        }
        if dockerfile.needs_other_parts() && loader.is_joined(dockerfile.path) {
            dockerfile.take_for_joined();
        }
        let mut project = Project { dockerfiles: vec![dockerfile], ..Project::empty(sources) };
        for dockerfile in &mut project.dockerfiles {
            if released::is_released(dockerfile.path, sources, loader) {
                continue;
            }
            let folder = path::folder(dockerfile.path);
            let baked = bake::context(dockerfile.path, sources, loader);
            // Any folder above may be the one that is built, up to the root of the repository.
            let is_inside = |at: &&str| loader.presence(at) != Presence::Unknown;
            let folders: Vec<&str> = path::upward_in_module(folder).take_while(is_inside).collect();
            let folders = folders.iter().copied();
            let likely = dockerfile.likely_context(folders.clone().take(path::MOST_LEVELS), loader);
            let context = baked.as_deref().or(likely).unwrap_or(folder);
            dockerfile.read_ignore_file(sources, context, loader);
            if baked.is_none() && dockerfile.excludes_a_source() {
                // Whether it is the ignore file of the build, others may know better.
                if let [known] = &*loader.contexts_of(dockerfile.path) {
                    dockerfile.read_ignore_file(sources, known, loader);
                }
            }
            dockerfile.find_context_files(context, sources, loader);
            if baked.is_some() {
                dockerfile.find_sources(context, loader);
            }
            dockerfile.find_climbing_sources(&folders, loader);
            dockerfile.find_bare_folders(&folders, loader);
            let contexts: Vec<&str> = match &baked {
                Some(baked) => vec![baked],
                None => folders.clone().collect(),
            };
            dockerfile.find_script_troubles(&contexts, loader);
            dockerfile.find_asked_files(&contexts.iter().copied(), loader);
            dockerfile.seek_ignore_file(folders, loader);
        }
        project
    }

    /// A Compose file with every file that Compose reads with it, and the Dockerfiles that its services build.
    pub fn compose(sources: &'s Sources, file: FileId, loader: &dyn Loader<'s>) -> Project<'s> {
        let assembly = assembly::assemble(sources, file, loader);
        let (app, dockerfiles) = build_link::link(sources, assembly, loader);
        let mut project = Project { dockerfiles, app: Some(app), ..Project::empty(sources) };
        project.documents = documents::used_by(&project, loader);
        project
    }
}
