//! Files that services name by their paths, and whether they are there.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use plimsoll_compose::yaml::Scalar;
use plimsoll_compose::{Compose, MountKind, Service};
use plimsoll_diagnostics::{Sources, Span};
use plimsoll_facts::platforms::{self, Platform};

use super::development_signs;
use super::engine_libraries;
use super::git_ignore::ignores_env;
use super::passed_requests::{self, PassedRequests};
use super::server_settings;
use crate::{Loaded, Loader, Presence, path, resolve};

/// A file that an application names, where it is known which one.
#[derive(Clone, Copy, Debug)]
pub struct NamedFile<'p> {
    /// Where it is named.
    pub span: Span,
    /// What it is for.
    pub use_: FileUse<'p>,
    /// Its path, seen from where the paths of the project are.
    pub path: &'p str,
    /// What there is.
    pub presence: Presence,
    /// Where it is missing, and a file beside it is there to be copied: that file, and itself, as written here.
    pub example: Option<(&'p str, &'p str)>,
}

/// What a file is for.
#[derive(Clone, Copy, Debug)]
pub enum FileUse<'p> {
    /// `env_file` of a service; whether Compose stops without it.
    Environment {
        /// `required`.
        is_required: bool,
    },
    /// `label_file` of a service.
    Labels,
    /// The seccomp profile of a service, under `security_opt`.
    Profile,
    /// The content of the secret or config with this name.
    Content(&'p str),
    /// It is mounted at this path of a container.
    Mount {
        /// The path in the container.
        target: &'p str,
    },
}

/// What there is at the paths that an application names.
#[derive(Debug, Default)]
pub(crate) struct NamedFiles {
    /// By what is written: the path, and what is there.
    found: HashMap<String, (String, Presence)>,
    /// By what is written and is not there: what is there to be copied.
    examples: HashMap<String, String>,
    /// Settings of servers, by what is written, that ask for a password or are not known.
    guarding: HashSet<String>,
    /// The services that are built from code that uses a library for the container engine.
    engine_libraries: HashSet<String>,
    /// Whether a file tells people which variables to set, or a script gives Compose a file that sets them.
    pub(crate) lists_variables: bool,
    /// Whether it has so many variables without a value that a script must set them.
    pub(crate) is_set_by_script: bool,
    /// The variables that scripts of the repository set.
    pub(crate) set_by_scripts: HashSet<String>,
    /// The variables that several Compose files of the repository use without a default.
    pub(crate) left_open: HashSet<String>,
    /// The platform that completes it.
    pub(crate) platform: Option<&'static Platform>,
    /// Whether a file beside it is one that is laid over it with `-f`.
    pub(crate) has_overlay: bool,
    /// The services whose ports such a file takes away or replaces.
    pub(crate) unpublished: HashSet<String>,
    /// Whether there is a `.env` beside it.
    pub(crate) has_dotenv: bool,
    /// Whether it is said that this is for development: `ASPNETCORE_ENVIRONMENT: Development`.
    pub(crate) runs_development: bool,
    /// Whether anything else hints at development.
    pub(crate) hints_at_development: bool,
    /// Whether a README calls what lies here a demo or an example.
    pub(crate) is_demo: bool,
    /// What its proxies ask of its services.
    pub(crate) passed: PassedRequests,
}

/// What names of overlays have after the name of their base: `compose.prod.yaml`.
const OVERLAYS: [&str; 12] = [
    "ci",
    "deploy",
    "dev",
    "develop",
    "development",
    "local",
    "prod",
    "production",
    "secrets",
    "staging",
    "test",
    "traefik",
];

/// A file with more variables than this that have no value, and without a `.env`, is run by a script that sets them.
const MOST_OPEN: usize = 5;

/// Files of variables that projects copy to names of their own.
const MORE_EXAMPLES: [&str; 8] = [
    "config.example.env",
    "config.env.example",
    "config.sample.env",
    "docker.env.example",
    "env.sample",
    "env.dist",
    "default.env",
    "template.env",
];

/// Names under which projects keep a `.env` to copy, or a script that exports what it would set.
const EXAMPLES: [&str; 19] = [
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    ".env-example",
    ".env.default",
    ".env.defaults",
    ".env.docker",
    ".env.local.example",
    ".env.production.example",
    "env.template",
    "env.example",
    "example.env",
    "sample.env",
    ".envrc",
    "env.sh",
    "set_env.sh",
    "setenv.sh",
    "set-env.sh",
];

