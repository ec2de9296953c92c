//! The services that all Compose files of a repository have, whatever they are called: what a file of a run does not have
//! may be there.

pub(crate) mod image_builds;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use plimsoll_compose::FileTree;
use plimsoll_compose::yaml::{Entry, Yaml};
use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::{ImageBuild, is_named_alone, open_variables};

use crate::FileSystem;
use crate::folders::{folder_of, join};
use crate::formats::{root_of_workflow, workflow_builds};
use crate::limits::FILE_BYTES;
use image_builds::{ImageBuilds, build_of};

/// How many Compose files are read to learn what a repository runs.
const MOST_READ: usize = 2_000;

/// In how many directories Compose files use a variable without a default, if whoever starts the applications of the
/// repository sets it. The files of one directory are those of one application.
const SHARED_FROM: usize = 3;

/// The keys at the top level under which names are declared.
const DECLARED: [&str; 4] = ["networks", "volumes", "secrets", "configs"];

/// The services of the Compose files in a repository.
#[derive(Debug, Default)]
pub(crate) struct Services {
    files: BTreeMap<String, Names>,
    /// In how many directories a variable has no default.
    open: BTreeMap<String, usize>,
    /// The names of services, by the networks of their files.
    on_network: BTreeMap<String, BTreeSet<String>>,
    /// The build contexts, by Dockerfile.
    contexts: BTreeMap<String, BTreeSet<String>>,
}

/// The services of a file, by name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Names {
    /// Those that it runs, if it is a part of an application: a file such as `compose.backend.yml`, which Compose is given
    /// together with others.
    run: BTreeSet<String>,
    /// All of them.
    all: BTreeSet<String>,
    /// Those that it depends on and does not have.
    lacking: BTreeSet<String>,
    /// What it declares, by the key at the top level.
    declared: BTreeSet<(String, String)>,
    /// Whether it has a service that does not say what runs: another file does.
    is_overlay: bool,
    /// The names that its services answer to, and the networks that have a name of their own or exist already.
    hosts: BTreeSet<String>,
    networks: BTreeSet<String>,
    /// The Dockerfiles that it builds, each with a build context.
    builds: BTreeSet<(String, String)>,
    /// The same by the services and images that are built.
    images: ImageBuilds,
    /// The variables without a default.
    open: BTreeSet<String>,
    /// The services whose ports it takes away or replaces, as those of the file that it is laid over.
    unpublished: BTreeSet<String>,
    /// The other files whose services its services extend.
    extended: BTreeSet<String>,
    /// Whether another program fills it in, so that what it has is not known.
    is_template: bool,
}

impl Services {
    /// Reads what is in these files.
    pub(crate) fn read(files: &dyn FileSystem, paths: impl Iterator<Item = String>) -> Services {
        let read = paths.take(MOST_READ).map(|path| (path.clone(), Names::read(files, &path)));
        let mut services = Services { files: read.collect(), ..Services::default() };
        services.count();
        services
    }

    fn count(&mut self) {
        self.open.clear();
        let uses =
            self.files.iter().flat_map(|(path, names)| names.open.iter().map(|name| (name, folder(path))));
        for (name, _) in uses.collect::<BTreeSet<_>>() {
            *self.open.entry(name.clone()).or_default() += 1;
        }
        (self.on_network, self.contexts) = Default::default();
        for names in self.files.values() {
            for network in &names.networks {
                self.on_network.entry(network.clone()).or_default().extend(names.hosts.iter().cloned());
            }
            for (dockerfile, context) in &names.builds {
                self.contexts.entry(dockerfile.clone()).or_default().insert(context.clone());
            }
        }
    }

    /// Whether files of several applications use a variable without a default.
    pub(crate) fn leave_open(&self, variable: &str) -> bool {
        self.open.get(variable).is_some_and(|count| *count >= SHARED_FROM)
    }

