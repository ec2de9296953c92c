//! `devcontainer.json`: the image that it builds, and the container that it runs.

use plimsoll_commands::{CommandLine, Flag, Variables, Verb, Word};
use plimsoll_compose::yaml::{Entry, Kind, Mapping, Scalar, Stream, Yaml};
use plimsoll_compose::{Compose, json};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Span};
use plimsoll_project::{Document, Folder, Line, Loaded, Loader, Place, Project};
use plimsoll_shell::Script;

use super::written::{in_file, template};
use super::{Format, Name, data, script};
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::{Preset, RuleMeta};

/// The page that speaks of what such a file names and is not there.
const RULE: &str = "devcontainer-validity";

/// The format of `devcontainer.json`.
pub(super) struct DevcontainerFormat;

impl Format for DevcontainerFormat {
    /// `.devcontainer/devcontainer.json`, `.devcontainer.json`, `.devcontainer/NAME/devcontainer.json`.
    fn is_named(&self, name: Name<'_>) -> bool {
        let file = name.file.to_ascii_lowercase();
        file == "devcontainer.json" || file == ".devcontainer.json"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/{devcontainer,.devcontainer}.json"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let mut document = Document::new(reader.sources, file, "dev container", json::read_relaxed);
        let folder = super::folder(document.path);
        document.is_template =
            !document.data.problems.is_empty() && document.has_template_marks(&["{{", "{%", "<%"]);
        let Stream { documents, problems, .. } = &mut document.data;
        let mut lines = Vec::new();
        if let Some(settings) = documents.first().and_then(Yaml::as_mapping) {
            lines.extend(build(settings, folder));
            lines.extend(run(settings));
            lines.extend(initialize(settings));
            problems.extend(composed(settings, folder, reader));
        }
        let mut project = Project::lines(reader.sources, file, Place::Script, lines, Vec::new(), reader);
        project.documents.push(document);
        project
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        script::in_scripts(meta)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        data::same(json::read_relaxed, sources.text(before), sources.text(after), changes)
    }
}

fn text<'y, 's>(mapping: &'y Mapping<'s>, key: &str) -> Option<&'y Scalar<'s>> {
    mapping.get(key)?.as_scalar().filter(|scalar| scalar.kind == Kind::String)
}

fn texts<'y, 's>(mapping: &'y Mapping<'s>, key: &str) -> impl Iterator<Item = &'y Scalar<'s>> {
    let items = mapping.get(key).and_then(Yaml::as_sequence).unwrap_or_default();
    items.iter().filter_map(Yaml::as_scalar).filter(|scalar| scalar.kind == Kind::String)
}

/// The build: paths count from the folder of the file.
fn build(settings: &Mapping<'_>, folder: &str) -> Option<Line> {
    let own = settings.get("build").and_then(Yaml::as_mapping);
    let dockerfile = own
        .and_then(|build| text(build, "dockerfile").or_else(|| text(build, "dockerFile")))
        .or_else(|| text(settings, "dockerFile"))?;
    let context = own.and_then(|build| text(build, "context")).or_else(|| text(settings, "context"));
    let options: Vec<Word> =
        own.into_iter().flat_map(|build| texts(build, "options")).map(template).collect();
    let mut command = CommandLine::of_flags(Verb::Build, &options, dockerfile.span);
    let context = context.map_or_else(|| Word::known(".", dockerfile.span), template);
    command.flags.operands = vec![context];
    command.flags.flags.extend(Flag::of("build", "--file", template(dockerfile)));
    if let Some(target) = own.and_then(|build| text(build, "target")) {
        command.flags.flags.extend(Flag::of("build", "--target", template(target)));
    }
    let args = own.and_then(|build| build.get("args")).and_then(Yaml::as_mapping);
    for arg in args.into_iter().flat_map(|args| args.entries.iter()) {
        let Some(value) = arg.value.as_scalar() else { continue };
        let word = in_file(&format!("{}={}", arg.key.value, value.value), arg.key.span);
        command.flags.flags.extend(Flag::of("build", "--build-arg", word));
    }
    let whole = settings.entry("build").map_or(dockerfile.span, plimsoll_compose::yaml::Entry::span);
    command.span = whole;
    let mut line = Line::new(command, Folder::At(folder.to_owned()));
    // Nothing else runs before the build.
    line.is_of_repository = settings.get("initializeCommand").is_none();
    Some(line)
}

