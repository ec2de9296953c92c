//! Bake files, in HCL and in JSON: each target that is built is a build.

use std::collections::HashSet;

use plimsoll_commands::{CommandLine, Flag, Verb};
use plimsoll_compose::bake::{self, Bake, BakeFile, Target};
use plimsoll_compose::hcl::References;
use plimsoll_compose::yaml::Yaml;
use plimsoll_diagnostics::{Diagnostic, FileId, MOST_COMPARED, Sources, Span, nearest};
use plimsoll_project::{BakeFiles, COMPOSE_NAMES, Document, Folder, Line, Loaded, Loader, Place, Project};

use super::written::{in_file, template};
use super::{Format, Name, data, script};
use crate::folders::{folder_of, join, name_of};
use crate::load::Reader;
use crate::proof::{Changes, Proof};
use crate::{Preset, RuleMeta};

/// The format of `docker-bake.hcl` and `docker-bake.json`.
pub(super) struct BakeFormat;

impl Format for BakeFormat {
    /// `docker-bake.hcl`, `docker-bake.NAME.json`, `bake.hcl`.
    fn is_named(&self, name: Name<'_>) -> bool {
        let file = name.file.to_ascii_lowercase();
        let rest = file.strip_prefix("docker-bake").or_else(|| file.strip_prefix("bake"));
        rest.is_some_and(|rest| rest.starts_with('.') && (rest.ends_with(".json") || rest.ends_with(".hcl")))
    }

    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        text.contains("\"target\"") || text.contains("target \"")
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/{docker-bake,bake}*.{hcl,json}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        let mut references = References::default();
        let mut document = Document::new(reader.sources, file, "bake", |text| {
            let own = BakeFile::read(&reader.sources.file(file).path, text);
            references = own.references();
            own.stream
        });
        let mut files = BakeFiles::new(reader.sources);
        document.around = names_around(document.path, reader, &mut files);
        let undeclared = undeclared(&document, references, reader, &mut files);
        let is_whole = !is_override(document.path);
        let (lines, is_too_much) =
            document.data.documents.first().filter(|_| is_whole).map(lines).unwrap_or_default();
        if is_too_much {
            let message = "the targets inherit too much; the rest is not read";
            let place = reader.sources.text(file).span.before();
            document.data.problems.push(Diagnostic::new("limit-exceeded", place, message));
        }
        document.data.problems.extend(undeclared);
        let mut project = Project::lines(reader.sources, file, Place::Script, lines, Vec::new(), reader);
        project.documents.push(document);
        project
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        script::in_scripts(meta)
    }

    fn same_meaning(&self, sources: &Sources, before: FileId, after: FileId, changes: &Changes) -> Proof {
        let read = bake::parser(&sources.file(before).path);
        data::same(read, sources.text(before), sources.text(after), changes)
    }
}

/// Whether Bake lays a file over another one, which has what is missing in it.
fn is_override(path: &str) -> bool {
    name_of(path).contains(".override.")
}

/// The variables that a file refers to and that neither it nor the files beside it declare. Files with other names are
/// read together with files that nobody knows.
fn undeclared<'s>(
    document: &Document<'s>,
    found: References,
    reader: &Reader<'s>,
    files: &mut BakeFiles<'s>,
) -> Vec<Diagnostic> {
    let is_default = DEFAULT.contains(&name_of(document.path));
    if !is_default || document.around.iter().any(|name| name == "*") {
        return Vec::new();
    }
    let mut known = found.declared;
    let beside = bake::DEFAULT_FILES.map(|name| join(folder_of(document.path), name));
    for other in beside.iter().filter(|other| *other != document.path) {
        if let Loaded::File(id) = reader.load(other) {
            known.extend(files.get(id).references().declared);
        }
    }
    let mut told = HashSet::new();
    let unknown = found.used.into_iter().filter(|(name, _)| !known.contains(name));
    let unknown = unknown.filter(|(name, _)| told.insert(name.clone()));
    let problem = |(name, span): (String, Span)| {
        let message = format!("variable `{name}` is not declared");
        let mut problem = Diagnostic::new("undeclared-bake-variable", span, message);
        let near = nearest(&name, known.iter().map(String::as_str).take(MOST_COMPARED));
        problem.here("every build with this file fails").help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("declare it: `variable \"{name}\" {{}}`"),
        });
        problem
    };
    unknown.map(problem).collect()
}

