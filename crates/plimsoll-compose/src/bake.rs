//! Bake files: targets, with what they inherit from other targets of the file.
//!
//! Source: Docker's documentation, "Bake file reference", `inherits` and `group`.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use plimsoll_diagnostics::Text;

use crate::yaml::{self, Entry, Mapping, Scalar, Stream, Yaml};
use crate::{hcl, json};

/// The files that Bake reads if none is named, besides Compose files. Source: docker/buildx, `bake/bake.go`,
/// `defaultFilenames`.
pub const DEFAULT_FILES: [&str; 4] =
    ["docker-bake.json", "docker-bake.hcl", "docker-bake.override.json", "docker-bake.override.hcl"];

/// How deep targets may inherit from targets.
const MOST_DEPTH: usize = 16;

/// How many values are read for all targets of a file, those that they inherit included.
const MOST_READ: usize = 200_000;

/// A file that Bake reads: Bake's own in HCL or JSON, or a Compose file. It is parsed once for all that is asked of it.
#[derive(Debug)]
pub struct BakeFile<'s> {
    source: Text<'s>,
    /// Its tree, its comments and its problems.
    pub stream: Stream<'s>,
    /// Its expressions, if it is in HCL and could be parsed.
    body: Option<hcl::Body>,
}

/// The targets of a Bake file.
#[derive(Debug)]
pub struct Bake<'y, 's> {
    root: &'y Yaml<'s>,
    targets: &'y [Entry<'s>],
    by_name: HashMap<&'y str, &'y Entry<'s>>,
    /// How many values may still be read.
    budget: Cell<usize>,
}

/// A target with everything that it inherits.
#[derive(Clone, Debug)]
pub struct Target<'y, 's> {
    /// Its name and its own attributes.
    pub entry: &'y Entry<'s>,
    /// Its own attributes, then those of the targets that it inherits from, in the order in which they count.
    mappings: Vec<&'y Mapping<'s>>,
    /// Whether all the targets that it inherits from are in the file.
    is_whole: bool,
}

/// The parser for a file that Bake reads, by its name: HCL, JSON, or YAML for Compose files.
pub fn parser(path: &str) -> for<'s> fn(Text<'s>) -> Stream<'s> {
    match path.to_ascii_lowercase().rsplit('.').next() {
        Some("hcl") => hcl::read,
        Some("yml" | "yaml") => yaml::read,
        _ => json::read,
    }
}

impl<'s> BakeFile<'s> {
    /// Parses a file.
    pub fn read(path: &str, source: Text<'s>) -> BakeFile<'s> {
        let (stream, body) = if path.to_ascii_lowercase().ends_with(".hcl") {
            hcl::read_with_body(source)
        } else {
            (parser(path)(source), None)
        };
        BakeFile { source, stream, body }
    }

    /// Whether all of it could be parsed.
    pub fn is_whole(&self) -> bool {
        self.stream.problems.is_empty()
    }

    /// The groups, targets and services that can be built by name.
    pub fn names(&self) -> impl Iterator<Item = &Scalar<'s>> {
        self.stream.documents.iter().flat_map(names)
    }

    /// The names that it refers to and declares; none if it could not be parsed.
    pub fn references(&self) -> hcl::References {
        let root = self.stream.documents.first().filter(|_| self.is_whole());
        match &self.body {
            Some(body) => hcl::references(self.source, body),
            None => root.map(references_in_json).unwrap_or_default(),
        }
    }
}

/// The groups, targets and services that can be built by name.
pub fn names<'y, 's>(root: &'y Yaml<'s>) -> impl Iterator<Item = &'y Scalar<'s>> {
    let blocks = ["group", "target", "services"].into_iter().filter_map(|key| root.get(key)?.as_mapping());
    blocks.flat_map(|block| block.entries.iter()).map(|entry| &entry.key)
}

