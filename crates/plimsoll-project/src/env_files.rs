//! Files under `env_file`: what they give to the environments of services (Compose Specification, `env_file`).

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use plimsoll_compose::{EnvFile, Service};
use plimsoll_diagnostics::{Diagnostic, Sources, Span, Text};

use crate::dotenv::{DotEnv, OpenVariable};
use crate::{ComposeApp, Container, Loaded, Loader, Presence, Value, path, resolve};

/// The variables of a file; those without a value take it from outside.
type Variables<'s> = HashMap<&'s str, Option<Cow<'s, str>>>;

/// How many variables a file has at most whose values are looked into, as each service does so.
const MOST_VARIABLES: usize = 300;

/// An item of `env_file`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnvSource {
    /// Where the service names it.
    at: Span,
    /// Which file it is; `None` when it cannot be read.
    file: Option<usize>,
}

/// Every file that services take variables from, once each.
#[derive(Debug, Default)]
pub(crate) struct EnvFiles<'s> {
    files: Vec<Variables<'s>>,
    by_path: HashMap<String, Loading>,
    /// Every name that they set, in order.
    pub(crate) names: Vec<Text<'s>>,
    /// Variables in the values of these files that no file sets.
    pub(crate) open: Vec<OpenVariable<'s>>,
}

#[derive(Clone, Copy, Debug)]
enum Loading {
    Read(usize),
    Missing,
    Refused,
}

impl<'s> EnvFiles<'s> {
    /// What a service takes its variables from, in order; its paths are seen from `folder`.
    pub(crate) fn of_service(
        &mut self,
        service: &Service<'s>,
        folder: &str,
        (sources, loader): (&'s Sources, &dyn Loader),
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<EnvSource> {
        let mut found = Vec::new();
        for item in &service.env_file {
            problems.extend(unknown_format(item, folder, loader));
            let loading = match path_of(item, folder) {
                Some(path) => self.load(path, sources, loader, problems),
                None => Loading::Refused,
            };
            let file = match loading {
                Loading::Read(file) => Some(file),
                // An optional file is one that each machine may have.
                Loading::Missing | Loading::Refused => None,
            };
            found.push(EnvSource { at: item.span, file });
        }
        found
    }

    fn load(
        &mut self,
        path: String,
        sources: &'s Sources,
        loader: &dyn Loader,
        problems: &mut Vec<Diagnostic>,
    ) -> Loading {
        if let Some(known) = self.by_path.get(&path) {
            return *known;
        }
        let loading = match loader.load(&path) {
            Loaded::File(id) => {
                sources.file(id).hide_values();
                let DotEnv { variables, problems: mut found, mut open } = DotEnv::parse(sources.text(id));
                self.open.append(&mut open);
                problems.append(&mut found);
                self.names.extend(variables.iter().map(|variable| variable.name));
                self.files.push(
                    variables.into_iter().map(|variable| (variable.name.raw, variable.value)).collect(),
                );
                Loading::Read(self.files.len() - 1)
            }
            Loaded::Missing => Loading::Missing,
            Loaded::Refused => Loading::Refused,
        };
        self.by_path.insert(path, loading);
        loading
    }
}

/// The path of a file whose format is known.
fn path_of(item: &EnvFile<'_>, folder: &str) -> Option<String> {
    let written = resolve(item.path.as_ref()?).get()?;
    (item.format.is_none() && path::is_relative(&written)).then(|| path::join(folder, &written))
}

/// A format that Compose does not know, of a file that it reads (compose-go, package `dotenv`, function `ParseWithFormat`).
fn unknown_format(item: &EnvFile<'_>, folder: &str, loader: &dyn Loader) -> Option<Diagnostic> {
    let format = item.format.as_ref().filter(|format| !format.is_interpolated())?;
    let written = resolve(item.path.as_ref()?).get()?;
    let is_left_out = path::is_relative(&written)
        && !is_required(item)
        && loader.presence(&path::join(folder, &written)) == Presence::Missing;
    if matches!(&*format.value, "" | "raw") || is_left_out {
        return None;
    }
    let message = format!("`{}` is not a valid `env_file` format", format.value);
    let mut problem = Diagnostic::new("compose-schema", format.span, message);
    problem.help("use `raw` for literal values, or remove `format` to use the default");
    Some(problem)
}

fn is_required(item: &EnvFile<'_>) -> bool {
    item.required.as_ref().is_none_or(|required| !required.is(false))
}

impl<'s> ComposeApp<'s> {
    /// Variables in the values of `.env` and of files under `env_file` that these files do not set.
    pub fn open_variables(&self) -> impl Iterator<Item = &OpenVariable<'s>> {
        let of_dotenv = self.open_variables.iter().filter(|own| {
            // A `.env` is often an `env_file`, too.
            !self.env_files.open.iter().any(|other| other.owner.span == own.owner.span)
        });
        of_dotenv.chain(&self.env_files.open)
    }

    fn variables(&self, source: EnvSource) -> Option<&Variables<'s>> {
        self.env_files.files.get(source.file?)
    }
}

