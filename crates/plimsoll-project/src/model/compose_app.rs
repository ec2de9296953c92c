//! Compose files as one application: its services and how they are tied together.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Compose, DependsOn, Network, NetworkMode, Service, Volume};
use plimsoll_diagnostics::{Span, Text};

use crate::model::built_images::BuiltImages;
use crate::model::env_files::EnvFiles;
use crate::model::evaluation::Evaluation;
use crate::model::named_files::{NamedFile, NamedFiles};
use crate::model::service_facts::ServiceFacts;
use crate::values::compose_names::{self, file_stem, is_named_alone};
use crate::values::dotenv::OpenVariable;
use crate::values::secret::Found;
use crate::{Presence, path, resolve};

/// A Compose file, and those that are read with it, as one application.
#[derive(Debug)]
pub struct ComposeApp<'s> {
    /// What its files say together, values of `.env` put in.
    pub compose: Compose<'s>,
    /// The path of its first file, as its [`Sources`](plimsoll_diagnostics::Sources) have it.
    pub path: &'s str,
    /// The same from the root of its repository.
    pub(crate) from_root: &'s str,
    /// Each file as it is written, when there are several or services extend each other.
    pub(crate) files: Vec<Compose<'s>>,
    /// Files of which services were taken over.
    pub(crate) borrowed: Vec<Compose<'s>>,
    /// Whether something that belongs to it could not be read.
    pub(crate) is_open: bool,
    /// Whether lines of its files could not be read.
    pub(crate) lost_lines: bool,
    /// Whether a service does not say what it runs.
    pub(crate) is_unfinished: bool,
    /// Whether one does not, and other files extend services of this one.
    pub(crate) is_extended: bool,
    /// Whether a service has settings that only Swarm reads.
    pub(crate) is_for_swarm: bool,
    /// Whether it names files of Laravel Sail.
    pub(crate) uses_sail: bool,
    /// Whether `COMPOSE_FILE` names its files.
    pub(crate) is_listed: bool,
    /// Whether `.env` says which profiles are on.
    pub(crate) chooses_profiles: bool,
    /// Variables in the values of `.env` that it does not set.
    pub(crate) open_variables: Vec<OpenVariable<'s>>,
    /// Every name that `.env` sets, in order.
    pub(crate) dotenv_names: Vec<Text<'s>>,
    /// Services of the nearest Compose file in a directory above, and its own that another file runs.
    pub(crate) above: HashSet<String>,
    /// The names that services answer to in the files that share a network with this one.
    pub(crate) neighbours: HashSet<String>,
    /// The services that a file which is laid below this one has, too.
    pub(crate) completed: HashSet<String>,
    /// What there is at the paths that it names.
    pub(crate) named_files: NamedFiles,
    /// The services with an engine's socket whose image is built elsewhere with a client of the engine.
    pub(crate) built_with_client: HashSet<String>,
    /// One for each service.
    pub(crate) facts: Vec<ServiceFacts<'s>>,
    /// What services take variables from.
    pub(crate) env_files: EnvFiles<'s>,
    /// What Dockerfiles mean under the build arguments of services.
    pub(crate) evaluations: Vec<Evaluation<'s>>,
    /// The secrets in what its services set, found when they are first asked for: the number of the service, and each.
    pub(crate) secrets: OnceLock<Vec<(usize, Found)>>,
    /// The images that are built.
    pub(crate) built_images: BuiltImages,
    /// The services that scripts start at the same time, for each time; none stand for all of them.
    pub(crate) started_together: Vec<BTreeSet<String>>,
    /// Services by name.
    pub(crate) by_name: HashMap<String, usize>,
    /// Services by network.
    pub(crate) by_network: HashMap<String, Vec<usize>>,
    /// Networks that the file declares, by name.
    pub(crate) declared: HashMap<String, usize>,
    /// Volumes that the file declares, by name.
    pub(crate) declared_volumes: HashMap<String, usize>,
    /// Configs and secrets by name.
    pub(crate) declared_configs: HashMap<String, usize>,
    pub(crate) declared_secrets: HashMap<String, usize>,
    /// For each service, which ones depend on it: the service, and the place in its `depends_on`.
    pub(crate) dependents: Vec<Vec<(usize, usize)>>,
    /// The names of services whose networks others share.
    pub(crate) network_owners: HashSet<String>,
}

