//! Where the Dockerfile of a service is, by the paths of its `build`.

use std::borrow::Cow;

use plimsoll_compose as compose;
use plimsoll_diagnostics::Span;

use super::Linker;
use crate::model::git_ignore::is_ignored;
use crate::model::service_facts::BuildLink;
use crate::values::interpolated::resolve;
use crate::{ImageBuild, Presence, Value, path};

/// How many names of a path are left out to find where Compose is started.
const MOST_LEVELS: usize = 6;

impl<'s> Linker<'_, 's> {
    /// Whether the path of the Dockerfile counts from a directory above and leads to the directory of the Compose file again,
    /// or that of a file that the service mounts does: `./ci/e2e/api.env` in `ci/e2e/compose.yaml`.
    pub(super) fn leads_back(&self, service: &compose::Service<'s>, build: &compose::Build<'s>) -> bool {
        let is_here = build.context.as_ref().is_none_or(|context| path::clean(&context.value).is_empty());
        let mut mounted = service.volumes.iter().filter_map(|mount| mount.source.as_ref());
        self.path_from("", build).is_ok_and(|(_, written, _)| self.is_below_here(&written, is_here))
            || mounted.any(|source| {
                let written = path::clean(&source.value);
                let is_missing =
                    self.loader.presence(&path::join(self.folder, &written)) == Presence::Missing;
                is_missing && self.is_below_here(&written, true)
            })
    }

    /// Whether there is a file at what is left of a path without the names of the directory. Names above where the run was
    /// started are not known, and `is_here` tells whether they may be any: without them, `api/api/Dockerfile` is a context
    /// named twice.
    fn is_below_here(&self, written: &str, is_here: bool) -> bool {
        let own: Vec<&str> =
            self.folder.split('/').filter(|name| !matches!(*name, "" | "." | "..")).collect();
        let written: Vec<&str> = written.split('/').collect();
        (1..written.len().min(MOST_LEVELS)).any(|depth| {
            let (names, rest) = written.split_at(depth);
            let is_known = own.len() >= depth;
            let agrees = own.iter().rev().zip(names.iter().rev()).all(|(a, b)| a == b);
            agrees
                && (is_known || is_here)
                && self.loader.presence(&path::join(self.folder, &rest.join("/"))) == Presence::File
        })
    }

    /// What is known of a Dockerfile that is missing: perhaps the context itself has a file of its name, or there is a directory
    /// of this name.
    pub(super) fn missing(&self, context: &str, path: String, span: Span) -> BuildLink {
        let name = path.rsplit('/').next().filter(|name| !name.is_empty());
        let near = name.map(|name| path::join(context, name)).filter(|near| *near != path);
        let mut near = near.into_iter().chain([path::join(&path, "Dockerfile")]);
        let near = near.find(|near| self.loader.presence(near) == Presence::File);
        BuildLink::Missing { path, span, near }
    }

    /// Whether a path is that of the directory with the Dockerfile.
    pub(super) fn is_directory_of_file(&self, path: &str) -> bool {
        self.loader.presence(&path::join(path, "Dockerfile")) == Presence::File
    }

    /// Whether a Dockerfile that is missing is made before the build: a template of it is beside it, as balena has them, or
    /// Git ignores the context.
    pub(super) fn is_generated(&self, context: &str, file: &str) -> bool {
        self.loader.presence(&format!("{file}.template")) == Presence::File
            || is_ignored(context, self.folder, self.sources, self.loader)
    }

    /// Whether the context is a clone of this repository, in which the file is copied beside it: there is no such directory,
    /// but the Dockerfile is where it would be in the clone.
    pub(super) fn is_clone(&self, context: &str, build: &compose::Build<'s>) -> bool {
        let Some(written) = build.dockerfile.as_ref().filter(|it| it.value.contains('/')) else {
            return false;
        };
        let is_there =
            |folder: &str| self.loader.presence(&path::join(folder, &written.value)) == Presence::File;
        self.loader.presence(context) == Presence::Missing
            && path::upward_inside(self.folder).take(MOST_LEVELS).any(is_there)
    }

    /// Whether an overlay adds to the build of a service in another file, which says where it is.
    pub(super) fn is_said_below(&self, service: &compose::Service<'s>) -> bool {
        service.only_adds_to_build()
            && !crate::is_named_alone(self.path)
            && self.loader.completes(&service.name.value, self.path)
    }

    /// The builds that an overlay may add to, of the files beside it.
    pub(super) fn builds_below(&self, service: &compose::Service<'s>) -> Vec<ImageBuild> {
        if !self.is_said_below(service) {
            return Vec::new();
        }
        let mut builds = self.loader.builds_of(&service.name.value, "", self.path);
        // Another overlay only adds, too.
        let by_default = path::join(self.folder, "Dockerfile");
        builds.retain(|build| build.dockerfile != by_default || build.context != self.folder);
        for build in &mut builds {
            build.target = None;
        }
        builds.sort();
        builds.dedup();
        builds
    }

    /// The folder of the build, the path of the Dockerfile, and what decided it; or what hides it.
    pub(super) fn path(&self, build: &compose::Build<'s>) -> Result<(String, String, Span), Span> {
        self.path_from(self.folder, build)
    }

    /// The same, with paths that count from another directory.
    fn path_from(&self, folder: &str, build: &compose::Build<'s>) -> Result<(String, String, Span), Span> {
        let context = build.context.as_ref().map(|scalar| (resolve(scalar), scalar.span));
        let dockerfile = build.dockerfile.as_ref().filter(|name| !name.value.is_empty());
        let dockerfile = dockerfile.map(|scalar| (resolve(scalar), scalar.span));
        // Nothing, from a variable, is the default too.
        let is_empty =
            |value: &Value<Cow<'s, str>>| matches!(value, Value::Known { value, .. } if value.is_empty());
        let dockerfile = dockerfile.filter(|(value, _)| !is_empty(value));
        let known = |part: &Option<(Value<Cow<'s, str>>, Span)>, default: &str| match part {
            None => Ok(default.to_owned()),
            Some((Value::Known { value, .. }, span)) => {
                if is_local(value) {
                    // Compose for Windows reads `.\api`.
                    Ok(value.replace('\\', "/"))
                } else {
                    Err(*span)
                }
            }
            Some((_, span)) => Err(*span),
        };
        let folder = path::join(folder, &known(&context, ".")?);
        let path = path::join(&folder, &known(&dockerfile, "Dockerfile")?);
        let span = dockerfile.or(context).map_or(build.span, |(_, span)| span);
        Ok((folder, path, span))
    }
}

/// The path of a Dockerfile whose name starts with a letter in the other case.
pub(super) fn in_other_case(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = match name.strip_prefix('D') {
        Some("ockerfile") => "dockerfile".to_owned(),
        Some(_) => return None,
        None => format!("D{}", name.strip_prefix('d').filter(|rest| rest.starts_with("ockerfile"))?),
    };
    Some(path::join(folder, &name))
}

/// Whether a path is one in the project: no URL, no repository of git, not absolute, not in the user's home.
fn is_local(path: &str) -> bool {
    let remote = path.contains("://") || path.starts_with("git@") || path.starts_with("github.com/");
    !remote && (path.is_empty() || path::is_relative(path))
}
