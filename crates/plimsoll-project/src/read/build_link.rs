//! Which service builds which stage of which Dockerfile.

mod indices;
mod parts;
mod paths;

use std::collections::{BTreeSet, HashMap};

use plimsoll_compose as compose;
use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::{Diagnostic, FileId, Sources};
use plimsoll_dockerfile::Dockerfile;
use plimsoll_facts::Images;

use crate::model::built_images::BuiltImages;
use crate::model::env_files::EnvFiles;
use crate::model::evaluation::{Budget, BuildInputs, Evaluation};
use crate::model::named_files::NamedFiles;
use crate::model::service_facts::{BuildLink, ServiceFacts, Target};
use crate::read::assembly::Assembly;
use crate::read::built_elsewhere;
use crate::read::compose_files_above;
use crate::read::submodules::Submodules;
use crate::values::interpolated::{self, resolve};
use crate::{ComposeApp, DockerfileModel, ImageName, Loaded, Loader, Value, path};
use indices::{built_images, by_key, dependents, indices, network_owners, numbered};
use parts::{
    is_completed_elsewhere, is_for_swarm, lacks_services_of_others, neighbours, says_nothing, undeclared,
};
use paths::in_other_case;

/// Reads the Dockerfiles that services build.
pub(crate) fn link<'s>(
    sources: &'s Sources,
    assembly: Assembly<'s>,
    loader: &dyn Loader<'s>,
) -> (ComposeApp<'s>, Vec<DockerfileModel<'s>>) {
    let Assembly {
        mut compose,
        files: written,
        borrowed,
        is_open,
        is_listed,
        chooses_profiles,
        open_variables,
        dotenv_names,
        is_of_lines,
    } = assembly;
    let file = sources.file(compose.source.span.file);
    let (file_path, from_root) = (&*file.path, file.repository_path());
    let mut linker = Linker::new(sources, loader, file_path);
    let facts: Vec<ServiceFacts<'s>> =
        compose.services.iter().map(|service| linker.service(service)).collect();
    let Linker { mut files, evaluations, contexts, env_files, mut problems, is_seen_from_above, .. } = linker;
    compose.problems.append(&mut problems);
    if !is_of_lines && says_nothing(&compose) && loader.has_template_beside(file_path) {
        // What is laid over it says everything.
        compose.problems.clear();
    }
    read_contexts(&mut files, contexts, sources, loader);
    mark_reachable(&facts, &evaluations, &mut files);

    let (by_name, by_network) = indices(&compose);
    let dependents = dependents(&compose, &by_name);
    let of_files = files.iter().map(|file| &file.evaluation).chain(&evaluations);
    let built_images = if is_of_lines {
        BuiltImages::default()
    } else {
        built_images(&compose, &facts, of_files, (file_path, loader))
    };
    let declared = numbered(compose.networks.iter().map(|network| &*network.key.value));
    let (declared_configs, declared_secrets) = (by_key(&compose.configs), by_key(&compose.secrets));
    let declared_volumes = numbered(compose.volumes.iter().map(|volume| &*volume.key.value));
    let (named_files, above, built_with_client) = if is_of_lines {
        Default::default()
    } else {
        let above = compose_files_above::find(sources, path::folder(file_path), loader);
        let clients = built_elsewhere::engine_clients(sources, &compose, file_path, loader);
        (NamedFiles::find(sources, &compose, file_path, loader), above, clients)
    };
    // What uses a network of the file above is laid over it.
    let lacking = undeclared(&compose);
    let is_of_template = compose.problems.iter().any(|problem| problem.rule == "template-file");
    let is_laid_over = is_of_template
        || lacking.iter().any(|(key, name)| above.declares(key, name))
        || !is_of_lines && is_completed_elsewhere(&lacking, file_path, loader);
    let mut above = above.services;
    // What another file of the repository runs, this one only changes.
    let mut unfinished = compose.services.iter().filter(|service| !service.says_what_runs()).peekable();
    let is_unfinished = unfinished.peek().is_some();
    let unfinished = unfinished.map(|service| service.name.value.to_string());
    above.extend(unfinished.filter(|service| loader.runs(service)));
    let known_below = compose.services.iter().map(|service| &*service.name.value);
    // So does one that adds to a build and does not say of what.
    let is_overlay = is_unfinished || compose.services.iter().any(compose::Service::only_adds_to_build);
    let known_below = known_below.filter(|name| is_overlay && loader.completes(name, file_path));
    let is_open =
        is_open || !is_of_lines && lacks_services_of_others(&compose, &by_name, &borrowed, file_path, loader);
    let mut app = ComposeApp {
        is_for_swarm: is_for_swarm(&compose, (file_path, from_root), loader),
        uses_sail: compose.source.raw.contains("vendor/laravel/sail/"),
        is_unfinished,
        is_extended: is_unfinished && loader.is_extended(file_path),
        lost_lines: compose.problems.iter().any(|problem| problem.rule == "compose-syntax"),
        above,
        completed: known_below.map(str::to_owned).collect(),
        neighbours: neighbours(&compose, loader),
        network_owners: network_owners(&compose),
        compose,
        named_files,
        built_with_client,
        path: file_path,
        from_root,
        files: written,
        borrowed,
        is_open: is_open || is_seen_from_above || is_laid_over,
        is_listed,
        chooses_profiles,
        open_variables,
        dotenv_names,
        facts,
        env_files,
        evaluations,
        secrets: std::sync::OnceLock::new(),
        built_images,
        started_together: Vec::new(),
        by_name,
        by_network,
        declared,
        declared_volumes,
        declared_configs,
        declared_secrets,
        dependents,
    };
    if !is_of_lines && !app.shared_ports().is_empty() {
        app.started_together = loader.started_together(file_path);
    }
    (app, files)
}

