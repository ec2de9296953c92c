//! Workflows and composite actions of GitHub: what `run` holds, the options of containers, and the steps that build.

use plimsoll_commands::{CommandLine, Flag, Verb, Word, may_make_files, words};
use plimsoll_compose::yaml::{self, Mapping, Yaml};
use plimsoll_diagnostics::Text;
use plimsoll_project::{Folder, ImageBuild, Line, Place};

use super::found::{Found, Shell, outside, without_templates};
use super::matrix::{self, Matrix, Values};
use super::{none, steps};

/// What a workflow or an action holds.
pub(super) fn scripts<'s>(source: Text<'s>, path: &str, is_action: bool) -> Found<'s> {
    let mut found = Found::new(Place::Ci);
    let stream = yaml::read(source);
    let Some(root) = stream.documents.first() else { return found };
    // A checkout of another repository, or into another folder: paths count from somewhere else.
    let is_elsewhere = source.raw.contains("repository:") || source.raw.contains("actions/download-artifact");
    let top = [".github/", ".forgejo/", ".gitea/"].into_iter().find_map(|folder| path.find(folder));
    let top = top.map_or("", |at| path.get(..at).unwrap_or_default());
    let folder = if is_action || is_elsewhere || checks_out_elsewhere(root) {
        Folder::Unknown
    } else {
        Folder::At(top.trim_end_matches('/').to_owned())
    };
    if let Some(runs) = root.get("runs") {
        found.lines.extend(of_image(runs, path).filter(|_| is_action));
        let of_action = Surroundings { folder: &folder, is_fresh: false, defaults: None };
        of_steps(runs, of_action, false, &mut found);
    }
    let defaults = root.get("defaults").and_then(|defaults| defaults.get("run"));
    // A workflow that others call runs in their repositories.
    let is_own = !source.raw.contains("workflow_call");
    let jobs = root.get("jobs").and_then(Yaml::as_mapping).into_iter().flat_map(|jobs| &jobs.entries);
    for job in jobs.map(|job| &job.value) {
        let around = Surroundings { folder: &folder, is_fresh: is_hosted(job), defaults };
        if !may_be_windows(job, source) {
            of_steps(job, around, is_own && !asks_for_files(job), &mut found);
        }
        found.lines.extend(job.get("container").and_then(container));
        let services = job.get("services").and_then(Yaml::as_mapping);
        let services = services.into_iter().flat_map(|services| &services.entries);
        found.lines.extend(services.filter_map(|service| container(&service.value)));
    }
    found
}

/// The Dockerfiles that the steps of a workflow build, each with its build context, where both are known, and with the images
/// that its tags name. Without a context, the files come from Git.
pub(crate) fn workflow_builds(source: Text<'_>) -> Vec<(Vec<String>, ImageBuild)> {
    let stream = yaml::read(source);
    let jobs = stream.documents.first().and_then(|root| root.get("jobs")?.as_mapping());
    let mut found = Vec::new();
    for job in jobs.into_iter().flat_map(|jobs| &jobs.entries).map(|job| &job.value) {
        let matrix = Matrix::of_job(job);
        let steps = job.get("steps").and_then(Yaml::as_sequence).unwrap_or_default();
        for step in steps {
            let Some(mapping) = step.as_mapping() else { continue };
            let builds = steps::builds(mapping, step.span, &Folder::Unknown, &matrix).into_iter();
            let builds = builds.filter(|line| line.command.verb == Verb::Build && !line.is_of_repository);
            let images = steps::images(step, steps);
            found.extend(builds.filter_map(|line| Some((images.clone(), image_build(&line.command)?))));
        }
    }
    found
}

/// The files that a command line builds from.
pub(super) fn image_build(command: &CommandLine) -> Option<ImageBuild> {
    let flags = &command.flags;
    let context = flags.operands.first()?.text()?;
    let dockerfile = match flags.get("--file") {
        Some(file) => file.value.as_ref()?.text()?.to_owned(),
        None => format!("{context}/Dockerfile"),
    };
    let target = flags.get("--target").and_then(|target| target.value.as_ref()?.text());
    let build = ImageBuild { dockerfile, context: context.to_owned(), target: target.map(str::to_owned) };
    (!context.contains(':')).then_some(build)
}

