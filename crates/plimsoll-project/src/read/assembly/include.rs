//! Files that a file includes, each with a folder and variables of its own (Compose Specification, "include").

use plimsoll_compose::Include;
use plimsoll_compose::yaml::{Node, Scalar, Yaml};

use super::environment::Environment;
use super::extends::remove;
use super::rebase::rebase_file;
use super::{Assembler, Loading, MAX_DEPTH, Scope, Use};
use crate::model::named_files::example_of;
use crate::{Presence, path, resolve};

impl<'s> Assembler<'_, 's> {
    /// What the files that a file includes give, in order. Takes what could be read out of `include`.
    pub(super) fn include(&mut self, tree: &mut Yaml<'s>, path: &str, scope: &Scope<'_>) -> Vec<Yaml<'s>> {
        let Some(list) = tree.get("include").and_then(Yaml::as_sequence).map(<[Yaml<'_>]>::to_vec) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut left = Vec::new();
        self.including.push(path.to_owned());
        for item in list {
            let included = Include::read(&item);
            match self.included(&included, scope) {
                Some(mut included) => {
                    self.is_resolved = true;
                    remove(&mut included, "name");
                    found.push(included);
                }
                None => left.push(item),
            }
        }
        self.including.pop();
        if left.is_empty() {
            remove(tree, "include");
        } else if let Node::Mapping(mapping) = &mut tree.node
            && let Some(include) = mapping.get_mut("include")
        {
            self.is_open = true;
            include.node = Node::Sequence(left.into());
        }
        found
    }

    fn included(&mut self, include: &Include<'s>, scope: &Scope<'_>) -> Option<Yaml<'s>> {
        let mut paths = Vec::new();
        for written in &include.paths {
            paths.push(self.included_file(written, scope)?);
        }
        let first = paths.first()?;
        if self.including.len() > MAX_DEPTH {
            return self.give_up(include.span, "`include` is nested too deeply; the rest is not read");
        }
        let folder = match &include.project_directory {
            Some(folder) => path::join(scope.folder, &resolve(folder).get()?),
            None => path::folder(first).to_owned(),
        };
        let environment = self.environment_for(include, &folder, scope)?;
        let mut included = self.merged(&paths, &folder, &environment);
        rebase_file(&mut included, &folder, scope.folder);
        Some(included)
    }

    /// The path of a file, if it can be read.
    fn included_file(&mut self, written: &Scalar<'s>, scope: &Scope<'_>) -> Option<String> {
        let name = resolve(written).get()?;
        if path::is_remote(&name) {
            return None;
        }
        let path = path::join(scope.folder, &name);
        if self.including.contains(&path) {
            self.say(written.span, format!("`{path}` includes itself"))?
                .help("remove one of these `include`s");
            return None;
        }
        match self.load(&path, Use::Whole) {
            Loading::Read(_) => Some(path),
            Loading::Refused => None,
            Loading::Missing => {
                self.say_missing(written.span, &path)?
                    .here("included here")
                    .help("use a path relative to this file's directory");
                None
            }
        }
    }

    fn environment_for(
        &mut self,
        include: &Include<'s>,
        folder: &str,
        scope: &Scope<'_>,
    ) -> Option<Environment> {
        if include.env_files.is_empty() {
            return Some(self.environment_within(scope.environment, &[path::join(folder, ".env")]));
        }
        let mut environment = self.environment_within(scope.environment, &[]);
        for written in &include.env_files {
            let path = path::join(scope.folder, &resolve(written).get()?);
            if !self.read_environment(&path, &mut environment) {
                let is_there = |path: &str| self.loader.presence(path) == Presence::File;
                // People copy an example of it first.
                if example_of(&path, is_there).is_some() {
                    self.is_open = true;
                    return None;
                }
                self.say_missing(written.span, &path)?
                    .here("variables are read from this file")
                    .help("use a path relative to this file's directory");
                return None;
            }
        }
        Some(environment)
    }
}