impl<'p> Container<'p> {
    /// What the service says of a variable: in `environment`, else in a file under `env_file`, of which the last
    /// counts. A value of a file is set where the service names the file.
    pub fn given_env(&self, name: &str) -> Value<Cow<'p, str>> {
        let pairs = self.service.environment.iter().zip(self.environment());
        if let Some((pair, value)) = pairs.rev().find(|(pair, _)| pair.name.value == name) {
            return match value.as_ref() {
                Value::Known { value, .. } => Value::known(Cow::Borrowed(&**value), pair.span),
                other => other.map(|value| Cow::Borrowed(&**value)),
            };
        }
        if let Some(pair) = self.service.environment.iter().find(|pair| pair.name.is_interpolated()) {
            return Value::Unknown { because: pair.span };
        }
        for source in self.env_sources().iter().rev() {
            let Some(variables) = self.app.variables(*source) else {
                return Value::Unknown { because: source.at };
            };
            if let Some(value) = variables.get(name) {
                return match value {
                    Some(value) => Value::known(Cow::Borrowed(&**value), source.at),
                    None => Value::Unknown { because: source.at },
                };
            }
        }
        self.inherited().unwrap_or(Value::Unset)
    }

    /// The file under `env_file` that sets a variable, by the place that names it.
    pub fn env_file_with(&self, name: &str) -> Option<Span> {
        let mut sources = self.env_sources().iter().rev();
        let sets =
            |source: &&EnvSource| self.app.variables(**source).is_some_and(|all| all.contains_key(name));
        sources.find(sets).map(|source| source.at)
    }

    /// What files give it and the service does not replace, by name, each with the place that names the file. Of files
    /// before one that cannot be read, and of very long ones, nothing is known.
    pub(crate) fn file_variables(&self) -> Vec<(&'p str, &'p str, Span)> {
        let mut seen: HashSet<&str> = self.service.environment.iter().map(|pair| &*pair.name.value).collect();
        let mut found = Vec::new();
        for source in self.env_sources().iter().rev() {
            let Some(variables) = self.app.variables(*source).filter(|all| all.len() <= MOST_VARIABLES)
            else {
                break;
            };
            for (name, value) in variables.iter().filter(|(name, _)| seen.insert(name)) {
                found.extend(value.as_ref().map(|value| (*name, &**value, source.at)));
            }
        }
        found.sort_unstable_by_key(|(name, ..)| *name);
        found
    }

    /// The variables that files give and `environment` does not name, by name.
    pub(crate) fn names_of_env_files(&self) -> BTreeSet<&'p str> {
        let files = self.env_sources().iter().filter_map(|source| self.app.variables(*source));
        let mut names: BTreeSet<&str> = files.flat_map(|variables| variables.keys().copied()).collect();
        for pair in &self.service.environment {
            names.remove(&*pair.name.value);
        }
        names
    }

    /// Whether a text may stand in a value that a file gives.
    pub(crate) fn env_files_may_hold(&self, text: &str) -> bool {
        self.env_sources().iter().any(|source| {
            let holds =
                |value: &Option<Cow<'_, str>>| value.as_ref().is_none_or(|value| value.contains(text));
            self.app.variables(*source).is_none_or(|variables| variables.values().any(holds))
        })
    }

    /// Whether the service may be given a variable with such a name.
    pub fn may_be_given(&self, is_meant: impl Fn(&str) -> bool) -> bool {
        let of_files = self.env_sources().iter().any(|source| {
            self.app.variables(*source).is_none_or(|variables| variables.keys().any(|name| is_meant(name)))
        });
        let is_own =
            |pair: &plimsoll_compose::Pair<'_>| pair.name.is_interpolated() || is_meant(&pair.name.value);
        of_files || self.service.environment.iter().any(is_own)
    }
}