/// The image that an action is built from when it is used: a Dockerfile beside it.
fn of_image(runs: &Yaml<'_>, path: &str) -> Option<Line> {
    let image = runs.get("image").and_then(Yaml::as_scalar)?;
    let is_docker = runs.get("using").and_then(Yaml::as_scalar).is_some_and(|using| using.value == "docker");
    if !is_docker || image.value.contains("://") || image.value.contains('$') {
        return None;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut command = CommandLine::of_flags(Verb::Build, &[], image.span);
    command.flags.operands.push(Word::known(".", image.span));
    command.flags.flags.extend(Flag::of("build", "--file", steps::word(image)));
    let mut line = Line::new(command, Folder::At(folder.to_owned()));
    line.is_of_repository = true;
    Some(line)
}

fn checks_out_elsewhere(root: &Yaml<'_>) -> bool {
    let mut open = vec![root];
    while let Some(yaml) = open.pop() {
        if let Some(mapping) = yaml.as_mapping() {
            let uses = mapping.get("uses").and_then(Yaml::as_scalar);
            if uses.is_some_and(|uses| uses.value.starts_with("actions/checkout"))
                && yaml.get("with").is_some_and(|with| with.get("path").is_some())
            {
                return true;
            }
            open.extend(mapping.entries.iter().map(|entry| &entry.value));
        }
        open.extend(yaml.as_sequence().unwrap_or_default());
    }
    false
}

/// Whether a condition asks which files there are.
fn asks_for_files(job: &Yaml<'_>) -> bool {
    job.get("if").and_then(Yaml::as_scalar).is_some_and(|condition| condition.value.contains("hashFiles"))
}

/// Whether a job runs on Windows, or its matrix may put it there: the shell is PowerShell then.
fn may_be_windows(job: &Yaml<'_>, source: Text<'_>) -> bool {
    let Some(runs_on) = job.get("runs-on") else { return false };
    let is_named = |yaml: &Yaml<'_>| source.at(yaml.span).raw.contains("windows");
    let is_chosen = || source.at(runs_on.span).raw.contains("matrix.");
    is_named(runs_on) || is_chosen() && job.get("strategy").is_some_and(is_named)
}

/// Where the steps of a job run.
#[derive(Clone, Copy)]
struct Surroundings<'f, 's> {
    /// The folder that they start in.
    folder: &'f Folder,
    /// What the workflow says of the steps of all of its jobs.
    defaults: Option<&'f Yaml<'s>>,
    /// Whether nothing is in it when the job starts: a machine of GitHub's is new for each job. What another machine or a
    /// caller has left there, nobody knows.
    is_fresh: bool,
}

/// Whether a job certainly runs on a machine of GitHub's.
fn is_hosted(job: &Yaml<'_>) -> bool {
    let runs_on = job.get("runs-on").and_then(Yaml::as_scalar);
    let is_known = |label: &str| ["ubuntu-", "macos-"].iter().any(|start| label.starts_with(start));
    runs_on.is_some_and(|label| is_known(&label.value) && !label.value.contains("${{"))
}

/// What the steps before one did to the files of a job.
struct Before {
    /// Nothing but what puts no files there: the folder is empty as long as the job's is.
    is_bare: bool,
    /// The files of the repository are there.
    has_checkout: bool,
    /// Something ran that nobody knows here.
    has_run: bool,
    /// Something ran that may make or change files.
    makes_files: bool,
}

/// Whose actions bring no files into the folder of a job; those that download are told by their names.
const OWNERS: [&str; 7] =
    ["actions/", "docker/", "github/", "aws-actions/", "azure/", "google-github-actions/", "sigstore/"];

/// The actions that put no files into the folder of a job: they install programs, log in, or work out names.
const BARE: [&str; 10] = [
    "docker/setup-",
    "docker/login-action@",
    "docker/metadata-action@",
    "actions/setup-",
    "aws-actions/configure-aws-credentials@",
    "aws-actions/amazon-ecr-login@",
    "azure/login@",
    "azure/docker-login@",
    "google-github-actions/auth@",
    "sigstore/cosign-installer@",
];

impl Before {
    fn nothing() -> Before {
        Before { is_bare: true, has_checkout: false, has_run: false, makes_files: false }
    }

    fn pass(&mut self, step: &Mapping<'_>) {
        let text = |key: &str| step.get(key).and_then(Yaml::as_scalar).map(|scalar| &*scalar.value);
        if let Some(uses) = text("uses") {
            let uses = uses.to_ascii_lowercase();
            self.is_bare &= BARE.iter().any(|start| uses.starts_with(start));
            self.has_checkout |= uses.starts_with("actions/checkout@");
            self.has_run |= !OWNERS.iter().any(|owner| uses.starts_with(owner));
            self.makes_files |= uses.contains("download");
        }
        if let Some(run) = text("run") {
            self.has_run = true;
            self.is_bare = false;
            self.makes_files |= may_make_files(run);
        }
    }
}

/// `is_own`: the steps certainly run in this repository, whatever files it has.
fn of_steps<'s>(job: &Yaml<'s>, of_job: Surroundings<'_, 's>, is_own: bool, found: &mut Found<'s>) {
    let steps = job.get("steps").and_then(Yaml::as_sequence).unwrap_or_default();
    let defaults = job.get("defaults").and_then(|defaults| defaults.get("run"));
    let matrix = Matrix::of_job(job);
    let mut before = Before::nothing();
    for step in steps {
        let Some(mapping) = step.as_mapping() else { continue };
        let is_empty = of_job.is_fresh && before.is_bare;
        for mut line in steps::builds(mapping, step.span, of_job.folder, &matrix) {
            // Without a context, the files come from Git.
            line.lacks_checkout = is_empty && line.command.verb == Verb::Build && !line.is_of_repository;
            let is_there = before.has_checkout || line.is_of_repository;
            line.is_of_repository = is_own && is_there && !before.has_run && !asks_for_files(step);
            line.command.makes_files |= line.command.verb == Verb::Bake && before.makes_files;
            found.lines.push(line);
        }
        before.pass(mapping);
        let Some(run) = mapping.get("run").and_then(Yaml::as_scalar) else { continue };
        let of_defaults =
            |key: &str| [defaults, of_job.defaults].into_iter().flatten().find_map(|of| of.get(key));
        let setting = |key: &str| mapping.get(key).or_else(|| of_defaults(key)).and_then(Yaml::as_scalar);
        let is_posix = setting("shell").is_none_or(|shell| {
            let name = shell.value.split_whitespace().next().unwrap_or_default();
            plimsoll_shell::Shell::from_path(name).is_posix()
        });
        if !is_posix {
            continue;
        }
        let directory = setting("working-directory");
        let folder = of_job.folder;
        if is_empty {
            found.bare.push(run.span);
        }
        let own = |values: &Values| match directory {
            None => folder.clone(),
            Some(at) => folder.below(&matrix::filled(&at.joined(), values).text),
        };
        let shell = |values: &Values| Shell {
            text: matrix::filled(&run.joined(), values),
            variables: none(),
            folder: own(values),
            outside: outside(run),
        };
        let unknown = Values::new();
        let read = directory.into_iter().chain([run]).map(|scalar| &*scalar.value);
        let is_asked = !steps::is_chosen(mapping) && names_client(&run.value);
        let combinations = if is_asked { matrix.of_texts(read) } else { Vec::new() };
        let combinations = combinations.iter().filter(|values| **values != unknown);
        found.combined.extend(combinations.map(shell));
        found.scripts.push(shell(&unknown));
    }
}