impl NamedFiles {
    /// The files that an application names by relative paths.
    pub(crate) fn of<'p>(&'p self, compose: &'p Compose<'_>) -> impl Iterator<Item = NamedFile<'p>> {
        named(compose).filter_map(|(scalar, use_)| {
            let written = resolve(&scalar).get()?;
            let (path, presence) = self.found.get(&*written)?;
            let example = self.examples.get_key_value(&*written);
            let example = example.map(|(own, example)| (&**example, &**own));
            Some(NamedFile { span: scalar.span, use_, path, presence: *presence, example })
        })
    }

    /// What there is at a path, if it is one of these.
    pub(crate) fn presence(&self, path: &Scalar<'_>) -> Option<Presence> {
        self.found.get(&*resolve(path).get()?).map(|(_, presence)| *presence)
    }

    /// Whether a service needs a `.env` that is not there: Compose does not start without it, and who writes it sets the
    /// variables.
    fn lacks_dotenv(&self, compose: &Compose<'_>) -> bool {
        let mut files = self.of(compose).filter(|file| file.presence == Presence::Missing);
        files.any(|file| {
            matches!(file.use_, FileUse::Environment { is_required: true })
                && file.path.rsplit('/').next().is_some_and(|name| name.starts_with(".env"))
        })
    }

    /// Whether a service mounts settings that ask for a password, or whose content is not known.
    pub(crate) fn guards(&self, service: &Service<'_>) -> bool {
        let mut sources = service.volumes.iter().filter_map(|mount| mount.source.as_ref());
        sources.any(|source| self.guarding.contains(&*source.value))
    }

    /// Whether a service is built from code that uses a library for the container engine.
    pub(crate) fn uses_engine_library(&self, service: &Service<'_>) -> bool {
        self.engine_libraries.contains(&*service.name.value)
    }

    /// Asks once for each path of an application by the path of its file.
    pub(crate) fn find<'s>(
        sources: &'s Sources,
        compose: &Compose<'_>,
        compose_path: &str,
        loader: &dyn Loader<'s>,
    ) -> NamedFiles {
        let folder = path::folder(compose_path);
        let mut files = NamedFiles::default();
        let is_there = |name: &str| loader.presence(&path::join(folder, name)) == Presence::File;
        for (scalar, use_) in named(compose) {
            let Some(written) = resolve(&scalar).get() else { continue };
            if !path::is_relative(&written) || files.found.contains_key(&*written) {
                continue;
            }
            let path = path::join(folder, &written);
            let presence = loader.presence(&path);
            let written = written.into_owned();
            if presence == Presence::Missing && matches!(use_, FileUse::Environment { is_required: true }) {
                let example = example_of(&written, is_there);
                files.examples.extend(example.map(|example| (written.clone(), example)));
            }
            files.found.insert(written, (path, presence));
        }
        files.guarding = server_settings::guarding(sources, compose, folder, loader);
        files.engine_libraries = engine_libraries::find(sources, compose, folder, loader);
        let has_variables = compose.source.raw.contains('$');
        let runs_known = compose.services.iter().any(|service| service.image.is_some());
        let stem = compose_path.strip_suffix(".yaml").or_else(|| compose_path.strip_suffix(".yml"));
        if let Some(stem) = stem.filter(|_| runs_known) {
            let paths =
                OVERLAYS.iter().flat_map(|kind| ["yml", "yaml"].map(|end| format!("{stem}.{kind}.{end}")));
            files.has_overlay = paths.into_iter().any(|path| loader.presence(&path) == Presence::File);
            if files.has_overlay && compose.services.iter().any(|service| !service.ports.is_empty()) {
                files.unpublished = loader.unpublished_beside(compose_path);
            }
        }
        files.lists_variables = has_variables
            && (EXAMPLES.iter().chain(&MORE_EXAMPLES).any(|name| is_there(name))
                || ignores_env(folder, sources, loader)
                || loader.is_given_env_file(compose_path)
                || files.lacks_dotenv(compose)
                // Nobody can read what it sets.
                || loader.load(&path::join(folder, ".env")) == Loaded::Refused);
        let open = open_variables(compose.source.raw);
        files.is_set_by_script = open.len() > MOST_OPEN && !is_there(".env");
        if !open.is_empty() && !files.lists_variables {
            let of_parents = set_above(folder, loader);
            let is_above = |name: &str| of_parents.iter().any(|variables| variables.contains(name));
            let is_set = |name: &&str| is_above(name) || loader.is_set_by_script(name);
            files.set_by_scripts = open.iter().copied().filter(is_set).map(str::to_owned).collect();
            let left = open.into_iter().filter(|name| loader.is_left_open(name));
            files.left_open = left.map(str::to_owned).collect();
        }
        files.has_dotenv = is_there(".env");
        files.runs_development = development_signs::says_development(compose, compose_path, loader);
        // Two questions are about it, and most files raise neither.
        let title = LazyCell::new(|| loader.title(folder));
        let own_title = || title.as_deref();
        files.hints_at_development =
            development_signs::hints_at_development(compose, compose_path, &own_title, loader);
        // The path often says it already, and is read for nothing.
        let from_root = sources.file(compose.source.span.file).repository_path();
        files.is_demo = !path::is_for_tests(from_root) && calls_itself_demo(folder, &own_title, loader);
        files.passed = passed_requests::find(sources, compose, folder, loader);
        files.platform = platforms::find(compose.source.raw, is_there);
        files
    }
}

