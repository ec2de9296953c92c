//! Our own document: a project with the values that count, whichever file sets them.
//!
//! A value is `{"value", "known", "at"}`. `known` is false where something decides that is in no file. `at` is the number
//! of a place, which a result may give back. Values of variables are left out: a policy may print what it sees.

use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Pair, Service, Typed, size_bytes};
use plimsoll_diagnostics::{Diagnostic, Span};
use plimsoll_dockerfile::Kind;
use plimsoll_project::secrets::classify;
use plimsoll_project::{
    Base, ComposeApp, Container, ImageName, Project, Reach, Stage, Value as Effective, resolve,
};
use plimsoll_shell::PackageVerb;
use regorus::Value;

use super::plain::object;
use super::{Document, Places};
use crate::Shape;

/// The version of the document: it changes when a key changes its meaning, or goes.
const VERSION: u64 = 1;

/// The places that were numbered so far.
#[derive(Default)]
struct Numbered(Vec<Span>);

/// The document of a project. `found` is what our own rules say about it.
pub(super) fn project(project: &Project<'_>, found: &[Diagnostic]) -> Option<Document> {
    let file = project.files().next()?;
    let mut places = Numbered::default();
    let reaches = project.app.as_ref().map(ComposeApp::reaches).unwrap_or_default();
    let services = project.containers().enumerate();
    let services = services
        .map(|(index, container)| places.service(&container, reaches.get(index).copied().flatten(), project));
    let services: Vec<Value> = services.collect();
    let files = project.files().map(|id| Value::from(&*project.sources.file(id).path)).collect::<Vec<_>>();
    let networks = project.app.iter().flat_map(|app| &app.compose.networks).map(|network| {
        fields([
            ("name", Value::from(&*network.key.value)),
            ("internal", places.flag(network.internal.as_ref())),
            ("external", Value::from(network.external.as_ref().is_some_and(|one| one.value != Some(false)))),
            ("driver", places.text(network.driver.as_ref())),
            ("at", places.at(network.key.span)),
        ])
    });
    let networks: Vec<Value> = networks.collect();
    let stages: Vec<Value> = project.stages().map(|stage| places.stage(&stage)).collect();
    let findings = found.iter().map(|finding| {
        let place = finding.primary.span;
        fields([
            ("rule", Value::from(&*finding.rule)),
            ("level", finding.level.name().into()),
            ("message", (&*finding.message).into()),
            ("file", (&*project.sources.file(place.file).path).into()),
            ("at", places.at(place)),
        ])
    });
    let findings: Vec<Value> = findings.collect();
    let value = fields([
        ("plimsoll", Value::from(VERSION)),
        ("path", (&*project.sources.file(file).path).into()),
        ("files", Value::from(files)),
        ("services", Value::from(services)),
        ("networks", Value::from(networks)),
        ("stages", Value::from(stages)),
        ("findings", Value::from(findings)),
    ]);
    Some(Document { shape: Shape::Plimsoll, value, file, places: Places::Numbered(places.0) })
}

impl Numbered {
    fn at(&mut self, place: Span) -> Value {
        self.0.push(place);
        Value::from(self.0.len() as u64 - 1)
    }

    /// A value that is known, not set, or decided elsewhere.
    fn value<T>(&mut self, value: Effective<T>, show: impl Fn(&T) -> Value) -> Value {
        match value {
            Effective::Known { value, set_at } => self.known(show(&value), Some(set_at)),
            Effective::Unset => self.known(Value::Null, None),
            Effective::Unknown { because } => self.hidden(because),
        }
    }

    fn known(&mut self, value: Value, place: Option<Span>) -> Value {
        let at = place.map_or(Value::Null, |place| self.at(place));
        fields([("value", value), ("known", Value::from(true)), ("at", at)])
    }

    fn hidden(&mut self, because: Span) -> Value {
        let at = self.at(because);
        fields([("value", Value::Null), ("known", Value::from(false)), ("at", at)])
    }

    fn flag(&mut self, flag: Option<&Typed<'_, bool>>) -> Value {
        match flag {
            None => self.known(Value::from(false), None),
            Some(Typed { value: Some(value), scalar }) => self.known(Value::from(*value), Some(scalar.span)),
            Some(Typed { value: None, scalar }) => self.hidden(scalar.span),
        }
    }