/// Whether a script may build something with a client.
fn names_client(script: &str) -> bool {
    script.contains("build") || script.contains("bake")
}

/// What `docker create` is called with for a container of a job.
fn container(yaml: &Yaml<'_>) -> Option<Line> {
    let mapping: &Mapping<'_> = yaml.as_mapping()?;
    let image = mapping.get("image").and_then(Yaml::as_scalar)?;
    let options = mapping.get("options").and_then(Yaml::as_scalar);
    let of_options = options.map(|options| words(&without_templates(&options.joined(), "${{", "}}")));
    let at = options.map_or(image.span, |options| options.span);
    let mut command = CommandLine::of_flags(Verb::Create, &of_options.unwrap_or_default(), at);
    let variables = mapping.get("env").and_then(Yaml::as_mapping);
    for variable in variables.into_iter().flat_map(|variables| &variables.entries) {
        let Some(value) = variable.value.as_scalar() else { continue };
        let whole = variable.key.span.to(value.span);
        let value = steps::word(value);
        let text = format!("{}={}", variable.key.value, value.as_template());
        let word = if value.is_known() {
            Word::known(&text, whole)
        } else {
            Word::template(&text, whole, false, false)
        };
        // The name and the value are written apart.
        command.flags.flags.extend(Flag::of("create", "--env", word.apart()));
    }
    // An expression gives all of them, as a file would.
    if let Some(expression) = mapping.get("env").and_then(Yaml::as_scalar) {
        command.flags.flags.extend(Flag::of("create", "--env-file", steps::word(expression)));
    }
    for port in mapping.get("ports").and_then(Yaml::as_sequence).unwrap_or_default() {
        let Some(port) = port.as_scalar() else { continue };
        command.flags.flags.extend(Flag::of("create", "--publish", steps::word(port)));
    }
    command.span = yaml.span;
    Some(Line { image: Some(steps::word(image)), ..Line::new(command, Folder::Unknown) })
}
