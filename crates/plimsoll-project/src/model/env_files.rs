//! Files under `env_file`: what they give to the environments of services (Compose Specification, `env_file`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use plimsoll_compose::{EnvFile, Service};
use plimsoll_diagnostics::{Diagnostic, Sources, Span, Text};

use crate::values::dotenv::{DotEnv, OpenVariable};
use crate::{Loaded, Loader, Presence, path, resolve};

/// The variables of a file; those without a value take it from outside.
pub(crate) type Variables<'s> = HashMap<&'s str, Option<Cow<'s, str>>>;

/// An item of `env_file`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EnvSource {
    /// Where the service names it.
    pub(crate) at: Span,
    /// Which file it is; `None` when it cannot be read.
    file: Option<usize>,
}

/// Every file that services take variables from, once each.
#[derive(Debug, Default)]
pub(crate) struct EnvFiles<'s> {
    files: Vec<Variables<'s>>,
    /// What a line of a file only passes on, with the number of the file: `NAME=$NAME`.
    passed_on: HashSet<(usize, &'s str)>,
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
    /// The variables of an item; `None` when its file cannot be read.
    pub(crate) fn variables(&self, source: EnvSource) -> Option<&Variables<'s>> {
        self.files.get(source.file?)
    }

    /// Whether the file of an item gives a variable a value of its own.
    pub(crate) fn sets(&self, source: EnvSource, name: &str) -> bool {
        let is_own = |file| !self.passed_on.contains(&(file, name));
        self.variables(source).is_some_and(|all| all.contains_key(name)) && source.file.is_some_and(is_own)
    }

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
                let passed_on = variables.iter().filter(|variable| variable.is_passed_on());
                self.passed_on.extend(passed_on.map(|variable| (self.files.len(), variable.name.raw)));
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
