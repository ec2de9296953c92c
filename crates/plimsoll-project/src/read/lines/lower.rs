//! `docker run` and its like as a service: each flag as the key that says the same.

use plimsoll_commands::{Flag, MountSpec, Tool, Verb, Word};
use plimsoll_compose::yaml::{Entry, Mapping, Node, Scalar, Yaml};
use plimsoll_diagnostics::{Span, Text};

use super::{scalar, scalar_as};
use crate::Line;

/// The service that a line makes, and its name; `None` where it makes none that can be known.
pub(super) fn service<'s>(source: Text<'s>, line: &Line) -> Option<(Scalar<'s>, Yaml<'s>)> {
    let command = &line.command;
    if !command.verb.makes_container() {
        return None;
    }
    let splits = command.tool != Tool::Docker;
    let mut service = Tree { source, entries: Vec::new(), splits };
    let image = line.image.as_ref().or_else(|| command.image());
    if let Some(image) = image {
        service.set(&["image"], image.span, scalar(source, image).into_yaml());
    } else {
        // What the line does not say, what is not known of it may.
        let from = Scalar::implied("${_}", command.verb_span).into_yaml();
        service.set(&["extends", "file"], command.verb_span, from);
        let name = Scalar::implied("${_}", command.verb_span).into_yaml();
        service.set(&["extends", "service"], command.verb_span, name);
    }
    for flag in command.flags.certain() {
        service.flag(flag);
    }
    if !command.arguments().is_empty() {
        let words = command.arguments().iter().map(|word| scalar(source, word).into_yaml());
        let span = command.arguments().first()?.span.to(command.arguments().last()?.span);
        service.set(&["command"], span, Yaml::new(Node::Sequence(words.collect()), span));
    }
    let has_network = ["--network", "--net"].iter().any(|name| command.flags.get(name).is_some());
    if !has_network && command.verb != Verb::ServiceCreate && !command.flags.is_open && line.image.is_none() {
        let at = command.verb_span;
        service.set(&["network_mode"], at, Scalar::implied("bridge", at).into_yaml());
    }
    let name =
        command.flags.get("--name").and_then(|flag| flag.value.as_ref()).filter(|name| name.is_known());
    let called = name.map_or_else(
        || image.map_or("container".to_owned(), |image| image.as_template().to_owned()),
        |name| name.as_template().to_owned(),
    );
    let at = image.map_or(command.verb_span, |image| image.span);
    let span = command.span;
    Some((Scalar::implied(called, at), Yaml::new(Node::Mapping(Mapping::new(service.entries)), span)))
}

struct Tree<'s> {
    source: Text<'s>,

    entries: Vec<Entry<'s>>,
    /// Whether commas part capabilities, as they do for podman and nerdctl.
    splits: bool,
}

impl<'s> Tree<'s> {
    /// Puts a value under a path of keys.
    fn set(&mut self, path: &[&str], key: Span, value: Yaml<'s>) {
        set(&mut self.entries, path, key, value);
    }

