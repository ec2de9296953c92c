//! Services that start from others (Compose Specification, "extends").

use std::collections::{HashMap, HashSet};

use plimsoll_compose::merge;
use plimsoll_compose::yaml::{Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::{MOST_COMPARED, Span, nearest};

use super::rebase::rebase_service;
use super::{Assembler, Loading, MAX_DEPTH, Scope, Use, size};
use crate::path;

/// The services of the files that a file's services start from.
#[derive(Default)]
struct Bases<'s> {
    /// By path: the services as they are written, their variables filled.
    files: HashMap<String, Written<'s>>,
    /// By path and name: what a service is when all that it starts from is in it.
    done: HashMap<(String, String), Yaml<'s>>,
    /// The services around the current one: to start from one of them would have no end.
    open: Vec<(String, String)>,
    /// Files that are not there. Each is told once.
    missing: HashSet<String>,
}

/// The services of a file, each found by its name at once.
struct Written<'s> {
    services: Mapping<'s>,
    /// The place of each; of two with one name, the later.
    places: HashMap<String, usize>,
}

impl<'s> Written<'s> {
    fn new(services: Mapping<'s>) -> Written<'s> {
        let names = services.entries.iter().map(|entry| entry.key.value.to_string());
        Written { places: names.zip(0..).collect(), services }
    }

    fn get(&self, name: &str) -> Option<&Yaml<'s>> {
        Some(&self.services.entries.get(*self.places.get(name)?)?.value)
    }
}