    /// Reads a file again that has another text. Whether it has other services now.
    pub(crate) fn change(&mut self, files: &dyn FileSystem, path: &str) -> bool {
        let Some(names) = self.files.get_mut(path) else { return false };
        let new = Names::read(files, path);
        let is_other = *names != new;
        *names = new;
        if is_other {
            self.count();
        }
        is_other
    }

    /// Whether a part of an application runs this one.
    pub(crate) fn run(&self, service: &str) -> bool {
        self.files.values().any(|names| names.run.contains(service))
    }

    /// Whether a file has this one.
    pub(crate) fn have(&self, service: &str) -> bool {
        self.files.values().any(|names| names.all.contains(service))
    }

    /// What is in the other files in the directory of this one.
    fn beside(&self, path: &str) -> impl Iterator<Item = &Names> {
        let is_beside = move |other: &str| other != path && folder(other) == folder(path);
        self.files.iter().filter(move |(other, _)| is_beside(other)).map(|(_, names)| names)
    }

    /// Whether another file in the directory of this one is made from a template, and may be laid over this one.
    pub(crate) fn have_template_beside(&self, path: &str) -> bool {
        self.beside(path).any(|names| names.is_template)
    }

    /// Whether a file that is laid over this one, in the same directory, declares all of these, each under its key.
    pub(crate) fn declare_beside(&self, names: &[(&str, &str)], path: &str) -> bool {
        let declares = |file: &Names| {
            names.iter().all(|(key, name)| file.declared.contains(&((*key).to_owned(), (*name).to_owned())))
        };
        self.beside(path).any(|file| file.is_overlay && declares(file))
    }

    /// The services of this file whose ports another file in its directory takes away or replaces.
    pub(crate) fn unpublished_beside(&self, path: &str) -> HashSet<String> {
        self.beside(path).flat_map(|names| names.unpublished.iter().cloned()).collect()
    }

    /// Whether services of another file extend those of this one.
    pub(crate) fn extend(&self, path: &str) -> bool {
        self.files.iter().any(|(other, names)| other != path && names.extended.contains(path))
    }

    /// The names that services of all files with one of these networks answer to.
    pub(crate) fn hosts_on(&self, networks: &[&str]) -> HashSet<String> {
        networks.iter().filter_map(|network| self.on_network.get(*network)).flatten().cloned().collect()
    }

    /// The build contexts of a Dockerfile.
    pub(crate) fn contexts_of(&self, dockerfile: &str) -> Vec<String> {
        self.contexts.get(dockerfile).into_iter().flatten().cloned().collect()
    }

    /// What a service that builds nothing in the file at `path` is built from elsewhere: another file in its directory builds
    /// the service, or any file the image.
    pub(crate) fn builds_of(&self, service: &str, image: &str, path: &str) -> Vec<ImageBuild> {
        let of_service = self.beside(path).flat_map(|names| names.images.of_service(service));
        let of_image = self.files.values().flat_map(|names| names.images.of_image(image));
        of_service.chain(of_image).cloned().collect()
    }

    /// Whether there is a file with this path at the end of its own.
    pub(crate) fn are_in(&self, path: &str) -> bool {
        self.files.keys().any(|own| Path::new(own).ends_with(path))
    }

    /// Whether a file in the directory of this one, or in a directory above or below it, has this service. In others,
    /// a file is started by itself, unless files of several neighbouring directories lack the same service of the
    /// repository: `plugins/a/compose.yaml`, `plugins/b/compose.yaml`.
    pub(crate) fn have_beside(&self, service: &str, path: &str) -> bool {
        let own = folder(path);
        let is_beside = |other: &str| own.starts_with(folder(other)) || folder(other).starts_with(own);
        let is_neighbour = |other: &str| folder(other) != own && folder(other).parent() == own.parent();
        let mut others = self.files.iter().filter(|(other, _)| *other != path);
        others.clone().any(|(other, names)| names.all.contains(service) && is_beside(other))
            || others.any(|(other, names)| names.lacking.contains(service) && is_neighbour(other))
                && self.have(service)
    }
}

