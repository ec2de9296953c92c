//! Values of variables, from `.env` files. What the caller's own environment holds is not known here.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use plimsoll_compose::interpolate::VariableValue;
use plimsoll_diagnostics::Span;

use super::Assembler;
use crate::values::dotenv::DotEnv;
use crate::{Loaded, path};

/// How many bytes of values are put into the files of one application.
const MAX_FILLED: usize = 1 << 20;

/// The values that the variables of a file have.
#[derive(Debug)]
pub(super) struct Environment {
    /// Each with the place that sets it.
    values: HashMap<String, (String, Span)>,
    /// The names that are empty in a file, and whose values scripts give.
    unknown: HashSet<String>,
    /// Where the files of the application are named.
    listed_at: Option<Span>,
    left: Cell<usize>,
}

impl Environment {
    pub(super) fn new() -> Environment {
        Environment {
            values: HashMap::new(),
            unknown: HashSet::new(),
            listed_at: None,
            left: Cell::new(MAX_FILLED),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn get(&self, name: &str) -> Option<VariableValue> {
        let (value, set_at) = self.values.get(name)?;
        self.left.set(self.left.get().checked_sub(value.len())?);
        Some((value.clone(), Some(*set_at)))
    }

    /// The files that `COMPOSE_FILE` names, if the first of them is `main`; and where it does.
    pub(super) fn compose_file(&self, main: &str, folder: &str) -> Option<(Vec<String>, Span)> {
        let (list, _) = self.values.get("COMPOSE_FILE")?;
        let separator = self.values.get("COMPOSE_PATH_SEPARATOR").map_or(":", |(value, _)| value);
        let mut paths = Vec::new();
        for name in list.split(separator).filter(|name| !name.is_empty()) {
            paths.push(path::join(folder, name));
        }
        (paths.first().map(String::as_str) == Some(main)).then_some((paths, self.listed_at?))
    }

    /// Whether it says which profiles are on.
    pub(super) fn chooses_profiles(&self) -> bool {
        self.values.contains_key("COMPOSE_PROFILES")
    }

    /// Takes the values of a file. What is empty there and set by a script has the value of the script, which is not known.
    fn add(&mut self, file: &DotEnv<'_>, is_set_by_script: &dyn Fn(&str) -> bool) {
        let mut own: HashMap<&str, Option<(&str, Span)>> = HashMap::new();
        for variable in &file.variables {
            if variable.name.raw == "COMPOSE_FILE" {
                self.listed_at.get_or_insert(variable.text.unwrap_or(variable.name).span);
            }
            let value = variable.value.as_deref().map(|value| (value, variable.name.span));
            own.insert(variable.name.raw, value);
        }
        for (name, value) in own {
            let Some((value, set_at)) = value else { continue };
            if value.is_empty() && !self.values.contains_key(name) && is_set_by_script(name) {
                self.unknown.insert(name.to_owned());
            } else if !self.unknown.contains(name) {
                self.values.entry(name.to_owned()).or_insert_with(|| (value.to_owned(), set_at));
            }
        }
    }
}

impl Assembler<'_, '_> {
    /// What `.env` in a folder says.
    pub(super) fn environment_of(&mut self, folder: &str) -> Environment {
        let mut environment = Environment::new();
        // Of two values, the one that is read first counts.
        for file in self.loader.env_files().iter().rev() {
            self.read_environment(file, &mut environment);
        }
        if self.loader.env_files().is_empty() {
            self.read_environment(&path::join(folder, ".env"), &mut environment);
        }
        environment
    }

    /// Those values, and behind them what files say; or what `.env` in the folder says when none is named.
    pub(super) fn environment_within(&mut self, around: &Environment, files: &[String]) -> Environment {
        let mut environment = Environment {
            values: around.values.clone(),
            unknown: around.unknown.clone(),
            ..Environment::new()
        };
        for file in files {
            self.read_environment(file, &mut environment);
        }
        environment
    }

    /// Whether there is such a file, or may be one.
    pub(super) fn read_environment(&mut self, path: &str, environment: &mut Environment) -> bool {
        match self.loader.load(path) {
            Loaded::File(id) => {
                self.sources.file(id).hide_values();
                let mut file = DotEnv::parse(self.sources.text(id));
                environment.add(&file, &|name| self.loader.is_set_by_script(name));
                self.problems.append(&mut file.problems);
                self.open_variables.append(&mut file.open);
                self.dotenv_names.extend(file.variables.iter().map(|variable| variable.name));
                true
            }
            Loaded::Missing => false,
            Loaded::Refused => true,
        }
    }
}