impl<'s> Assembler<'_, 's> {
    /// Puts into each service of a file what it starts from.
    pub(super) fn extend_services(&mut self, tree: &mut Yaml<'s>, path: &str, scope: &Scope<'_>) {
        let Some(services) = services(tree) else { return };
        if !services.entries.iter().any(|entry| entry.value.get("extends").is_some()) {
            return;
        }
        let mut bases = Bases::default();
        bases.files.insert(path.to_owned(), Written::new(services.clone()));
        for entry in services.entries.make_mut() {
            let name = entry.key.value.clone().into_owned();
            if entry.value.get("extends").is_some()
                && let Some(whole) = self.whole(path, scope.folder, &name, scope, &mut bases)
            {
                entry.value = whole;
            }
        }
    }

    /// A service with all that it starts from in it; `None` when there is no such service.
    fn whole(
        &mut self,
        path: &str,
        folder: &str,
        name: &str,
        scope: &Scope<'_>,
        bases: &mut Bases<'s>,
    ) -> Option<Yaml<'s>> {
        let key = (path.to_owned(), name.to_owned());
        if let Some(done) = bases.done.get(&key) {
            return Some(done.clone());
        }
        let mut own = bases.files.get(path)?.get(name)?.clone();
        if let Some(extends) = own.get("extends").cloned() {
            bases.open.push(key.clone());
            let base = self.base(&extends, path, folder, scope, bases);
            bases.open.pop();
            if let Some(base) = base {
                self.is_resolved = true;
                remove(&mut own, "extends");
                own = merge::services(base, own);
            }
        }
        bases.done.insert(key, own.clone());
        Some(own)
    }

    /// What `extends` names, its paths seen from `folder`; `None` when that cannot be told, or was said to be wrong.
    fn base(
        &mut self,
        extends: &Yaml<'s>,
        path: &str,
        folder: &str,
        scope: &Scope<'_>,
        bases: &mut Bases<'s>,
    ) -> Option<Yaml<'s>> {
        let service = extends.as_scalar().or_else(|| extends.get("service")?.as_scalar())?;
        let file = extends.get("file").and_then(Yaml::as_scalar);
        let name = self.known(service)?;
        let (base_path, base_folder) = match file {
            None => (path.to_owned(), folder.to_owned()),
            Some(file) => {
                let base_path = path::join(folder, &self.known(file)?);
                self.services_of(&base_path, file.span, scope, bases)?;
                let base_folder = path::folder(&base_path).to_owned();
                (base_path, base_folder)
            }
        };
        let key = (base_path.clone(), name.clone());
        if bases.open.contains(&key) {
            let message = format!("service `{name}` extends itself");
            self.say(service.span, message)?.help("remove one of these `extends`");
            return None;
        }
        if bases.open.len() > MAX_DEPTH {
            return self.give_up(service.span, "`extends` is nested too deeply; the rest is not read");
        }
        let Some(mut base) = self.whole(&base_path, &base_folder, &name, scope, bases) else {
            self.undefined(service, &name, &base_path, file.is_some(), bases);
            return None;
        };
        let Some(left) = self.left.checked_sub(size(&base)) else {
            return self.give_up(service.span, "`extends` is used too many times; the rest is not read");
        };
        self.left = left;
        rebase_service(&mut base, &base_folder, folder);
        Some(base)
    }

    /// Loads the services of another file.
    fn services_of(
        &mut self,
        path: &str,
        span: Span,
        scope: &Scope<'_>,
        bases: &mut Bases<'s>,
    ) -> Option<()> {
        if bases.files.contains_key(path) {
            return Some(());
        }
        match self.load(path, Use::Services) {
            Loading::Read(at) => {
                let mut tree = self.filled(at, scope.environment);
                let services = services(&mut tree).map(std::mem::take).unwrap_or_default();
                bases.files.insert(path.to_owned(), Written::new(services));
                Some(())
            }
            Loading::Missing => {
                self.is_open = true;
                if !bases.missing.insert(path.to_owned()) {
                    return None;
                }
                self.say_missing(span, path)?
                    .here("`extends` refers to this file")
                    .help("use a path relative to this file's directory");
                None
            }
            Loading::Refused => {
                self.is_open = true;
                None
            }
        }
    }

    fn undefined(&mut self, service: &Scalar<'s>, name: &str, path: &str, is_other: bool, bases: &Bases<'s>) {
        // What a file that lost lines does not have may be in those.
        let is_whole = match self.by_path.get(path) {
            Some(Loading::Read(at)) => self.parsed.get(*at).is_some_and(|parsed| parsed.tree.is_whole()),
            _ => false,
        };
        if !is_whole {
            self.is_open = true;
            return;
        }
        let names = bases.files.get(path).into_iter().flat_map(|written| &written.services.entries);
        let names = names.map(|entry| &*entry.key.value).take(MOST_COMPARED);
        let near = nearest(name, names).map(str::to_owned);
        let of_file = if is_other { format!(" in `{path}`") } else { String::new() };
        // `extends: ../base.yaml` names a file where a service is meant.
        let is_path = !is_other && [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
        let Some(problem) = self.say(service.span, format!("unknown service `{name}`{of_file}")) else {
            return;
        };
        if let Some(near) = near {
            problem.help(format!("did you mean `{near}`?"));
        } else if is_path {
            problem.help(format!("write `extends: {{ file: {name}, service: … }}`"));
        }
    }

    /// A name or a path, unless a variable hides it.
    fn known(&mut self, scalar: &Scalar<'s>) -> Option<String> {
        let known = crate::resolve(scalar).get();
        self.is_open |= known.is_none();
        known.map(std::borrow::Cow::into_owned)
    }

    pub(super) fn give_up<T>(&mut self, span: Span, message: &'static str) -> Option<T> {
        self.is_open = true;
        self.problems.push(plimsoll_diagnostics::Diagnostic::new("limit-exceeded", span, message));
        None
    }
}

fn services<'t, 's>(tree: &'t mut Yaml<'s>) -> Option<&'t mut Mapping<'s>> {
    let Node::Mapping(file) = &mut tree.node else { return None };
    match &mut file.get_mut("services")?.node {
        Node::Mapping(services) => Some(services),
        _ => None,
    }
}

pub(super) fn remove(yaml: &mut Yaml<'_>, key: &str) {
    if let Node::Mapping(mapping) = &mut yaml.node
        && mapping.get(key).is_some()
    {
        mapping.entries.make_mut().retain(|entry| entry.key.value != key);
    }
}
