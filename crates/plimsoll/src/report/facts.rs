//! What a report says of services and images, from what their projects say.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{Diagnostic, Sources, Span};
use plimsoll_facts::{standards, threats};
use plimsoll_linter::{Checked, FileKind, FileSystem, Linter, Located, Workspace};
use plimsoll_policy::REQUIREMENTS;
use plimsoll_project::{Container, Healthcheck, ImageUse, PrivateValues, Project, Value, resolve};
use plimsoll_report::{Assurance, Danger, ImageFacts, ServiceFacts, THREATS};
use plimsoll_rules::RULES;

use super::pictures::Pictures;
use super::places::place;
use super::seen::Seen;

/// The section of a policy that declares what is approved.
const DECLARE: &str = "declare";

/// What is not known from the files.
const UNKNOWN: &str = "?";

/// A finding, and the classes of threats that its rule belongs to.
struct Threat<'c> {
    finding: &'c Diagnostic,
    classes: [usize; 6],
    is_waived: bool,
}

/// Puts services, images and threats into a report. Returns what there was to be checked.
pub(super) fn add(
    report: &mut Assurance,
    linter: &Linter,
    disk: &dyn FileSystem,
    workspace: &Workspace,
    checked: &Checked,
) -> Seen {
    let threat = |is_waived| move |finding| Threat { finding, classes: classes(finding), is_waived };
    let open = once(&checked.diagnostics).into_iter().map(threat(false));
    let threats: Vec<Threat<'_>> = open.chain(once(&checked.waived).into_iter().map(threat(true))).collect();
    let by_path = by_path(&threats, &checked.sources);
    let mut pictures = Pictures::default();
    let mut seen = Seen::new(workspace, checked);
    let mut counted = BTreeSet::new();
    let mut services = BTreeMap::new();
    let mut images: BTreeMap<[String; 3], ImageFacts> = BTreeMap::new();
    let of = |kind| workspace.of(kind).iter().map(move |path| (kind, path));
    let all = of(FileKind::Compose).chain(of(FileKind::Dockerfile));
    for (kind, path) in all.filter(|(_, path)| checked.files.contains(*path)) {
        let _ = linter.read_project(disk, kind, path, |project| {
            seen.add(project);
            let private = PrivateValues::of(project.sources);
            if kind == FileKind::Compose {
                pictures.add(path, project, &private);
            }
            let of_file = |id| {
                let path = &*project.sources.file(id).path;
                by_path
                    .get(path)
                    .into_iter()
                    .flatten()
                    .map(move |(at, place)| (*at, Span { file: id, ..*place }))
            };
            let here: Vec<(usize, Span)> = project.sources.ids().flat_map(of_file).collect();
            let located = Located::new(project);
            let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
            for (at, place) in here {
                located.numbers(place).into_iter().for_each(|number| of.entry(number).or_default().push(at));
            }
            for (number, container) in project.containers().enumerate() {
                let mut facts = service(&container, project, |text| private.conceal(text));
                for at in of.get(&number).into_iter().flatten() {
                    let Some(Threat { classes, is_waived, .. }) = threats.get(*at) else { continue };
                    counted.insert(*at);
                    let counts = if *is_waived { &mut facts.waived_threats } else { &mut facts.threats };
                    sum(counts, classes);
                }
                let named = container.service.name.span;
                let file = project.sources.file(named.file).path.clone();
                services.entry((file, named.start)).or_insert(facts);
            }
            for image in project.images() {
                note(&image, project, &report.day, &mut images);
            }
        });
    }
    report.pictures = pictures.finish();
    report.services = services.into_values().collect();
    report.images = images.into_values().collect();
    let others = threats.iter().enumerate().filter(|(at, _)| !counted.contains(at));
    others.for_each(|(_, Threat { classes, is_waived, .. })| {
        let counts = if *is_waived { &mut report.other_waived_threats } else { &mut report.other_threats };
        sum(counts, classes);
    });
    seen.declared = declared(linter, &report.day);
    add_rules(report, linter, checked, &seen);
    seen
}

