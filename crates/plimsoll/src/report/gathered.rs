//! What a report keeps of each project, gathered while the run has it open.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Diagnostic;
use plimsoll_facts::standards;
use plimsoll_linter::{FileKind, Located, Witness};
use plimsoll_project::{
    ComposeApp, Container, Healthcheck, ImageUse, PrivateValues, Project, Value, resolve,
};
use plimsoll_report::{ImageFacts, Picture, ServiceFacts};

use super::pictures::picture;
use super::places::place;

/// The standard whose controls are classes of threats.
pub(super) const STRIDE: &str = "stride";

/// What is not known from the files.
const UNKNOWN: &str = "?";

/// Where something is: a path, and the bytes of its text.
pub(super) type At = (String, u32, u32);

/// What is kept of a project.
pub(super) struct Gathered {
    pub(super) kind: FileKind,
    /// The file that it starts from.
    pub(super) path: String,
    pub(super) has_images: bool,
    pub(super) picture: Option<Picture>,
    /// The other files that it takes in.
    pub(super) taken: Vec<String>,
    /// Its services, each with where it is named.
    pub(super) services: Vec<((String, u32), ServiceFacts)>,
    pub(super) images: BTreeMap<[String; 3], ImageFacts>,
    /// The numbers of the services that each finding is about.
    pub(super) about: HashMap<At, Vec<usize>>,
}

/// Gathers what a report says of the projects of a run.
pub(super) struct Gatherer {
    day: String,
    all: Mutex<Vec<Gathered>>,
}

impl Gatherer {
    pub(super) fn new(day: &str) -> Gatherer {
        Gatherer { day: day.to_owned(), all: Mutex::default() }
    }

    /// What was gathered, by kind and path, whichever project was checked first.
    pub(super) fn finish(&self) -> Vec<Gathered> {
        let mut all = std::mem::take(&mut *self.all.lock().unwrap_or_else(PoisonError::into_inner));
        all.sort_by(|a, b| (a.kind, &a.path).cmp(&(b.kind, &b.path)));
        all
    }
}

impl Witness for Gatherer {
    fn see(&self, kind: FileKind, path: &str, project: &Project<'_>, found: &[Diagnostic]) {
        if !matches!(kind, FileKind::Compose | FileKind::Dockerfile) {
            return;
        }
        let private = PrivateValues::of(project.sources);
        let name = |id| project.sources.file(id).path.clone();
        let others = project.app.iter().flat_map(ComposeApp::files).map(|file| name(file.source.span.file));
        let services = project.containers().map(|container| {
            let named = container.service.name.span;
            let facts = service(&container, project, |text| private.conceal(text));
            ((name(named.file), named.start), facts)
        });
        let located = Located::new(project);
        let is_threat =
            |finding: &&Diagnostic| standards::of_rule(&finding.rule).any(|row| row.standard == STRIDE);
        let places = found.iter().filter(is_threat).map(|finding| finding.primary.span);
        let about = places.map(|span| ((name(span.file), span.start, span.end), located.numbers(span)));
        let mut images = BTreeMap::new();
        for image in project.images() {
            note(&image, project, &self.day, &mut images);
        }
        let gathered = Gathered {
            kind,
            path: path.to_owned(),
            has_images: !project.dockerfiles.is_empty(),
            picture: if kind == FileKind::Compose { picture(project, &private) } else { None },
            taken: others.filter(|other| other != path).collect(),
            services: services.collect(),
            images,
            about: about.collect(),
        };
        self.all.lock().unwrap_or_else(PoisonError::into_inner).push(gathered);
    }
}

