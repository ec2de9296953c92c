//! What belongs together.

use plimsoll_compose::yaml::{Comment, Yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources};

use crate::{ComposeApp, DockerfileModel, Document, Lines, Stage};

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

    /// Every stage of every Dockerfile, as it is when no build arguments are given.
    pub fn stages(&self) -> impl Iterator<Item = Stage<'_>> {
        self.own_dockerfiles().iter().flat_map(DockerfileModel::stages)
    }

    /// The Dockerfile with this id.
    pub fn dockerfile_at(&self, file: FileId) -> Option<&DockerfileModel<'s>> {
        self.dockerfiles.iter().find(|dockerfile| dockerfile.tree.file == file)
    }
}