/// What Bake reads by itself, and lays nothing over.
const DEFAULT: [&str; 2] = ["docker-bake.hcl", "docker-bake.json"];

/// The names of what the files beside a Bake file build, which Bake reads with it; `*` where one cannot be read.
fn names_around<'s>(path: &str, reader: &Reader<'s>, files: &mut BakeFiles<'s>) -> Vec<String> {
    let all = bake::DEFAULT_FILES.iter().chain(COMPOSE_NAMES.iter());
    let paths = all.map(|name| join(folder_of(path), name)).filter(|other| other != path);
    let mut names = Vec::new();
    for other in paths {
        let id = match reader.load(&other) {
            Loaded::File(id) => id,
            Loaded::Missing => continue,
            Loaded::Refused => return vec!["*".to_owned()],
        };
        let file = files.get(id);
        if !file.is_whole() {
            return vec!["*".to_owned()];
        }
        names.extend(file.names().map(|name| name.value.clone().into_owned()));
    }
    names
}

/// The builds of a file, and whether there were too many to be read.
fn lines(root: &Yaml<'_>) -> (Vec<Line>, bool) {
    let bake = Bake::of(root);
    let lines = bake.built().filter_map(|target| line(&target)).collect();
    (lines, bake.exceeds_limit())
}

fn line(target: &Target<'_, '_>) -> Option<Line> {
    // What a target inherits from another file may name the Dockerfile.
    if target.get("dockerfile").is_none() && !target.is_whole() {
        return None;
    }
    if target.get("dockerfile-inline").is_some() || target.get("matrix").is_some() {
        return None;
    }
    let at = target.entry.key.span;
    // A function may give it any contexts.
    if target.get("contexts").is_some_and(|contexts| contexts.as_mapping().is_none()) {
        return None;
    }
    let mut command = CommandLine::of_flags(Verb::Build, &[], at);
    let context = target.word("context").map_or_else(|| in_file(".", at), template);
    command.flags.operands = vec![context];
    // Unlike `docker build`, Bake looks for the Dockerfile in the context.
    if let Some(dockerfile) = target.word("dockerfile") {
        let context = command.flags.operands.first().and_then(|context| context.text()).unwrap_or(".");
        let path = match super::join(context, &dockerfile.value) {
            Some(path) if !dockerfile.value.contains('$') => path,
            _ => return None,
        };
        command.flags.flags.extend(Flag::of("build", "--file", in_file(&path, dockerfile.span)));
    }
    if let Some(stage) = target.word("target") {
        command.flags.flags.extend(Flag::of("build", "--target", template(stage)));
    }
    let mut seen: HashSet<&str> = HashSet::new();
    for arg in target.entries("args") {
        if !seen.insert(&arg.key.value) {
            continue;
        }
        let Some(value) = arg.value.as_scalar().filter(|value| !value.is_null()) else { continue };
        let word = in_file(&format!("{}={}", arg.key.value, value.value), arg.key.span.to(value.span));
        command.flags.flags.extend(Flag::of("build", "--build-arg", word));
    }
    for context in target.entries("contexts") {
        let Some(value) = context.value.as_scalar() else { continue };
        let word = in_file(&format!("{}={}", context.key.value, value.value), context.key.span);
        command.flags.flags.extend(Flag::of("build", "--build-context", word));
    }
    for (key, flag) in
        [("secret", "--secret"), ("ssh", "--ssh"), ("platforms", "--platform"), ("tags", "--tag")]
    {
        for item in target.get(key).and_then(Yaml::as_sequence).unwrap_or_default() {
            let Some(item) = item.as_scalar() else { continue };
            command.flags.flags.extend(Flag::of("build", flag, template(item)));
        }
    }
    command.span = target.entry.span();
    Some(Line::new(command, Folder::Near))
}