/// The entries of the mapping under a key.
fn entries<'y, 's>(yaml: &'y Yaml<'s>, key: &str) -> impl Iterator<Item = &'y Entry<'s>> {
    let mapping = yaml.get(key).and_then(Yaml::as_mapping);
    mapping.into_iter().flat_map(|mapping| mapping.entries.iter())
}

fn folder(path: &str) -> &Path {
    Path::new(path).parent().unwrap_or(Path::new(""))
}

impl Names {
    fn read(files: &dyn FileSystem, path: &str) -> Names {
        let mut names = Names::default();
        let Ok(bytes) = files.read(path, FILE_BYTES) else { return names };
        let text = String::from_utf8_lossy(&bytes);
        if text.contains("/build-push-action@") {
            let root = root_of_workflow(path).filter(|root| !root.is_empty()).unwrap_or(".");
            for (images, build) in workflow_builds(Text::new(&text, FileId::FIRST, 0)) {
                let (dockerfile, context) = (join(root, &build.dockerfile), join(root, &build.context));
                names.builds.insert((dockerfile.clone(), context.clone()));
                let build = ImageBuild { dockerfile, context, target: build.target };
                for image in &images {
                    names.images.add_image(image, &build);
                }
            }
        }
        // Most YAML files are of other programs.
        if !text.lines().any(|line| line.starts_with("services:")) {
            return names;
        }
        names.open = open_variables(&text).into_iter().map(str::to_owned).collect();
        let tree = FileTree::parse(Text::new(&text, FileId::FIRST, 0));
        names.is_template = tree.is_template();
        for service in entries(&tree.root, "services") {
            let items =
                service.value.get("depends_on").and_then(Yaml::as_sequence).unwrap_or_default().iter();
            let needed = entries(&service.value, "depends_on")
                .map(|entry| &entry.key)
                .chain(items.filter_map(Yaml::as_scalar));
            names.lacking.extend(needed.map(|name| name.value.to_string()));
            let name = || service.key.value.to_string();
            let given = service.value.get("container_name").and_then(Yaml::as_scalar);
            names.hosts.extend(given.map(|given| given.value.to_string()).into_iter().chain([name()]));
            if let Some(build) = service.value.get("build").and_then(|build| build_of(build, path)) {
                names.images.add_service(&service.key.value, &service.value, &build);
                names.builds.insert((build.dockerfile, build.context));
            }
            names.all.insert(name());
            let base = service.value.get("extends").and_then(|extends| extends.get("file")?.as_scalar());
            names.extended.extend(base.map(|base| join(folder_of(path), &base.value)));
            let is_reset = |ports: &Yaml<'_>| ports.is_tagged("!reset") || ports.is_tagged("!override");
            names
                .unpublished
                .extend(service.value.get("ports").filter(|ports| is_reset(ports)).map(|_| name()));
            let says_what = ["image", "build"].iter().any(|key| service.value.get(key).is_some());
            names.is_overlay |= !says_what && service.value.get("extends").is_none();
            if says_what && !is_named_alone(path) {
                names.run.insert(name());
            }
        }
        for key in DECLARED {
            let own = entries(&tree.root, key).map(|entry| (key.to_owned(), entry.key.value.to_string()));
            names.declared.extend(own);
        }
        for network in entries(&tree.root, "networks") {
            let text = |yaml: &Yaml<'_>| yaml.as_scalar().map(|scalar| scalar.value.to_string());
            let external =
                network.value.get("external").filter(|yaml| text(yaml).is_none_or(|text| text != "false"));
            let name = network.value.get("name").or_else(|| external?.get("name")).and_then(text);
            names.networks.extend(name.or_else(|| external.map(|_| network.key.value.to_string())));
        }
        names.lacking.retain(|name| !names.all.contains(name));
        names
    }
}