/// Whether the README of a folder, or that of the project, has a title that speaks of a demo or an example.
fn calls_itself_demo<'t>(folder: &str, own_title: &dyn Fn() -> Option<&'t str>, loader: &dyn Loader) -> bool {
    let is_demo = |title: &str| title.split(|c: char| !c.is_alphanumeric()).any(path::is_word_of_demos);
    own_title().is_some_and(is_demo)
        || !folder.is_empty() && loader.title("").is_some_and(|title| is_demo(&title))
}

/// Files of variables in directories above, which whoever starts all Compose files of a repository gives to Compose.
const ABOVE: [&str; 5] = [".env", ".env.example", ".env.sample", ".env.template", ".env.dist"];

/// The variables that such files set.
fn set_above<'s>(folder: &str, loader: &dyn Loader<'s>) -> Vec<Arc<HashSet<String>>> {
    let above = path::upward_inside(folder).skip(1).take(path::MOST_LEVELS);
    let paths = above.flat_map(|at| ABOVE.map(|name| path::join(at, name)));
    paths.filter_map(|path| loader.env_variables(&path)).collect()
}

/// The variables that a file gives no value to: `${NAME}`, and no `${NAME:-value}`.
pub fn open_variables(text: &str) -> HashSet<&str> {
    let names = text.split("${").skip(1).filter_map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_')?;
        rest.get(end..)?.starts_with('}').then(|| rest.get(..end)).flatten()
    });
    names.collect()
}

/// The path of the file that people are meant to copy to one that is not there: `api.env.example` for `api.env`. What only
/// looks like an example of all files of its kind counts where the name is just this kind: `.env`.
pub(crate) fn example_of(written: &str, is_there: impl Fn(&str) -> bool) -> Option<String> {
    let (folder, name) = written.rsplit_once('/').unwrap_or(("", written));
    let stem = name.strip_suffix(".env").filter(|stem| !stem.is_empty());
    let own = ["example", "sample", "template", "dist", "defaults", "default"].into_iter().flat_map(|word| {
        let inside = stem.map(|stem| format!("{stem}.{word}.env"));
        [Some(format!("{name}.{word}")), Some(format!("{name}-{word}")), inside].into_iter().flatten()
    });
    let of_kind = EXAMPLES.iter().filter(|it| name == ".env" && !it.ends_with(".sh") && **it != ".envrc");
    let all = own.chain(of_kind.map(|it| (*it).to_owned()));
    let mut paths = all.map(|name| if folder.is_empty() { name } else { format!("{folder}/{name}") });
    paths.find(|path| is_there(path))
}

fn named<'c, 's>(compose: &'c Compose<'s>) -> impl Iterator<Item = (Cow<'c, Scalar<'s>>, FileUse<'c>)> {
    let of_services = compose.services.iter().flat_map(|service| {
        let environments = service.env_file.iter().filter_map(|file| {
            let is_required = file.required.as_ref().is_none_or(|required| required.is(true));
            Some((file.path.as_ref()?, FileUse::Environment { is_required }))
        });
        let mounts = service.volumes.iter().filter(|mount| mount.kind == MountKind::Bind);
        let mounts = mounts.filter_map(|mount| {
            let target = &*mount.target.as_ref()?.value;
            Some((mount.source.as_ref()?, FileUse::Mount { target }))
        });
        let labels = service.label_file.iter().map(|file| (file, FileUse::Labels));
        let whole = environments.chain(labels).chain(mounts);
        let profiles = service.security_opt.iter().filter_map(seccomp_profile);
        let profiles = profiles.map(|profile| (Cow::Owned(profile), FileUse::Profile));
        whole.map(|(scalar, use_)| (Cow::Borrowed(scalar), use_)).chain(profiles)
    });
    let contents = compose.secrets.iter().chain(&compose.configs);
    let contents =
        contents.filter_map(|content| Some((content.file.as_ref()?, FileUse::Content(&content.key.value))));
    of_services.chain(contents.map(|(scalar, use_)| (Cow::Borrowed(scalar), use_)))
}

/// The file behind `seccomp:` or `seccomp=` (docker/compose, `pkg/compose/create.go`, function `parseSecurityOpts`).
fn seccomp_profile<'s>(option: &Scalar<'s>) -> Option<Scalar<'s>> {
    let at = option.value.find('=').or_else(|| option.value.find(':'))?;
    let (name, file) = (option.value.get(..at)?, option.value.get(at + 1..)?);
    let is_file = name == "seccomp" && !matches!(file, "" | "unconfined" | "builtin");
    is_file.then(|| option.slice(at + 1..option.value.len()))
}