/// Reads what lies in the contexts of the Dockerfiles at these indices. Where services do not agree on one, little is known.
fn read_contexts<'s>(
    files: &mut [DockerfileModel<'s>],
    contexts: HashMap<usize, BTreeSet<String>>,
    sources: &'s Sources,
    loader: &dyn Loader<'s>,
) {
    for (file, contexts) in contexts {
        let Some(file) = files.get_mut(file) else { continue };
        if let Some(context) = contexts.first().filter(|_| contexts.len() == 1) {
            file.read_ignore_file(sources, context, loader);
            file.seek_ignore_file([&**context].into_iter(), loader);
            file.find_sources(context, loader);
            file.find_asked_files(&[&**context].into_iter(), loader);
            file.find_bare_folders(&[&**context].into_iter(), loader);
            file.find_context_files(context, sources, loader);
            file.find_script_troubles(&[&**context], loader);
        }
        if file.climbs() {
            let others = loader.contexts_of(file.path);
            file.find_climbing_sources(&contexts.iter().chain(&others).map(String::as_str), loader);
        }
    }
}

/// Stages that services build are needed, and so is what they are built from.
fn mark_reachable(
    facts: &[ServiceFacts<'_>],
    evaluations: &[Evaluation<'_>],
    files: &mut [DockerfileModel<'_>],
) {
    let mut targets: HashMap<(usize, Option<usize>), Vec<usize>> = HashMap::new();
    for fact in facts {
        match fact.build {
            BuildLink::File { file, evaluation, target: Target::Stage(stage) } => {
                targets.entry((file, evaluation)).or_default().push(stage);
            }
            // It may be any.
            BuildLink::File { file, target: Target::Unknown(_), .. } => {
                files.get_mut(file).into_iter().for_each(|file| {
                    file.reachable.fill(true);
                    file.shipped.fill(true);
                });
            }
            _ => {}
        }
    }
    for ((file, evaluation), targets) in targets {
        let Some(file) = files.get_mut(file) else { continue };
        let evaluation = evaluation.and_then(|index| evaluations.get(index)).unwrap_or(&file.evaluation);
        evaluation.mark_shipped(targets.iter().copied(), &mut file.shipped);
        evaluation.mark_reachable(targets, &mut file.reachable);
    }
}

struct Linker<'a, 's> {
    sources: &'s Sources,
    loader: &'a dyn Loader<'s>,
    /// The Compose file, and the folder that it is in.
    path: &'a str,
    folder: &'a str,
    files: Vec<DockerfileModel<'s>>,
    loaded: HashMap<String, Loaded>,
    by_id: HashMap<FileId, usize>,
    /// The folders that each file is built in.
    contexts: HashMap<usize, BTreeSet<String>>,
    evaluations: Vec<Evaluation<'s>>,
    budget: Budget,
    env_files: EnvFiles<'s>,
    /// What could not be read in files of variables.
    problems: Vec<Diagnostic>,
    /// Whether a path leads back here from a directory above: Compose is started there, with other files before this one.
    is_seen_from_above: bool,
    submodules: Submodules,
}

impl<'a, 's> Linker<'a, 's> {
    /// One for the Compose file at this path.
    fn new(sources: &'s Sources, loader: &'a dyn Loader<'s>, path: &'a str) -> Linker<'a, 's> {
        Linker {
            sources,
            loader,
            path,
            folder: path::folder(path),
            files: Vec::new(),
            loaded: HashMap::new(),
            by_id: HashMap::new(),
            contexts: HashMap::new(),
            evaluations: Vec::new(),
            budget: Budget::default(),
            env_files: EnvFiles::default(),
            problems: Vec::new(),
            is_seen_from_above: false,
            submodules: Submodules::default(),
        }
    }
}

impl<'s> Linker<'_, 's> {
    fn service(&mut self, service: &compose::Service<'s>) -> ServiceFacts<'s> {
        let text = |scalar: &Option<Scalar<'s>>| scalar.as_ref().map_or_else(|| left_open(service), resolve);
        let environment = service.environment.iter().map(|pair| match &pair.value {
            Some(value) => resolve(value),
            None => Value::Unknown { because: pair.span },
        });
        let image = |name: &Scalar<'s>| interpolated::image(name, self.loader.images());
        let image = service.image.as_ref().map_or_else(|| left_open(service), image);
        ServiceFacts {
            build: self.build(service),
            known: image.as_ref().get().and_then(ImageName::known),
            image,
            user: text(&service.user),
            working_dir: text(&service.working_dir),
            environment: environment.collect(),
            env_sources: self.env_files.of_service(
                service,
                self.folder,
                (self.sources, self.loader),
                &mut self.problems,
            ),
        }
    }

    fn build(&mut self, service: &compose::Service<'s>) -> BuildLink {
        // Compose merges this `build` with that of the service that is extended, key by key. A service that names an
        // image and builds nothing itself is taken at its word.
        if let Some(extends) = &service.extends
            && (service.build.is_some() || service.image.is_none())
        {
            return BuildLink::Unknown(extends.span);
        }
        let Some(build) = &service.build else { return BuildLink::NotBuilt };
        if let Some(inline) = &build.dockerfile_inline {
            return BuildLink::Unknown(inline.span);
        }
        let below = self.builds_below(service);
        let found = match &*below {
            [] => self.path(build),
            [below] => Ok((below.context.clone(), below.dockerfile.clone(), build.span)),
            _ => Err(build.span),
        };
        let (context, path, span) = match found {
            Ok(found) => found,
            Err(because) => return BuildLink::Unknown(because),
        };
        match (self.load(&path), in_other_case(&path)) {
            (Loaded::File(id), _) => self.linked(build, id, &context),
            // Podman looks for it first.
            (Loaded::Missing, _)
                if build.dockerfile.is_none()
                    && let Loaded::File(id) = self.load(&path::join(&context, "Containerfile")) =>
            {
                self.linked(build, id, &context)
            }
            (Loaded::Refused, _) => BuildLink::Unknown(span),
            (Loaded::Missing, _) if self.is_directory_of_file(&path) => self.missing(&context, path, span),
            (Loaded::Missing, _) if self.is_said_below(service) => BuildLink::Unknown(span),
            (Loaded::Missing, _) if self.is_in_submodule(&path) => BuildLink::Unknown(span),
            (Loaded::Missing, _) if self.is_generated(&context, &path) => BuildLink::Unknown(span),
            (Loaded::Missing, _) if self.is_clone(&context, build) => BuildLink::Unknown(span),
            (Loaded::Missing, _) if self.leads_back(service, build) || self.loader.is_moved(self.path) => {
                self.is_seen_from_above = true;
                BuildLink::Unknown(span)
            }
            (Loaded::Missing, None) => self.missing(&context, path, span),
            (Loaded::Missing, Some(other)) => match self.load(&other) {
                // Buildx looks for `dockerfile` too where `Dockerfile` is asked for, and not the other way round.
                Loaded::File(id) if other.ends_with("dockerfile") => self.linked(build, id, &context),
                Loaded::File(_) => BuildLink::Missing { path, span, near: Some(other) },
                Loaded::Missing | Loaded::Refused => self.missing(&context, path, span),
            },
        }
    }

    fn is_in_submodule(&self, path: &str) -> bool {
        self.submodules.contain(path, self.folder, self.sources, self.loader)
    }

    fn load(&mut self, path: &str) -> Loaded {
        match self.loaded.get(path) {
            Some(loaded) => *loaded,
            None => *self.loaded.entry(path.to_owned()).or_insert(self.loader.load(path)),
        }
    }

    fn linked(&mut self, build: &compose::Build<'s>, id: FileId, context: &str) -> BuildLink {
        let file = *self.by_id.entry(id).or_insert_with(|| {
            let tree = Dockerfile::parse(self.sources.text(id));
            let conditions = BuildInputs { images: self.loader.images(), ..BuildInputs::default() };
            self.files.push(DockerfileModel::under(self.sources, tree, &conditions));
            self.files.len() - 1
        });
        self.contexts.entry(file).or_default().insert(context.to_owned());
        let evaluation = match self.evaluation(file, &conditions(build, self.loader.images())) {
            Ok(evaluation) => evaluation,
            Err(TooMuch) => return BuildLink::Unknown(build.span),
        };
        let target = build.target.as_ref().map(resolve);
        let known = self.files.get(file);
        let stage = match &target {
            None => known.and_then(DockerfileModel::last_stage).map(|stage| stage.index()),
            Some(Value::Known { value, .. }) => known.and_then(|known| find_target(known, value)),
            Some(_) => None,
        };
        let target = match (stage, target, &build.target) {
            (Some(stage), ..) => Target::Stage(stage),
            (None, Some(Value::Unknown { because }), _) => Target::Unknown(because),
            _ => Target::None,
        };
        BuildLink::File { file, evaluation, target }
    }

    /// The meaning of a file under conditions, if there are any.
    fn evaluation(&mut self, file: usize, conditions: &BuildInputs<'s>) -> Result<Option<usize>, TooMuch> {
        if conditions.args.is_empty() && conditions.contexts.is_empty() {
            return Ok(None);
        }
        let Some(read) = self.files.get(file) else { return Ok(None) };
        let left = self.budget.instructions.checked_sub(read.tree.instructions.len() + 1);
        self.budget.instructions = left.ok_or(TooMuch)?;
        self.evaluations.push(Evaluation::new(&read.tree, &read.ranges, conditions, &mut self.budget));
        Ok(Some(self.evaluations.len() - 1))
    }
}

/// What says that no more Dockerfiles are evaluated.
struct TooMuch;

/// What a service does not say: nobody does, or perhaps the service that it extends.
fn left_open<T>(service: &compose::Service<'_>) -> Value<T> {
    service.extends.as_ref().map_or(Value::Unset, |extends| Value::Unknown { because: extends.span })
}

/// The stage that `target` names: a name in any letter case, else a number (BuildKit, `dockerfile2llb`).
fn find_target(file: &DockerfileModel<'_>, target: &str) -> Option<usize> {
    let named = file.stage_named(target).map(|stage| stage.index());
    named.or_else(|| file.stage(target.parse().ok()?).map(|stage| stage.index()))
}

fn conditions<'s>(build: &compose::Build<'s>, images: Images<'s>) -> BuildInputs<'s> {
    let args = build.args.iter().map(|pair| {
        let value = match &pair.value {
            Some(value) => resolve(value),
            None => Value::Unknown { because: pair.span },
        };
        (pair.name.value.clone(), value)
    });
    let contexts = build.additional_contexts.iter().map(|pair| pair.name.value.clone());
    BuildInputs { args: args.collect(), contexts: contexts.collect(), images }
}