/// The rules that have options because the policy declares something.
fn declared(linter: &Linter, day: &str) -> HashSet<&'static str> {
    let lines = linter.policy().0.lines(day).filter(|line| line.section == DECLARE);
    let pages = lines.filter_map(|line| REQUIREMENTS.iter().find(|one| one.name == line.requirement));
    pages.flat_map(|page| page.rules).map(|(rule, _)| *rule).collect()
}

/// Puts into a report which rules ran, and for which threats.
fn add_rules(report: &mut Assurance, linter: &Linter, checked: &Checked, seen: &Seen) {
    let of_policy: BTreeSet<&str> = linter
        .policy()
        .0
        .lines(&report.day)
        .filter_map(|line| REQUIREMENTS.iter().find(|one| one.name == line.requirement))
        .flat_map(|requirement| requirement.rules)
        .map(|(rule, _)| *rule)
        .collect();
    let config = linter.config();
    let ran: BTreeSet<&str> = RULES
        .iter()
        .map(|rule| &rule.meta)
        .filter(|meta| of_policy.contains(meta.name) || config.is_on_somewhere(meta))
        .map(|meta| meta.name)
        .collect();
    // One that has nothing to look at says nothing about a threat.
    let ran = seen.looked(threats::all().iter().map(|row| row.rule).filter(|rule| ran.contains(rule))).rules;
    plimsoll_facts::DAY.clone_into(&mut report.facts);
    for row in threats::all() {
        if report.dangers.last().is_none_or(|danger| danger.name != row.threat) {
            let name = row.threat.to_owned();
            report.dangers.push(Danger { name, ran: Vec::new(), not_run: 0, findings: 0, waived: 0 });
        }
        let Some(danger) = report.dangers.last_mut() else { continue };
        if ran.contains(row.rule) {
            danger.ran.push(row.rule.to_owned());
            let count = |all: &[Diagnostic]| all.iter().filter(|finding| finding.rule == row.rule).count();
            danger.findings += count(&checked.diagnostics);
            danger.waived += count(&checked.waived);
        } else {
            danger.not_run += 1;
        }
    }
}

/// Each finding once: the policy can ask a rule for a part of what the configuration asks it for.
fn once(all: &[Diagnostic]) -> Vec<&Diagnostic> {
    let key = |finding: &'_ Diagnostic| (finding.rule.clone(), finding.primary.span);
    let is_of_policy = |finding: &Diagnostic| finding.policy.is_some();
    let of_configuration: HashSet<_> = all.iter().filter(|finding| !is_of_policy(finding)).map(key).collect();
    let is_twice = |finding: &Diagnostic| is_of_policy(finding) && of_configuration.contains(&key(finding));
    all.iter().filter(|finding| !is_twice(finding)).collect()
}

/// 1 for each class of threats that a finding is evidence of.
fn classes(finding: &Diagnostic) -> [usize; 6] {
    let letters: BTreeSet<&str> = standards::of_rule(&finding.rule)
        .filter(|row| row.standard == "stride")
        .filter(|row| row.is_about(&finding.rule, &finding.message))
        .map(|row| row.control)
        .collect();
    THREATS.map(|(letter, _)| usize::from(letters.contains(&*letter.to_string())))
}

fn sum(total: &mut [usize; 6], more: &[usize; 6]) {
    total.iter_mut().zip(more).for_each(|(total, more)| *total += more);
}

/// Findings that are a sign of a threat, with their numbers, by the paths of their files.
fn by_path<'s>(threats: &[Threat<'_>], sources: &'s Sources) -> HashMap<&'s str, Vec<(usize, Span)>> {
    let mut all: HashMap<&str, Vec<(usize, Span)>> = HashMap::new();
    for (at, Threat { finding, classes, .. }) in threats.iter().enumerate() {
        let place = finding.primary.span;
        if classes.iter().any(|count| *count > 0) {
            all.entry(&*sources.file(place.file).path).or_default().push((at, place));
        }
    }
    all
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