/// The container: `runArgs` are arguments of `docker run`, and some keys stand for others.
fn run(settings: &Mapping<'_>) -> Option<Line> {
    if settings.get("dockerComposeFile").is_some() {
        return None;
    }
    let start = settings.entries.first()?.key.span;
    let image = text(settings, "image");
    let at = image.map_or(start, |image| image.span);
    let words: Vec<Word> = texts(settings, "runArgs").map(template).collect();
    let mut command = CommandLine::of_flags(Verb::Create, &words, at);
    let flags = &mut command.flags.flags;
    let mut put = |name: &str, word: Word| flags.extend(Flag::of("create", name, word));
    for (key, flag) in [("mounts", "--mount"), ("capAdd", "--cap-add"), ("securityOpt", "--security-opt")] {
        texts(settings, key).for_each(|item| put(flag, template(item)));
    }
    let mounts = settings.get("mounts").and_then(Yaml::as_sequence).unwrap_or_default();
    mounts.iter().filter_map(mount_of).for_each(|mount| put("--mount", mount));
    if let Some(user) = text(settings, "containerUser") {
        put("--user", template(user));
    }
    for (key, flag) in [("privileged", "--privileged"), ("init", "--init")] {
        let value = settings.get(key).and_then(Yaml::as_scalar);
        if let Some(value) = value.filter(|value| value.kind == Kind::Bool) {
            put(flag, Word::known(&value.value, value.span));
        }
    }
    let variables = settings.get("containerEnv").and_then(Yaml::as_mapping);
    for variable in variables.into_iter().flat_map(|variables| variables.entries.iter()) {
        let Some(value) = variable.value.as_scalar() else { continue };
        put("--env", in_file(&format!("{}={}", variable.key.value, value.value), value.span));
    }
    if command.flags.flags.is_empty() && image.is_none() {
        return None;
    }
    if command.flags.get("--name").is_none() {
        command.flags.flags.extend(Flag::of("create", "--name", Word::known("devcontainer", start)));
    }
    // What is built here has no name.
    let image = image.map_or_else(|| Word::template("${_}", start, false, false), template);
    let last = settings.entries.last().map_or(at, plimsoll_compose::yaml::Entry::span);
    command.span = start.to(last);
    Some(Line { image: Some(image), ..Line::new(command, Folder::Unknown) })
}

/// The command lines that the host runs before the container is made.
fn initialize(settings: &Mapping<'_>) -> Vec<Line> {
    let commands = settings.get("initializeCommand");
    let named = commands.and_then(Yaml::as_mapping).into_iter().flat_map(|commands| &commands.entries);
    let all = named.map(|entry| &entry.value).chain(commands).filter_map(Yaml::as_scalar);
    let lines = all.flat_map(|command| {
        let text = command.joined();
        plimsoll_commands::find(&Script::parse(&text), &text, Variables::default())
    });
    lines.map(|command| Line::new(command, Folder::Unknown)).collect()
}

/// A mount that is written as an object: `{"type": "bind", "source": "/a", "target": "/b"}`.
fn mount_of(item: &Yaml<'_>) -> Option<Word> {
    let fields = &item.as_mapping()?.entries;
    let field = |entry: &Entry<'_>| Some(format!("{}={}", entry.key.value, entry.value.as_scalar()?.value));
    let fields: Option<Vec<String>> = fields.iter().map(field).collect();
    Some(in_file(&fields?.join(","), item.span))
}

/// What is wrong with the Compose files that it names, and with the service.
fn composed(settings: &Mapping<'_>, folder: &str, reader: &Reader<'_>) -> Vec<Diagnostic> {
    let Some(files) = settings.get("dockerComposeFile") else { return Vec::new() };
    let files: Vec<&Scalar<'_>> = match files.as_sequence() {
        Some(items) => items.iter().filter_map(Yaml::as_scalar).collect(),
        None => files.as_scalar().into_iter().collect(),
    };
    // An empty list stands for the files that Compose looks for.
    let (mut found, mut services, mut is_whole) = (Vec::new(), Vec::new(), !files.is_empty());
    for file in files {
        let Some(path) = super::join(folder, &file.value).filter(|_| !file.value.contains('$')) else {
            is_whole = false;
            continue;
        };
        match reader.load(&path) {
            Loaded::File(id) => {
                let compose = Compose::parse(reader.sources.text(id));
                let others = compose.services.iter().any(|service| service.extends.is_some());
                is_whole &= compose.include.is_empty() && compose.problems.is_empty() && !others;
                services.extend(compose.services.iter().map(|service| service.name.value.to_string()));
            }
            // The command may make it.
            Loaded::Missing if settings.get("initializeCommand").is_some() => is_whole = false,
            Loaded::Missing => {
                is_whole = false;
                let message = format!("Compose file `{}` does not exist", file.value);
                found.push(problem(file.span, message, "use a path relative to this file's directory"));
            }
            Loaded::Refused => is_whole = false,
        }
    }
    let asked = text(settings, "service").into_iter().chain(texts(settings, "runServices"));
    for name in asked.filter(|name| is_whole && !name.value.contains('$')) {
        if !services.iter().any(|service| *service == name.value) {
            let near = plimsoll_diagnostics::nearest(&name.value, services.iter().map(String::as_str));
            let message = format!("no Compose file defines the service `{}`", name.value);
            let help = near.map_or("use a service from the Compose files".to_owned(), |near| {
                format!("did you mean `{near}`?")
            });
            found.push(problem(name.span, message, help));
        }
    }
    found
}

fn problem(span: Span, message: String, help: impl Into<std::borrow::Cow<'static, str>>) -> Diagnostic {
    let mut problem = Diagnostic::new(RULE, span, message);
    problem.here("the dev container does not start").help(help);
    problem
}