/// A network that a service is on.
#[derive(Clone, Copy, Debug)]
pub struct NetworkUse<'p> {
    /// Its name in the file; `default` for the one that Compose makes.
    pub name: &'p str,
    /// Where the service names it; the service's own name for the implied `default`.
    pub span: Span,
    /// Where the file declares it.
    pub declared: Option<&'p Network<'p>>,
}

/// Why a file is probably no application of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// There is more in its name than `compose.yaml` or `docker-compose.yml` has (`docker-compose.prod.yml`), or it lies
    /// with a development container.
    Named,
    /// A service does not say what it runs.
    Unfinished,
}

impl<'s> ComposeApp<'s> {
    /// Its files, each as it is written: what was merged is apart, in its own order. The first is the one that the
    /// application is named by; behind it come those that override it and those that it includes.
    pub fn files(&self) -> &[Compose<'s>] {
        if self.files.is_empty() { std::slice::from_ref(&self.compose) } else { &self.files }
    }

    /// Files that are none of its own, but from which its services extend others.
    pub fn borrowed_files(&self) -> &[Compose<'s>] {
        &self.borrowed
    }

    /// All of the first file.
    pub fn span(&self) -> Span {
        self.compose.source.span
    }

    /// Its services, in order.
    pub fn services(&self) -> impl ExactSizeIterator<Item = &Service<'s>> {
        self.compose.services.iter()
    }

    /// The service with this name.
    pub fn service_named(&self, name: &str) -> Option<&Service<'s>> {
        self.compose.services.get(self.index_of(name)?)
    }

    /// The same with known values of variables in it.
    pub fn resolved_service(&self, name: &str) -> Option<&Service<'s>> {
        // It has the same services, but for one that is written twice.
        let resolved = self.compose.resolved();
        let same = self.index_of(name).and_then(|index| resolved.services.get(index));
        same.filter(|service| service.name.value == name).or_else(|| resolved.service(name))
    }

    /// What turns a service off that another one, which is always on, needs: its first profile, if a profile must be chosen.
    pub fn profile_between<'p>(
        &self,
        service: &Service<'_>,
        needed: &'p Service<'s>,
    ) -> Option<&'p Scalar<'s>> {
        let is_known = !needed.profiles.iter().any(Scalar::is_interpolated);
        let is_apart = service.profiles.is_empty() && service.extends.is_none() && is_known;
        needed.profiles.first().filter(|_| is_apart && !self.chooses_profiles)
    }

    /// The network with this name, where the file declares it.
    pub fn network_named(&self, name: &str) -> Option<&Network<'s>> {
        self.compose.networks.get(*self.declared.get(name)?)
    }

    /// The volume with this name, where the file declares it.
    pub fn volume_named(&self, name: &str) -> Option<&Volume<'s>> {
        self.compose.volumes.get(*self.declared_volumes.get(name)?)
    }

    /// What there is at a path that it names, if it is a relative one.
    pub fn presence(&self, path: &Scalar<'_>) -> Option<Presence> {
        self.named_files.presence(path)
    }

    /// The names of its networks: those that it declares, and `default` when a service is on it.
    pub fn networks(&self) -> impl Iterator<Item = &str> {
        let implied = self.network_named("default").is_none() && self.by_network.contains_key("default");
        self.compose.networks.iter().map(|network| &*network.key.value).chain(implied.then_some("default"))
    }

    /// The services that are on a network, in order.
    pub fn services_on(&self, network: &str) -> impl Iterator<Item = &Service<'s>> {
        let indices = self.by_network.get(network).into_iter().flatten();
        indices.filter_map(|&index| self.compose.services.get(index))
    }

    /// The networks that a service is on. None when `network_mode` takes it off all of them, or when only a service
    /// that it extends can tell.
    pub fn networks_of<'p>(&'p self, service: &'p Service<'p>) -> Vec<NetworkUse<'p>> {
        if service.network_mode.is_some() {
            return Vec::new();
        }
        if service.networks.is_empty() {
            if service.extends.is_some() {
                return Vec::new();
            }
            let declared: Option<&'p Network<'p>> = self.network_named("default");
            return vec![NetworkUse { name: "default", span: service.name.span, declared }];
        }
        let named = service.networks.iter().map(|network| {
            let declared: Option<&'p Network<'p>> = self.network_named(&network.name.value);
            NetworkUse { name: &network.name.value, span: network.name.span, declared }
        });
        named.collect()
    }

    /// The service whose network this one shares: `network_mode: service:NAME`, also over several steps.
    pub fn network_owner(&self, service: &Service<'_>) -> Option<&Service<'s>> {
        let owner = |service: &Service<'_>| match NetworkMode::of(service.network_mode.as_ref()?) {
            NetworkMode::Service(name) => self.service_named(name),
            _ => None,
        };
        let mut found = owner(service)?;
        for _ in 0..8 {
            match owner(found) {
                Some(next) => found = next,
                None => return Some(found),
            }
        }
        None
    }

    /// Which services depend on this one, each with the item of its `depends_on`.
    pub fn dependents_of(&self, name: &str) -> impl Iterator<Item = (&Service<'s>, &DependsOn<'s>)> {
        let all = self.index_of(name).and_then(|index| self.dependents.get(index)).into_iter().flatten();
        all.filter_map(|&(service, at)| {
            let service = self.compose.services.get(service)?;
            Some((service, service.depends_on.get(at)?))
        })
    }

    /// Whether Swarm deploys it, and not Compose: `docker-stack.yml`.
    pub fn is_stack(&self) -> bool {
        compose_names::is_stack(self.path)
    }

    /// Whether Swarm deploys it, or it has settings that only Swarm reads.
    pub fn is_for_swarm(&self) -> bool {
        self.is_for_swarm || self.is_stack()
    }

    /// Whether it is all that Compose would read, so that a name it does not declare is declared nowhere.
    pub fn is_complete(&self) -> bool {
        !self.is_open && !self.lost_lines && self.fragment().is_none()
    }

    /// The includes of which nobody knows what they say, and why: a file from elsewhere, or one that a variable names.
    pub fn unknown_includes(&self) -> impl Iterator<Item = (Span, String)> {
        let paths = self.compose.include.iter().flat_map(|include| &include.paths);
        paths.filter_map(|path| match resolve(path).get() {
            Some(name) => path::is_remote(&name)
                .then(|| (path.span, format!("the included file `{name}` is remote, so it was not read"))),
            None => Some((path.span, "a variable decides which file is included".to_owned())),
        })
    }

    /// Whether a syntax error may have cost some of its lines, so that what seems missing may be there.
    pub fn has_lost_lines(&self) -> bool {
        self.lost_lines
    }

    /// Why it is probably no application of its own, if it is none: Compose reads it together with another file that
    /// is not known, which may say what is missing here.
    pub fn fragment(&self) -> Option<Fragment> {
        if !self.is_read_alone() {
            return Some(Fragment::Named);
        }
        self.is_unfinished().then_some(Fragment::Unfinished)
    }

    /// Whether a service does not say what it runs: another file is laid below this one, whatever its name.
    pub fn is_unfinished(&self) -> bool {
        self.is_unfinished
    }

    /// Whether another Compose file, which this one is probably laid over, has a service of this name.
    pub fn is_defined_above(&self, service: &str) -> bool {
        self.above.contains(service)
    }

    /// Whether a service in a file that shares a network with this one answers to a name.
    pub fn has_neighbour(&self, host: &str) -> bool {
        self.neighbours.contains(host)
    }

    /// Whether it is probably no application of its own.
    pub fn is_fragment(&self) -> bool {
        self.fragment().is_some()
    }

    /// Whether Compose reads its file first, or alone: as the file's name tells, or `COMPOSE_FILE`. Development
    /// containers put a file of that name on top of another, and platforms lay another over it.
    pub fn is_read_alone(&self) -> bool {
        let is_overlay = self.path.split(['/', '\\']).any(|folder| folder == ".devcontainer");
        let is_part = is_overlay || self.lies_with_parts();
        self.is_listed || is_named_alone(self.path) && !is_part && !self.is_completed_by_platform()
    }

    /// Whether a service is there for others to extend, in a file that other files extend: nobody starts it.
    pub fn is_only_base(&self, service: &Service<'_>) -> bool {
        let mut written = self.files.iter().flat_map(|file| &file.services);
        let name = &*service.name.value;
        self.is_extended && written.any(|other| other.base_name() == Some(name))
    }

    /// Whether its directory has the name of one for parts that others extend: what is in its file is not started from there.
    pub fn lies_with_parts(&self) -> bool {
        let folder = self.path.rsplit(['/', '\\']).nth(1);
        folder.is_some_and(|folder| {
            matches!(folder, ".shared" | "_shared" | ".common" | "_common" | "fragments" | "snippets")
        })
    }

    /// Whether its file is for tests, a CI job, development or an example, as its path or the README says, or what it builds:
    /// Laravel Sail is an environment for development.
    pub fn is_for_tests(&self) -> bool {
        path::is_for_tests(self.from_root) || self.uses_sail || self.named_files.is_demo
    }

    /// Whether its file is for tests, a CI job or development, as its path says. People copy examples.
    pub fn is_for_development(&self) -> bool {
        path::is_for_development(self.from_root)
    }

    /// Whether it is said that this is for development: by `ASPNETCORE_ENVIRONMENT: Development`, a comment at the head of
    /// the file, a program that reloads its source.
    pub(crate) fn runs_development(&self) -> bool {
        self.named_files.runs_development
    }

    /// Whether anything hints at development: a file for production beside it, a mounted project.
    pub(crate) fn hints_at_development(&self) -> bool {
        self.named_files.hints_at_development
    }

    /// Whether all that is said of a service is said here: nothing that it extends is unknown, and this file is no
    /// overlay that changes a service of another file. What is missing is missing then.
    pub fn has_all_of(&self, service: &Service<'_>) -> bool {
        let is_overlay = file_stem(self.path).ends_with(".override");
        service.is_runnable() && service.extends.is_none() && !is_overlay
    }

    /// Whether all that is said of a service is said here, and no file that is laid below this one has it, too.
    pub fn says_all_of(&self, service: &Service<'_>) -> bool {
        self.has_all_of(service) && !self.completed.contains(&*service.name.value)
    }

    /// Whether a file beside it, such as `.env.example`, tells people which variables to set, or a platform sets them.
    pub fn lists_variables(&self) -> bool {
        self.named_files.lists_variables || self.named_files.platform.is_some()
    }

    /// Whether it has so many variables without a value, and no `.env`, that a script must set them.
    pub fn is_set_by_script(&self) -> bool {
        self.named_files.is_set_by_script
    }

    /// Whether a script of the repository sets a variable.
    pub fn is_set_elsewhere(&self, variable: &str) -> bool {
        self.named_files.set_by_scripts.contains(variable)
    }

    /// Whether several Compose files of the repository use a variable without a default: whoever starts them has it.
    pub fn is_left_open(&self, variable: &str) -> bool {
        self.named_files.left_open.contains(variable)
    }

    /// Whether the platform that it is written for lays services and networks of its own over it.
    pub(crate) fn is_completed_by_platform(&self) -> bool {
        self.named_files.platform.is_some_and(|platform| platform.adds_services)
    }

    /// Whether a file beside it, such as `compose.prod.yaml`, is probably laid over it, and may say what it does not.
    pub fn has_overlay(&self) -> bool {
        self.named_files.has_overlay
    }

    /// Whether there is a `.env` beside it.
    pub fn has_dotenv(&self) -> bool {
        self.named_files.has_dotenv
    }

    /// The files that it names by relative paths: environments, profiles, secrets and configs, what is mounted.
    pub fn named_files(&self) -> impl Iterator<Item = NamedFile<'_>> {
        self.named_files.of(&self.compose)
    }

    /// The service whose mounted configuration passes requests to this port of a service: `proxy_pass http://api:3000`.
    pub fn proxy_of(&self, service: &Service<'_>, port: u16) -> Option<&str> {
        let names = [Some(&service.name), service.container_name.as_ref()];
        let passed = &self.named_files.passed;
        names.iter().flatten().find_map(|name| passed.proxy_of(&name.value, port, &service.name.value))
    }

    pub(crate) fn index_of(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }
}