/// The names that the texts of a Bake file in JSON refer to, where nothing but a name is in the braces, and those that it
/// declares.
fn references_in_json(root: &Yaml<'_>) -> hcl::References {
    let mapping = |yaml: Option<&Yaml<'_>>| yaml.and_then(Yaml::as_mapping).map(keys).unwrap_or_default();
    let mut found = hcl::References::default();
    found.declared.extend(mapping(Some(root)));
    found.declared.extend(mapping(root.get("variable")));
    let targets = root.get("target").and_then(Yaml::as_mapping);
    for target in targets.into_iter().flat_map(|targets| targets.entries.iter()) {
        let scope = mapping(target.value.get("matrix"));
        let mut open = vec![&target.value];
        while let Some(yaml) = open.pop() {
            open.extend(yaml.as_sequence().unwrap_or_default());
            open.extend(yaml.as_mapping().into_iter().flat_map(|it| it.entries.iter().map(|it| &it.value)));
            let Some(scalar) = yaml.as_scalar() else { continue };
            let names = names_in(&scalar.value).filter(|name| !scope.iter().any(|own| own == name));
            found.used.extend(names.map(|name| (name.to_owned(), scalar.span)));
        }
    }
    found
}

fn keys(mapping: &Mapping<'_>) -> Vec<String> {
    mapping.entries.iter().map(|entry| entry.key.value.to_string()).collect()
}

/// Each NAME of `${NAME}`; `$${` stands for itself.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !matches!(*name, "BAKE_CMD_CONTEXT" | "BAKE_LOCAL_PLATFORM")
    };
    let starts =
        text.match_indices("${").filter(|(at, _)| !text.get(..*at).is_some_and(|it| it.ends_with('$')));
    starts.filter_map(|(at, _)| Some(text.get(at + 2..)?.split_once('}')?.0)).filter(is_name)
}

impl<'y, 's> Bake<'y, 's> {
    /// The targets in a tree.
    pub fn of(root: &'y Yaml<'s>) -> Bake<'y, 's> {
        let targets = root.get("target").and_then(Yaml::as_mapping).map(|targets| &*targets.entries);
        let targets: &[Entry<'s>] = targets.unwrap_or_default();
        // Of two with one name, the first counts.
        let by_name = targets.iter().rev().map(|entry| (&*entry.key.value, entry)).collect();
        Bake { root, targets, by_name, budget: Cell::new(MOST_READ) }
    }

    /// Its targets, in order; those that inherit too much are left out.
    pub fn targets(&self) -> impl Iterator<Item = Target<'y, 's>> {
        self.targets.iter().filter_map(move |entry| self.target(entry))
    }

    /// The targets that are built: those in a group, and those that no other target inherits from.
    pub fn built(&self) -> impl Iterator<Item = Target<'y, 's>> {
        let groups = self.root.get("group").and_then(Yaml::as_mapping);
        let groups = groups.into_iter().flat_map(|groups| groups.entries.iter());
        let grouped: HashSet<&str> =
            groups.flat_map(|group| list(&group.value, "targets")).map(|name| &*name.value).collect();
        let inherited: HashSet<&str> = self
            .targets
            .iter()
            .flat_map(|target| list(&target.value, "inherits"))
            .map(|name| &*name.value)
            .collect();
        let is_built = move |name: &str| grouped.contains(name) || !inherited.contains(name);
        self.targets
            .iter()
            .filter(move |entry| is_built(&entry.key.value))
            .filter_map(|entry| self.target(entry))
    }

    /// Whether the targets asked for so far inherit more than is read.
    pub fn exceeds_limit(&self) -> bool {
        self.budget.get() == 0
    }

    fn target(&self, entry: &'y Entry<'s>) -> Option<Target<'y, 's>> {
        let mut mappings = Vec::new();
        self.add_lineage(&entry.value, 0, &mut mappings, &mut HashSet::from([&*entry.key.value]));
        if self.exceeds_limit() {
            return None;
        }
        let is_here =
            |name: &Yaml<'_>| name.as_scalar().is_some_and(|name| self.by_name.contains_key(&*name.value));
        let is_known = |names: &Yaml<'_>| names.as_sequence().is_some_and(|it| it.iter().all(is_here));
        let is_whole = mappings.iter().filter_map(|mapping| mapping.get("inherits")).all(is_known);
        Some(Target { entry, mappings, is_whole })
    }

    /// Adds a target and those that it inherits from, what counts more first. One that is there already counts no more.
    fn add_lineage(
        &self,
        target: &'y Yaml<'s>,
        depth: usize,
        found: &mut Vec<&'y Mapping<'s>>,
        seen: &mut HashSet<&'y str>,
    ) {
        let own = target.as_mapping();
        let values = own.iter().flat_map(|own| own.entries.iter()).map(|entry| size(&entry.value));
        self.budget.set(self.budget.get().saturating_sub(1 + values.sum::<usize>()));
        found.extend(own);
        if depth == MOST_DEPTH {
            return;
        }
        // The last one that is named counts more than the first.
        let names: Vec<_> = list(target, "inherits").collect();
        for name in names.into_iter().rev() {
            if let Some(parent) = self.by_name.get(&*name.value).filter(|_| !self.exceeds_limit())
                && seen.insert(&name.value)
            {
                self.add_lineage(&parent.value, depth + 1, found, seen);
            }
        }
    }
}

/// How many values there are in a value, as far as they are looked at.
fn size(value: &Yaml<'_>) -> usize {
    let listed = value.as_sequence().map_or(0, <[_]>::len);
    1 + listed + value.as_mapping().map_or(0, |mapping| mapping.entries.len())
}

impl<'y, 's> Target<'y, 's> {
    /// Whether all the targets that it inherits from are in the file, so that what it lacks is not set at all.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The value of an attribute, its own or inherited.
    pub fn get(&self, key: &str) -> Option<&'y Yaml<'s>> {
        self.mappings.iter().find_map(|mapping| mapping.get(key))
    }