fn service(
    container: &Container<'_>,
    project: &Project<'_>,
    conceal: impl Fn(&str) -> String,
) -> ServiceFacts {
    let service = container.service;
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    let limit = |name: &str, own: Option<&Scalar<'_>>| own.map(|own| format!("{name} {}", text(own)));
    let limits = [
        limit("memory", service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref())),
        limit("cpus", service.cpus.as_ref().or_else(|| limits?.cpus.as_ref())),
        limit("pids", service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref()).map(|pids| &pids.scalar)),
    ];
    let list = |word: &str, list: &[Scalar<'_>]| {
        (!list.is_empty()).then(|| format!("{word} {}", list.iter().map(text).collect::<Vec<_>>().join(", ")))
    };
    // What another file may add is not known.
    let unset =
        |word: &str| if container.app.has_all_of(service) { word.to_owned() } else { UNKNOWN.to_owned() };
    let capabilities = [list("add", &service.cap_add), list("drop", &service.cap_drop)];
    let user = match container.user() {
        Value::Known { .. } if container.drops_privileges() => "root at first, then another".to_owned(),
        Value::Known { value, .. } => value.to_owned(),
        Value::Unset | Value::Unknown { .. } => UNKNOWN.to_owned(),
    };
    let read_only = match &service.read_only {
        None => unset("no"),
        Some(written) => written.value.map_or(UNKNOWN, yes_or_no).to_owned(),
    };
    let privileged = flag(container.is_privileged());
    let capabilities = if privileged == yes_or_no(true) {
        "all".to_owned()
    } else {
        conceal(&or_default(capabilities, &unset("default")))
    };
    let health = match container.healthcheck() {
        Value::Known { value: Healthcheck::Disabled, .. } => "disabled",
        Value::Known { value: Healthcheck::Service(_), .. } => "Compose file",
        Value::Known { value: Healthcheck::Instruction(_), .. } => "Dockerfile",
        Value::Known { value: Healthcheck::OfImage, .. } => "image",
        Value::Unset => "none",
        Value::Unknown { .. } => UNKNOWN,
    };
    ServiceFacts {
        name: conceal(container.name()),
        place: place(project.sources, service.name.span),
        user: conceal(&user),
        privileged,
        read_only,
        capabilities,
        limits: conceal(&or_default(limits, &unset("none"))),
        health: health.to_owned(),
        threats: [0; 6],
        waived_threats: [0; 6],
    }
}

/// What a scalar comes to.
fn text(scalar: &Scalar<'_>) -> String {
    resolve(scalar).get().map_or_else(|| UNKNOWN.to_owned(), |text| text.to_string())
}

fn or_default<const N: usize>(parts: [Option<String>; N], default: &str) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { default.to_owned() } else { parts.join("; ") }
}

/// A flag that is off where it is not set.
fn flag(flag: Value<bool>) -> String {
    match flag {
        Value::Known { value, .. } => yes_or_no(value),
        Value::Unset => yes_or_no(false),
        Value::Unknown { .. } => UNKNOWN,
    }
    .to_owned()
}

fn yes_or_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// Adds a use of an image.
fn note(
    image: &ImageUse<'_>,
    project: &Project<'_>,
    day: &str,
    images: &mut BTreeMap<[String; 3], ImageFacts>,
) {
    let part =
        |part: Option<&plimsoll_project::Part<'_>>| part.map_or_else(String::new, |it| it.text.to_string());
    let name = image.name.full_repository();
    let name = name.strip_prefix("docker.io/library/").unwrap_or(&name).to_owned();
    let (tag, digest) = (part(image.name.tag.as_ref()), part(image.name.digest.as_ref()));
    let at = place(project.sources, image.span);
    let facts = images.entry([name.clone(), tag.clone(), digest.clone()]).or_insert_with(|| {
        let releases = image.name.releases();
        let until = releases.iter().map(|release| release.until).filter(|until| !until.is_empty()).min();
        let ended = until.filter(|until| *until < day).map(|until| format!("{until} (ended)"));
        let until = ended.unwrap_or_else(|| until.unwrap_or_default().to_owned());
        ImageFacts { name, tag, digest, until, places: Vec::new() }
    });
    if !facts.places.contains(&at) {
        facts.places.push(at);
    }
}