    /// Adds an item to a list.
    fn add(&mut self, name: &str, key: Span, item: Yaml<'s>) {
        let span = item.span;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key.value == name) {
            if let Node::Sequence(items) = &mut entry.value.node {
                items.make_mut().push(item);
            }
            return;
        }
        let list = Yaml::new(Node::Sequence(vec![item].into()), span);
        self.set(&[name], key, list);
    }

    fn flag(&mut self, flag: &Flag) {
        let key = flag.span;
        let known = flag.known;
        let Some(value) = &flag.value else {
            if !known.key.is_empty() {
                let path: Vec<&str> = known.key.split('.').collect();
                let is_on = scalar_as(self.source, "true".to_owned(), flag.span);
                self.set(&path, key, is_on.into_yaml());
            }
            return;
        };
        match known.name {
            "--network" | "--net" => self.network(flag, value),
            "--mount" => self.mount(flag, value),
            "--entrypoint" => {
                let program = scalar(self.source, value).into_yaml();
                let is_none = value.text() == Some("");
                let words = if is_none { Vec::new() } else { vec![program] };
                self.set(&["entrypoint"], key, Yaml::new(Node::Sequence(words.into()), value.span));
            }
            "--stop-timeout" => {
                let seconds = format!("{}s", value.as_template());
                self.set(
                    &["stop_grace_period"],
                    key,
                    scalar_as(self.source, seconds, value.span).into_yaml(),
                );
            }
            "--env-file" => {
                // Which folder it counts from is not certain, and the client reads it by rules of its own.
                let file = scalar_as(self.source, "${_}".to_owned(), value.span);
                self.add("env_file", key, file.into_yaml());
            }
            "--log-opt" => self.pair(&["logging", "options"], key, value),
            "--ulimit" => self.ulimit(key, value),
            "--secret" if self.splits => self.secret(key, value),
            // They name no key of a service, or one of another shape.
            "--volume-driver" | "--gpus" | "--secret" | "--config" | "--credential-spec" | "--label-file" => {
            }
            _ if known.key.is_empty() || known.key.starts_with("blkio") => {}
            "--cap-add" | "--cap-drop" if self.splits => {
                let mut from = 0;
                for part in value.as_template().split(',') {
                    let part_of = value.slice(from..from + part.len());
                    from += part.len() + 1;
                    self.add(known.key, key, scalar(self.source, &part_of).into_yaml());
                }
            }
            _ if known.is_list => self.add(known.key, key, scalar(self.source, value).into_yaml()),
            _ => {
                let path: Vec<&str> = known.key.split('.').collect();
                self.set(&path, key, scalar(self.source, value).into_yaml());
            }
        }
    }

    fn pair(&mut self, path: &[&str], key: Span, value: &Word) {
        let text = value.as_template();
        let Some(at) = text.find('=') else { return };
        let name = text.get(..at).unwrap_or_default();
        let mut path = path.to_vec();
        path.push(name);
        let value = value.slice(at + 1..text.len());
        let value = scalar(self.source, &value).into_yaml();
        self.set(&path, key, value);
    }

    /// Podman also gives a secret as a variable: `--secret NAME,type=env,target=VARIABLE`.
    fn secret(&mut self, key: Span, value: &Word) {
        let spec = MountSpec::read(value);
        if spec.get(&["type"]).and_then(Word::text) != Some("env") {
            return;
        }
        let name = value.as_template().split(',').next().unwrap_or_default();
        let variable = spec.get(&["target"]).map_or(name, Word::as_template);
        let variable = scalar_as(self.source, format!("{variable}=${{_}}"), value.span);
        self.add("environment", key, variable.into_yaml());
    }

    fn ulimit(&mut self, key: Span, value: &Word) {
        let Some((name, limits)) = value.as_template().split_once('=') else { return };
        let at = value.span;
        let number = |text: &str| scalar_as(self.source, text.to_owned(), at).into_yaml();
        if let Some((soft, hard)) = limits.split_once(':') {
            let (soft, hard) = (number(soft), number(hard));
            self.set(&["ulimits", name, "soft"], key, soft);
            self.set(&["ulimits", name, "hard"], key, hard);
        } else {
            let limit = number(limits);
            self.set(&["ulimits", name], key, limit);
        }
    }

    fn network(&mut self, flag: &Flag, value: &Word) {
        let text = value.as_template();
        let of_engine =
            matches!(text, "host" | "none" | "bridge" | "default") || text.starts_with("container:");
        if of_engine || !value.is_known() {
            let mode = if text == "default" { "bridge" } else { text };
            let mode = scalar_as(self.source, mode.to_owned(), value.span);
            return self.set(&["network_mode"], flag.span, mode.into_yaml());
        }
        let spec = MountSpec::read(value);
        let name = spec.get(&["name"]).cloned().unwrap_or_else(|| value.clone());
        self.add("networks", flag.span, scalar(self.source, &name).into_yaml());
    }

    fn mount(&mut self, flag: &Flag, value: &Word) {
        let spec = MountSpec::read(value);
        let mut mount = Vec::new();
        let source = self.source;
        let mut put = |path: &[&str], value: Scalar<'s>| {
            let span = value.span;
            set(&mut mount, path, span, value.into_yaml());
        };
        match spec.get(&["type"]) {
            Some(kind) => put(&["type"], scalar(source, kind)),
            None => put(&["type"], Scalar::implied("volume", value.span)),
        }
        if let Some(from) = spec.get(&["source", "src"]) {
            put(&["source"], scalar(source, from));
        }
        if let Some(to) = spec.get(&["target", "dst", "destination"]) {
            put(&["target"], scalar(source, to));
        }
        if spec.has(&["readonly", "ro"]) {
            put(&["read_only"], Scalar::implied("true", value.span));
        }
        if let Some(propagation) = spec.get(&["bind-propagation"]) {
            put(&["bind", "propagation"], scalar(source, propagation));
        }
        let mount = Yaml::new(Node::Mapping(Mapping::new(mount)), value.span);
        self.add("volumes", flag.span, mount);
    }
}

/// Puts a value under a path of keys, whatever is there already: the last flag counts.
fn set<'s>(entries: &mut Vec<Entry<'s>>, path: &[&str], key: Span, value: Yaml<'s>) {
    let Some((first, rest)) = path.split_first() else { return };
    let at = entries.iter().position(|entry| entry.key.value == *first);
    if rest.is_empty() {
        let entry = Entry { key: Scalar::implied((*first).to_owned(), key), value };
        match at.and_then(|at| entries.get_mut(at)) {
            Some(old) => *old = entry,
            None => entries.push(entry),
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        let inner = Yaml::new(Node::Mapping(Mapping::default()), value.span);
        entries.push(Entry { key: Scalar::implied((*first).to_owned(), key), value: inner });
        entries.len() - 1
    });
    if let Some(Entry { value: Yaml { node: Node::Mapping(inner), .. }, .. }) = entries.get_mut(at) {
        set(inner.entries.make_mut(), rest, key, value);
    }
}