    /// The value of an attribute that is a single word.
    pub fn word(&self, key: &str) -> Option<&'y Scalar<'s>> {
        self.get(key).and_then(Yaml::as_scalar)
    }

    /// The text of an attribute, else its default; `None` where a variable or another file decides it.
    pub fn literal(&self, key: &str, default: &str) -> Option<String> {
        match self.get(key) {
            Some(value) => Some(value.as_scalar()?.literal()?.into_owned()),
            None => self.is_whole.then(|| default.to_owned()),
        }
    }

    /// The entries of an attribute that is a mapping: its own first, then the inherited ones.
    pub fn entries(&self, key: &str) -> impl Iterator<Item = &'y Entry<'s>> {
        let mappings = self.mappings.iter().filter_map(move |mapping| mapping.get(key)?.as_mapping());
        mappings.flat_map(|mapping| mapping.entries.iter())
    }
}

fn list<'y, 's>(target: &'y Yaml<'s>, key: &str) -> impl Iterator<Item = &'y Scalar<'s>> {
    let items = target.get(key).and_then(Yaml::as_sequence).unwrap_or_default();
    items.iter().filter_map(Yaml::as_scalar)
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::{SourceFile, Sources};

    use super::*;

    #[test]
    fn targets_inherit() {
        let text = "group \"default\" {\n  targets = [\"app\"]\n}\ntarget \"base\" {\n  context = \"api\"\n}\n\
                    target \"app\" {\n  inherits = [\"base\"]\n  target = \"run\"\n}\n\
                    target \"other\" {\n  inherits = [\"elsewhere\"]\n}\n";
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("docker-bake.hcl", text));
        let stream = parser("docker-bake.hcl")(sources.text(file));
        let bake = Bake::of(stream.documents.first().unwrap());
        let built: Vec<_> = bake.built().collect();
        let names: Vec<&str> = built.iter().map(|target| &*target.entry.key.value).collect();
        assert_eq!(names, ["app", "other"]);
        assert_eq!(built[0].literal("context", ".").as_deref(), Some("api"));
        assert_eq!(built[0].literal("dockerfile", "Dockerfile").as_deref(), Some("Dockerfile"));
        assert_eq!(built[1].literal("context", "."), None);
    }
}
