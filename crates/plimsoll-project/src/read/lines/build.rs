//! `docker build` and the steps that stand for it as a service that is built.

use plimsoll_commands::{Flag, MountSpec, Word};
use plimsoll_compose::yaml::{Entry, Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::{Span, Text};

use super::{files, scalar, scalar_as};
use crate::{Line, Loader, Presence, path};

/// The service that a line builds, and its name; `None` where nobody knows what it builds.
pub(super) fn service<'s>(
    source: Text<'s>,
    line: &Line,
    folder: &str,
    is_tested: &dyn Fn(&str) -> bool,
    loader: &dyn Loader,
) -> Option<(Scalar<'s>, Yaml<'s>)> {
    let command = &line.command;
    if command.flags.is_open || command.flags.mistake.is_some() {
        return None;
    }
    let context = command.flags.operands.first()?;
    let file = command.flags.get("--file").and_then(|flag| flag.value.as_ref());
    let found = find(line, (context, file), folder, is_tested, loader)?;
    let at = file.map_or(context.span, |file| file.span);
    let mut build = Vec::new();
    put(&mut build, "context", context.span, scalar_as(source, found.context, context.span).into_yaml());
    put(&mut build, "dockerfile", at, scalar_as(source, found.dockerfile, at).into_yaml());
    let values = |name| command.flags.all(name).filter_map(|flag: &Flag| flag.value.as_ref());
    if let Some(target) = values("--target").next_back() {
        put(&mut build, "target", target.span, scalar(source, target).into_yaml());
    }
    let mut list = |key: &str, items: Vec<Scalar<'s>>| {
        let Some(first) = items.first() else { return };
        let span = first.span;
        let items = items.into_iter().map(Scalar::into_yaml).collect();
        put(&mut build, key, span, Yaml::new(Node::Sequence(items), span));
    };
    list("args", values("--build-arg").map(|arg| scalar(source, arg)).collect());
    list("additional_contexts", values("--build-context").map(|context| scalar(source, context)).collect());
    let id = |secret: &Word| {
        let spec = MountSpec::read(secret);
        let id = spec.get(&["id"]).cloned();
        id.map_or_else(|| Scalar::implied("${_}", secret.span), |id| scalar(source, &id))
    };
    list("secrets", values("--secret").map(id).collect());
    list("ssh", values("--ssh").map(|key| scalar(source, key)).collect());
    list("platforms", values("--platform").map(|platform| scalar(source, platform)).collect());
    let mut service = Vec::new();
    let span = command.span;
    put(&mut service, "build", command.verb_span, Yaml::new(Node::Mapping(Mapping::new(build)), span));
    let tag = values("--tag").next();
    let called = tag.filter(|tag| tag.is_known()).map_or("image", |tag| tag.as_template()).to_owned();
    if let Some(tag) = tag {
        put(&mut service, "image", tag.span, scalar(source, tag).into_yaml());
    }
    let name = Scalar::implied(called, command.verb_span);
    Some((name, Yaml::new(Node::Mapping(Mapping::new(service)), span)))
}

struct Found {
    /// Seen from the folder of the script.
    context: String,
    /// Seen from the context.
    dockerfile: String,
}

/// Which Dockerfile is built. A script may be started in its own folder, or in one above it: what only one of these
/// explains is what is meant. If it tests for the Dockerfile, it builds none that is missing.
fn find(
    line: &Line,
    (context, file): (&Word, Option<&Word>),
    folder: &str,
    is_tested: &dyn Fn(&str) -> bool,
    loader: &dyn Loader,
) -> Option<Found> {
    let own = folder;
    let context = context.text()?;
    let file = file.map(|file| file.text()).map_or(Some(None), |file| file.map(Some))?;
    let is_local = |text: &str| {
        let is_remote = text.contains("://") || text.starts_with("git@") || text.starts_with("github.com/");
        text != "-" && !is_remote && path::is_relative(text)
    };
    if !is_local(context) || !file.is_none_or(is_local) || line.command.is_elsewhere {
        return None;
    }
    let starts = files::starts(&line.folder, folder);
    let gone = &line.command.folder;
    let of_start = |start: &String| {
        let from = path::join(start, gone);
        let context = path::join(&from, context);
        let dockerfile = match file {
            Some(file) => path::join(&from, file),
            None => path::join(&context, "Dockerfile"),
        };
        (context, dockerfile)
    };
    let all: Vec<(String, String)> = starts.iter().map(of_start).collect();
    let mut there = all.iter().filter(|(_, dockerfile)| loader.presence(dockerfile) == Presence::File);
    let (context, dockerfile) = match (there.next(), there.next()) {
        (Some(only), None) => only,
        // It depends on where the script is started.
        (Some(_), Some(_)) => return None,
        (None, _) => {
            // Perhaps another file makes what is not there, or the context with it.
            let is_missing =
                |(_, dockerfile): &(String, String)| loader.presence(dockerfile) == Presence::Missing;
            // A folder of this name, or another Dockerfile in it, tells that this is where the build is meant to be.
            let is_meant = |(_, dockerfile): &&(String, String)| {
                let folder = path::folder(dockerfile);
                let is_start = || starts.iter().any(|start| path::join(start, gone) == folder);
                !folder.is_empty()
                    && loader.presence(folder) == Presence::Folder
                    && folder != own
                    && !is_start()
                    || loader.presence(&path::join(folder, "Dockerfile")) == Presence::File
            };
            // Who counts the path of the Dockerfile from the context means the file that is there.
            let is_in_context = |(context, dockerfile): &&(String, String)| {
                let file = file.map(|file| path::join(context, file)).filter(|file| file != dockerfile);
                file.is_some_and(|file| loader.presence(&file) == Presence::File)
            };
            let is_certain =
                all.iter().all(is_missing) && !line.command.makes_files && !file.is_some_and(is_tested);
            let only = all.first().filter(|_| line.is_of_repository);
            let meant = all.iter().find(is_meant).or_else(|| all.iter().find(is_in_context));
            meant.or(only).filter(|_| is_certain && is_run_from(own, loader))?
        }
    };
    // Values with a dollar sign are none of these.
    Some(Found { context: relative(folder, context), dockerfile: relative(context, dockerfile) })
}

/// Whether a script in this folder may be run from there: GitHub runs the workflows at the root of a repository, and one
/// below it is an example that others copy.
fn is_run_from(folder: &str, loader: &dyn Loader) -> bool {
    let top = folder.find("/.github").and_then(|at| folder.get(..at));
    top.is_none_or(|top| loader.presence(&path::join(top, ".git")) != Presence::Missing)
}

/// One path seen from another; the path itself where that cannot be told.
fn relative(from: &str, to: &str) -> String {
    match path::relative(from, to) {
        Some(path) if path.is_empty() => ".".to_owned(),
        Some(path) => path,
        None => to.to_owned(),
    }
}

fn put<'s>(entries: &mut Vec<Entry<'s>>, key: &str, at: Span, value: Yaml<'s>) {
    entries.push(Entry { key: Scalar::implied(key.to_owned(), at), value });
}