    fn text(&mut self, scalar: Option<&Scalar<'_>>) -> Value {
        match scalar.map(|scalar| (scalar, scalar.literal())) {
            None => self.known(Value::Null, None),
            Some((scalar, Some(text))) => self.known(Value::from(&*text), Some(scalar.span)),
            Some((scalar, None)) => self.hidden(scalar.span),
        }
    }

    fn texts(&mut self, scalars: &[Scalar<'_>]) -> Value {
        Value::from(scalars.iter().map(|scalar| self.text(Some(scalar))).collect::<Vec<_>>())
    }

    /// The most that a service may take: bytes, processors, processes.
    fn limits(&mut self, service: &Service<'_>) -> Value {
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let memory = service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref());
        let cpus = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
        let pids = service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref());
        fields([
            ("memory", self.number(memory, size_bytes)),
            ("cpus", self.number(cpus, |text| text.parse().ok())),
            ("pids", self.number(pids.map(|limit| &limit.scalar), |text| text.parse().ok())),
        ])
    }

    fn number(&mut self, scalar: Option<&Scalar<'_>>, read: impl Fn(&str) -> Option<f64>) -> Value {
        let Some(scalar) = scalar else { return self.known(Value::Null, None) };
        match resolve(scalar).get().and_then(|text| read(&text)) {
            Some(number) => self.known(Value::from(number), Some(scalar.span)),
            None => self.hidden(scalar.span),
        }
    }

    /// The packages that a stage names when it installs.
    fn packages(&mut self, stage: &Stage<'_>) -> Value {
        let mut packages = Vec::new();
        for (at, instruction) in stage.instructions().iter().enumerate() {
            let Kind::Run(run) = &instruction.kind else { continue };
            let script = run.command.script();
            for command in &script.commands {
                let command = stage.filled(script, command, at);
                let action = command.package_action().filter(|action| action.verb == PackageVerb::Install);
                for package in action.iter().flat_map(|action| &action.packages) {
                    let version = package.version.as_ref().map_or(Value::Null, |it| (&*it.text).into());
                    packages.push(fields([
                        ("manager", Value::from(action.as_ref().map_or("", |action| action.manager.name()))),
                        ("name", (&*package.name).into()),
                        ("version", version),
                        ("at", self.at(package.word.span)),
                    ]));
                }
            }
        }
        Value::from(packages)
    }

    fn image(&mut self, image: Option<&ImageName<'_>>) -> Value {
        let Some(image) = image else { return Value::Null };
        let part = |part: Option<&plimsoll_project::Part<'_>>| {
            part.map_or(Value::Null, |part| Value::from(&*part.text))
        };
        fields([
            ("registry", part(image.registry.as_ref())),
            ("repository", image.full_repository().into()),
            ("tag", part(image.tag.as_ref())),
            ("digest", part(image.digest.as_ref())),
            ("at", self.at(image.span)),
        ])
    }

    fn service(
        &mut self,
        container: &Container<'_>,
        reach: Option<Reach<'_>>,
        project: &Project<'_>,
    ) -> Value {
        let service = container.service;
        let image = match container.running_image() {
            Effective::Known { value, .. } => self.image(Some(value)),
            _ => Value::Null,
        };
        let names = |pairs: &[Pair<'_>], places: &mut Numbered| {
            let name = |pair: &Pair<'_>| {
                let is_secret = classify(&pair.name.value).is_secret();
                fields([
                    ("name", Value::from(&*pair.name.value)),
                    ("is_set", Value::from(pair.value.is_some())),
                    ("looks_secret", Value::from(is_secret)),
                    ("at", places.at(pair.span)),
                ])
            };
            Value::from(pairs.iter().map(name).collect::<Vec<_>>())
        };
        let ports = service.ports.iter().map(|port| {
            let range = |range: Option<&plimsoll_compose::PortRange<'_>>| {
                let (first, last) = range.and_then(|range| range.ports)?;
                Some(fields([("first", Value::from(u64::from(first))), ("last", u64::from(last).into())]))
            };
            fields([
                ("container", range(port.target.as_ref()).unwrap_or(Value::Null)),
                ("host", range(port.published.as_ref()).unwrap_or(Value::Null)),
                ("address", self.text(port.host_ip.as_ref())),
                ("protocol", Value::from(port.protocol.as_ref().map_or("tcp", |scalar| &*scalar.value))),
                ("at", self.at(port.span)),
            ])
        });
        let ports = Value::from(ports.collect::<Vec<_>>());
        let mounts = service.volumes.iter().map(|mount| {
            fields([
                ("source", self.text(mount.source.as_ref())),
                ("target", self.text(mount.target.as_ref())),
                ("read_only", self.flag(mount.read_only.as_ref())),
                ("at", self.at(mount.span)),
            ])
        });
        let mounts = Value::from(mounts.collect::<Vec<_>>());
        let labels = service
            .labels
            .iter()
            .map(|pair| (Value::from(&*pair.name.value), self.text(pair.value.as_ref())));
        let labels = object(labels.collect::<Vec<_>>());
        let needs = service.depends_on.iter().map(|needs| Value::from(&*needs.service.value));
        let networks = container.networks().into_iter().map(|network| network.name.into());
        let reach = reach.map_or(Value::Null, |reach| {
            fields([("hops", Value::from(reach.hops)), ("is_local", Value::from(reach.is_local))])
        });
        let texts = |list: Vec<Value>| Value::from(list);
        let stage = container.stage().map(|stage| {
            fields([("dockerfile", stage.file().path.into()), ("stage", Value::from(stage.index()))])
        });
        fields([
            ("name", container.name().into()),
            ("file", (&*project.sources.file(service.name.span.file).path).into()),
            ("profiles", self.texts(&service.profiles)),
            ("build", stage.unwrap_or(Value::Null)),
            ("image", image),
            ("user", self.value(container.user(), |user| (*user).into())),
            ("privileged", self.flag(service.privileged.as_ref())),
            ("read_only", self.flag(service.read_only.as_ref())),
            (
                "capabilities",
                fields([("add", self.texts(&service.cap_add)), ("drop", self.texts(&service.cap_drop))]),
            ),
            ("security_opt", self.texts(&service.security_opt)),
            (
                "namespaces",
                fields([
                    ("pid", self.text(service.pid.as_ref())),
                    ("ipc", self.text(service.ipc.as_ref())),
                    ("network", self.text(service.network_mode.as_ref())),
                    ("user", self.text(service.userns_mode.as_ref())),
                ]),
            ),
            ("ports", ports),
            ("mounts", mounts),
            ("variables", names(&service.environment, self)),
            ("labels", labels),
            ("depends_on", texts(needs.collect())),
            ("networks", texts(networks.collect())),
            ("limits", self.limits(service)),
            ("restart", self.text(service.restart.as_ref())),
            ("has_healthcheck", self.value(container.healthcheck(), |_| Value::from(true))),
            ("is_data_store", Value::from(container.is_data_store())),
            ("reach", reach),
            ("at", self.at(service.name.span)),
        ])
    }

    fn stage(&mut self, stage: &Stage<'_>) -> Value {
        let instructions = stage.instructions().iter().map(|instruction| {
            let words = |words: Vec<Value>| Value::from(words);
            fields([
                ("keyword", instruction.keyword.value.to_uppercase().into()),
                ("flags", words(instruction.flags.iter().map(|flag| (&*flag.word.value).into()).collect())),
                ("args", words(instruction.arguments().iter().map(|text| (&**text).into()).collect())),
                ("at", self.at(instruction.span)),
            ])
        });
        let instructions = Value::from(instructions.collect::<Vec<_>>());
        let image = match stage.base() {
            Base::Image(image) => self.image(Some(image)),
            _ => Value::Null,
        };
        fields([
            ("file", stage.file().path.into()),
            ("number", Value::from(stage.index())),
            ("name", stage.name().map_or(Value::Null, |name| (&*name.value).into())),
            ("final", Value::from(stage.is_last())),
            ("image", image),
            ("user", self.value(stage.user(), |user| (*user).into())),
            ("packages", self.packages(stage)),
            ("instructions", instructions),
            ("at", self.at(stage.span())),
        ])
    }
}

fn fields<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    object(pairs.map(|(key, value)| (Value::from(key), value)))
}
