//! Whether what COPY and ADD take is in the folder that a service builds.

use std::borrow::Cow;

use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::{Instruction, Word};

use crate::{DockerfileModel, Loader, MeantContext, Presence, path};

/// How many sources of a Dockerfile are looked for.
const MOST_ASKED: usize = 200;
/// Directories that usually hold secrets, and the files in them that are the secrets.
const SECRET_FOLDERS: [(&str, &[&str]); 4] = [
    (".ssh", &["id_rsa", "id_dsa", "id_ecdsa", "id_ed25519"]),
    (".docker", &["config.json"]),
    (".aws", &["credentials"]),
    (".kube", &["config"]),
];

impl DockerfileModel<'_> {
    /// Whether a source of COPY or ADD is certainly not in the folder that services build, where they agree on one. Not
    /// asked for patterns, for what variables are in, and for ADD from elsewhere.
    pub fn lacks_source(&self, source: &Word<'_>) -> bool {
        self.missing_sources.contains(&source.text.span)
    }

    /// The path in the context that a missing source is meant to be: it was written as the folder above the context sees
    /// it, or as the folder of the Dockerfile does.
    pub fn meant_source(&self, source: &Word<'_>) -> Option<&str> {
        self.misplaced_sources.get(&source.text.span).map(String::as_str)
    }

    /// The context that its sources are written for, where no source but a whole folder is in the actual one.
    pub fn meant_context(&self) -> Option<MeantContext> {
        self.meant_context
    }

    /// The sources of COPY and ADD that are all of the folder that is built.
    pub fn whole_context(&self) -> impl Iterator<Item = &Word<'_>> {
        self.sources().filter(|source| is_whole(source))
    }

    /// Whether nothing is left out of its build: certainly there is no ignore file. Asked only where all is copied.
    pub fn lacks_ignore_file(&self) -> bool {
        self.lacks_ignore_file
    }

    /// The folder that is likely built: of `folders`, that with most of the sources, and the first of those with as many.
    pub(crate) fn likely_context<'f>(
        &self,
        folders: impl Iterator<Item = &'f str>,
        loader: &dyn Loader,
    ) -> Option<&'f str> {
        let sources = self.sources().filter_map(Word::literal).filter(|path| is_plain(path));
        let sources: Vec<String> = sources.take(MOST_ASKED).map(|path| path::rooted(&path)).collect();
        let mut likely = None;
        for folder in folders {
            let found = sources.iter().filter(|path| is_in(folder, path, loader)).count();
            if likely.is_none_or(|(most, _)| found > most) {
                likely = Some((found, folder));
            }
            if found == sources.len() {
                break;
            }
        }
        likely.map(|(_, folder)| folder)
    }

    /// Looks for an ignore file in the folders that may be the one that is built.
    pub(crate) fn seek_ignore_file<'f>(
        &mut self,
        folders: impl Iterator<Item = &'f str>,
        loader: &dyn Loader,
    ) {
        if self.ignore.is_some() || self.whole_context().next().is_none() {
            return;
        }
        let is_missing = |path: &str| loader.presence(path) == Presence::Missing;
        let own = format!("{}.dockerignore", self.path);
        self.lacks_ignore_file = is_missing(&own)
            && folders.map(|folder| path::join(folder, ".dockerignore")).all(|path| is_missing(&path));
    }

    /// Whether a file is at the root of the build context. It is known of the files that rules ask about, where the context
    /// is known, or where no folder that may be the context has the file.
    pub fn context_file(&self, name: &str) -> Presence {
        self.asked_files.get(name).copied().unwrap_or(Presence::Unknown)
    }

    /// Looks for the files that somebody asks about in the folders that may be the one that is built, the likely one first.
    pub(crate) fn find_asked_files<'f>(
        &mut self,
        folders: &(impl Iterator<Item = &'f str> + Clone),
        loader: &dyn Loader,
    ) {
        let of_folders = |name: &str| {
            let mut all = folders.clone().map(|folder| loader.presence(&path::join(folder, name)));
            match all.next() {
                Some(Presence::Missing) if all.all(|one| one == Presence::Missing) => Presence::Missing,
                Some(found @ (Presence::File | Presence::Folder)) => found,
                _ => Presence::Unknown,
            }
        };
        let of_all = |name: &str| match of_folders(name) {
            // An ignore file can also be that of the Dockerfile alone.
            Presence::Missing if name == ".dockerignore" => {
                loader.presence(&format!("{}.dockerignore", self.path))
            }
            found => found,
        };
        self.asked_files = loader.context_files().iter().map(|name| (name.clone(), of_all(name))).collect();
    }

    /// Looks for each source in the folder of the build.
    pub(crate) fn find_sources(&mut self, context: &str, loader: &dyn Loader) {
        let mut missing: Vec<(Span, String)> = self
            .sources()
            .filter_map(|source| Some((source.text.span, source.literal()?)))
            .filter(|(_, path)| is_plain(path))
            .take(MOST_ASKED)
            .map(|(span, source)| (span, path::rooted(&source)))
            .filter(|(_, source)| loader.presence(&path::join(context, source)) == Presence::Missing)
            .collect();
        let meant =
            missing.iter().filter_map(|(span, source)| Some((*span, self.meant(source, context, loader)?)));
        self.misplaced_sources = meant.collect();
        let asked = self.sources().filter(|source| !is_whole(source)).count();
        let own = path::relative(context, path::folder(self.path)).filter(|own| !own.starts_with(".."));
        let is_own = |path: &String| {
            own.as_ref()
                .is_some_and(|own| path.strip_prefix(&**own).is_some_and(|rest| rest.starts_with('/')))
        };
        let is_above = |(_, source): &(Span, String)| is_in(path::folder(context), source, loader);
        self.meant_context =
            if self.misplaced_sources.len() == asked && self.misplaced_sources.values().all(is_own) {
                Some(MeantContext::OwnDirectory)
            } else {
                let fits = asked > 1 && missing.len() == asked && missing.iter().all(is_above);
                fits.then_some(MeantContext::ParentDirectory)
            };
        if let Some(meant) = self.meant_context {
            // All of them have one cause, which the first one tells.
            missing.truncate(1);
            let first = missing.first().cloned();
            self.misplaced_sources.retain(|span, _| first.as_ref().is_some_and(|(first, _)| first == span));
            if meant == MeantContext::ParentDirectory {
                self.misplaced_sources.extend(first);
            }
        }
        self.missing_sources = missing.into_iter().map(|(span, _)| span).collect();
    }

    fn meant(&self, source: &str, context: &str, loader: &dyn Loader) -> Option<String> {
        let above = source.strip_prefix(context.rsplit('/').next()?).and_then(|rest| rest.strip_prefix('/'));
        let beside = path::relative(context, &path::join(path::folder(self.path), source));
        let inside = [above.map(str::to_owned), beside].into_iter().flatten();
        let mut inside = inside.filter(|path| !path.is_empty() && !path.starts_with("..") && path != source);
        inside.find(|path| is_in(context, path, loader))
    }

    /// Whether a source that leads out of the build context is there without the `..` that BuildKit drops, in a folder that
    /// may be the one that is built.
    pub fn has_climbing_source(&self, source: &Word<'_>) -> bool {
        self.climbing_sources.contains(&source.text.span)
    }

    /// Whether any of its sources that lead out of the build context is there without the `..`.
    pub fn has_climbing_sources(&self) -> bool {
        !self.climbing_sources.is_empty()
    }

    /// Whether a source is a directory that usually holds secrets, such as `.ssh`, without the files that usually are the secrets.
    pub fn is_bare_folder(&self, source: &Word<'_>) -> bool {
        self.bare_folders.contains(&source.text.span)
    }

    /// Looks into the directories that usually hold secrets, in the folders that may be the one that is built.
    pub(crate) fn find_bare_folders<'f>(
        &mut self,
        folders: &(impl Iterator<Item = &'f str> + Clone),
        loader: &dyn Loader,
    ) {
        let is_bare = |source: &str, files: &[&str]| {
            let mut found = folders.clone().map(|folder| path::join(folder, source));
            let is_folder = |path: &String| loader.presence(path) == Presence::Folder;
            found.find(is_folder).is_some_and(|at| {
                files.iter().all(|file| loader.presence(&path::join(&at, file)) == Presence::Missing)
            })
        };
        self.bare_folders = self
            .sources()
            .filter_map(|source| Some((source.text.span, source.literal()?)))
            .filter_map(|(span, source)| {
                let source = path::rooted(&source);
                let name = source.rsplit('/').next()?;
                let (_, files) = SECRET_FOLDERS.iter().find(|(folder, _)| *folder == name)?;
                is_bare(&source, files).then_some(span)
            })
            .take(MOST_ASKED)
            .collect();
    }

    /// Looks for the sources that lead out of the build context, in the folders that may be the one that is built.
    pub(crate) fn find_climbing_sources<'f>(
        &mut self,
        folders: &(impl Iterator<Item = &'f str> + Clone),
        loader: &dyn Loader,
    ) {
        let own = path::folder(self.path);
        let climbing = self.climbing().take(MOST_ASKED);
        let is_meant = |written: &str, rest: &str| {
            folders.clone().any(|folder| match rest {
                // All of the folder that is built, as it is called from here.
                "" => path::join(own, written) == folder,
                _ => is_in(folder, rest, loader),
            })
        };
        self.climbing_sources =
            climbing.filter(|(_, path, rest)| is_meant(path, rest)).map(|(span, ..)| span).collect();
    }

    /// Whether a source leads out of the build context.
    pub(crate) fn climbs(&self) -> bool {
        self.climbing().next().is_some()
    }

    /// The sources that lead out of the build context: where they are written, and what is left of each.
    fn climbing(&self) -> impl Iterator<Item = (Span, Cow<'_, str>, String)> {
        let sources = self.sources().filter_map(|source| Some((source.text.span, source.literal()?)));
        let sources = sources.filter(|(_, path)| is_plain(path));
        sources.filter_map(|(span, path)| {
            let rest = climbed(&path)?;
            Some((span, path, rest))
        })
    }

    /// Whether its ignore file keeps out something that it copies.
    pub(crate) fn excludes_a_source(&self) -> bool {
        let is_excluded = |path: &str| self.ignore.as_ref().is_some_and(|it| it.ignores(path).is_some());
        self.sources().filter_map(Word::literal).any(|path| is_excluded(&path))
    }

    fn sources(&self) -> impl Iterator<Item = &Word<'_>> {
        self.tree.instructions.iter().flat_map(Instruction::context_sources)
    }
}

/// Whether a source is all of the folder that is built.
fn is_whole(source: &Word<'_>) -> bool {
    matches!(&*source.value, "." | "./" | "/" | "./." | "*" | "./*")
}

/// Whether a file or folder is in a folder.
fn is_in(folder: &str, path: &str, loader: &dyn Loader) -> bool {
    matches!(loader.presence(&path::join(folder, path)), Presence::File | Presence::Folder)
}

/// Whether a source is one path in the context.
fn is_plain(source: &str) -> bool {
    !source.contains(['*', '?', '[', '$', '<', '\\'])
        && !source.contains("://")
        && !source.starts_with("git@")
}

/// What is left of a path that climbs above where it starts, without the `..` that lead out.
pub fn climbed(path: &str) -> Option<String> {
    let has_climbed = path::clean(path.trim_start_matches('/')).split('/').next() == Some("..");
    has_climbed.then(|| path::rooted(path))
}
