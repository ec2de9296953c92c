//! What belongs together.

use plimsoll_compose::yaml::{Comment, Yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources};
use plimsoll_dockerfile::Dockerfile;

use crate::evaluation::BuildInputs;
use crate::{
    ComposeApp, Container, Daemon, DockerfileModel, Document, Lines, Stage, assembly, bake, build_link,
    daemon, path, seccomp,
};

/// What belongs together: a Compose file and every Dockerfile that its services build, or one Dockerfile alone.
#[derive(Debug)]
pub struct Project<'s> {
    /// The texts of its files.
    pub sources: &'s Sources,
    /// Its Dockerfiles; those of a Compose file in the order in which services first name them.
    pub dockerfiles: Vec<DockerfileModel<'s>>,
    /// Its Compose files.
    pub app: Option<ComposeApp<'s>>,
    /// The command lines of which its application is made, where no Compose file says what runs.
    pub lines: Option<Lines>,
    /// Its files of other kinds.
    pub documents: Vec<Document<'s>>,
}

impl<'s> Project<'s> {
    /// No file at all.
    pub fn empty(sources: &'s Sources) -> Project<'s> {
        Project { sources, dockerfiles: Vec::new(), app: None, lines: None, documents: Vec::new() }
    }

    /// A file of data alone.
    pub fn document(sources: &'s Sources, document: Document<'s>) -> Project<'s> {
        Project { documents: vec![document], ..Project::empty(sources) }
    }

    /// A Dockerfile alone.
    pub fn dockerfile(sources: &'s Sources, file: FileId) -> Project<'s> {
        let tree = Dockerfile::parse(sources.text(file));
        Project {
            dockerfiles: vec![DockerfileModel::under(sources, tree, &BuildInputs::default())],
            ..Project::empty(sources)
        }
    }

    /// The same, with the ignore file of its folder: where one lies beside a Dockerfile, the folder is the context, unless
    /// a `docker-bake` file names another.
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
        let mut project = Project { dockerfiles: vec![dockerfile], ..Project::empty(sources) };
        for dockerfile in &mut project.dockerfiles {
            let folder = path::folder(dockerfile.path);
            let baked = bake::context(dockerfile.path, sources, loader);
            let context = baked.as_deref().unwrap_or(folder);
            dockerfile.read_ignore_file(sources, context, loader);
            dockerfile.find_context_files(context, sources, loader);
            if baked.is_some() {
                dockerfile.find_sources(context, loader);
            }
            // Any folder above may be the one that is built.
            let folders = path::upward(folder);
            dockerfile.find_climbing_sources(&folders, loader);
            dockerfile.seek_ignore_file(folders, loader);
        }
        project
    }

    /// A Compose file with every file that Compose reads with it, and the Dockerfiles that its services build.
    pub fn compose(sources: &'s Sources, file: FileId, loader: &dyn Loader<'s>) -> Project<'s> {
        let assembly = assembly::assemble(sources, file, loader);
        let (app, dockerfiles) = build_link::link(sources, assembly, loader);
        let mut project = Project { dockerfiles, app: Some(app), ..Project::empty(sources) };
        let mut documents = daemon::started_by(&project, loader);
        documents.extend(seccomp::named_by(&project, loader));
        project.documents = documents;
        project
    }

    /// Its files, without those of which it only uses parts; the file that it starts from first.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        let of_app = self.app.iter().flat_map(ComposeApp::files).map(|file| file.source.span.file);
        let documents = self.documents.iter().map(|document| document.source.span.file);
        let dockerfiles = self.own_dockerfiles().iter().map(|file| file.tree.file);
        of_app.chain(dockerfiles).chain(documents)
    }

    /// The Dockerfiles that are linted with it. Those that a script builds are projects of their own: others may build them,
    /// too.
    pub fn own_dockerfiles(&self) -> &[DockerfileModel<'s>] {
        if self.lines.is_some() { &[] } else { &self.dockerfiles }
    }

    /// Its files that a template engine changes before anybody reads them.
    pub fn templates(&self) -> impl Iterator<Item = FileId> {
        let dockerfiles = self.dockerfiles.iter().filter(|file| file.tree.is_template);
        let documents = self.documents.iter().filter(|document| document.is_template);
        dockerfiles.map(|file| file.tree.file).chain(documents.map(|document| document.source.span.file))
    }

    /// What could not be read in its files.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_app = self.app.as_ref().into_iter().flat_map(|app| &app.compose.problems);
        // What could not be read in a template is perhaps what the engine replaces.
        let documents = self.documents.iter().filter(|document| !document.is_template);
        let of_documents = documents.flat_map(|document| &document.data.problems);
        self.own_dockerfiles().iter().flat_map(|file| &file.tree.problems).chain(of_app).chain(of_documents)
    }

    /// What a file of data holds, and its comments. A Dockerfile is none.
    pub fn data(&self, file: FileId) -> Option<(&[Yaml<'s>], &[Comment<'s>])> {
        let compose =
            self.app.iter().flat_map(ComposeApp::files).find(|compose| compose.source.span.file == file);
        if let Some(compose) = compose {
            return Some((&compose.documents, &compose.comments));
        }
        let document = self.documents.iter().find(|document| document.source.span.file == file)?;
        Some((&document.data.documents, &document.data.comments))
    }

    /// What will run: one container for each service.
    pub fn containers(&self) -> impl ExactSizeIterator<Item = Container<'_>> {
        let services = self.app.as_ref().map_or(0, |app| app.compose.services.len());
        (0..services).filter_map(|index| self.container(index)).collect::<Vec<_>>().into_iter()
    }

    /// The container of the service at `index`.
    pub fn container(&self, index: usize) -> Option<Container<'_>> {
        let app = self.app.as_ref()?;
        let service = app.compose.services.get(index)?;
        Some(Container { project: self, app, service, index })
    }

    /// The container of the service with this name.
    pub fn container_named(&self, name: &str) -> Option<Container<'_>> {
        self.container(self.app.as_ref()?.index_of(name)?)
    }

    /// The settings of dockerd among its files.
    pub fn daemons(&self) -> impl Iterator<Item = Daemon<'_>> {
        self.documents.iter().filter_map(Daemon::of)
    }

    /// Every stage of every Dockerfile, as it is when no build arguments are given.
    pub fn stages(&self) -> impl Iterator<Item = Stage<'_>> {
        self.own_dockerfiles().iter().flat_map(DockerfileModel::stages)
    }

    /// The Dockerfile with this id.
    pub fn dockerfile_at(&self, file: FileId) -> Option<&DockerfileModel<'s>> {
        self.dockerfiles.iter().find(|dockerfile| dockerfile.tree.file == file)
    }
}
