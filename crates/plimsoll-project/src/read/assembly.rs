//! Which files Compose reads as one application, and what they give together (Compose Specification, "Merge",
//! "Include", "Extend").

mod environment;
mod extends;
mod include;
mod rebase;

use std::collections::HashMap;

use plimsoll_compose::yaml::{Entry, Mapping, Node, Yaml};
use plimsoll_compose::{Compose, FileTree, Reader, interpolate, merge};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Span, Text};

use crate::model::git_ignore::is_ignored;
use crate::read::submodules::Submodules;
use crate::values::dotenv::OpenVariable;
use crate::{Loaded, Loader, Presence, path};
use environment::Environment;

/// How deep files may include each other, and services extend each other.
const MAX_DEPTH: usize = 8;

/// How many values extended services may copy, in all.
const MAX_COPIED: usize = 200_000;

/// An application, put together.
pub(crate) struct Assembly<'s> {
    /// All files together.
    pub(crate) compose: Compose<'s>,
    /// Each file as it is written; none when one file is all there is, and says all there is to say.
    pub(crate) files: Vec<Compose<'s>>,
    /// Files of which services were taken over.
    pub(crate) borrowed: Vec<Compose<'s>>,
    /// Whether something that belongs to it could not be read, or may be something else.
    pub(crate) is_open: bool,
    /// Whether `COMPOSE_FILE` names its files.
    pub(crate) is_listed: bool,
    /// Whether `.env` says which profiles are on.
    pub(crate) chooses_profiles: bool,
    /// Variables in the values of `.env` that it does not set.
    pub(crate) open_variables: Vec<OpenVariable<'s>>,
    pub(crate) dotenv_names: Vec<Text<'s>>,
    /// Whether it is made of command lines, and no Compose file.
    pub(crate) is_of_lines: bool,
}

impl<'s> Assembly<'s> {
    /// What is made of command lines.
    pub(crate) fn of_lines(compose: Compose<'s>) -> Assembly<'s> {
        Assembly {
            compose,
            files: Vec::new(),
            borrowed: Vec::new(),
            is_open: true,
            is_listed: true,
            chooses_profiles: false,
            open_variables: Vec::new(),
            dotenv_names: Vec::new(),
            is_of_lines: true,
        }
    }
}

/// Reads a file, and every other that Compose reads with it.
pub(crate) fn assemble<'s>(sources: &'s Sources, file: FileId, loader: &dyn Loader<'s>) -> Assembly<'s> {
    let main = sources.file(file).path.as_str();
    let mut assembler = Assembler {
        sources,
        loader,
        source: sources.text(file),
        parsed: vec![Parsed { tree: FileTree::parse(sources.text(file)), use_: Use::Whole }],
        by_path: HashMap::from([(main.to_owned(), Loading::Read(0))]),
        problems: Vec::new(),
        open_variables: Vec::new(),
        dotenv_names: Vec::new(),
        is_open: false,
        is_resolved: false,
        left: MAX_COPIED,
        including: Vec::new(),
        submodules: Submodules::default(),
    };
    let folder = path::folder(main);
    let environment = assembler.environment_of(folder);
    let given = loader.together().map(|paths| (paths.to_vec(), sources.text(file).span.before()));
    let listed = given.or_else(|| environment.compose_file(main, folder));
    let is_listed = listed.is_some();
    let paths = match listed {
        Some((paths, span)) => assembler.listed(paths, span),
        None => assembler.with_override(main),
    };
    assembler.is_resolved |= !environment.is_empty();
    let root = assembler.merged(&paths, folder, &environment);
    Assembly { is_listed, chooses_profiles: environment.chooses_profiles(), ..assembler.finish(root) }
}

struct Assembler<'a, 's> {
    sources: &'s Sources,
    loader: &'a dyn Loader<'s>,
    /// The text of the first file.
    source: Text<'s>,
    /// Every file, the first one first.
    parsed: Vec<Parsed<'s>>,
    by_path: HashMap<String, Loading>,
    problems: Vec<Diagnostic>,
    open_variables: Vec<OpenVariable<'s>>,
    dotenv_names: Vec<Text<'s>>,
    is_open: bool,
    /// Whether services were extended, files included or variables filled: whether what is meant is not what is written.
    is_resolved: bool,
    /// How many values may still be copied.
    left: usize,
    /// The files around the one that is read.
    including: Vec<String>,
    submodules: Submodules,
}

struct Parsed<'s> {
    tree: FileTree<'s>,
    use_: Use,
}

/// What is taken of a file.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Whole,
    Services,
}

#[derive(Clone, Copy)]
enum Loading {
    Read(usize),
    Missing,
    Refused,
}

/// The files of one folder that are read together.
struct Scope<'a> {
    /// Where their paths are seen from.
    folder: &'a str,
    environment: &'a Environment,
}

impl<'s> Assembler<'_, 's> {
    fn load(&mut self, path: &str, use_: Use) -> Loading {
        if let Some(known) = self.by_path.get(path).copied() {
            if let (Loading::Read(at), Use::Whole) = (known, use_)
                && let Some(parsed) = self.parsed.get_mut(at)
            {
                parsed.use_ = Use::Whole;
            }
            return known;
        }
        let loading = match self.loader.load(path) {
            Loaded::File(id) => {
                let tree = FileTree::parse(self.sources.text(id));
                self.parsed.push(Parsed { tree, use_ });
                Loading::Read(self.parsed.len().saturating_sub(1))
            }
            Loaded::Missing => Loading::Missing,
            Loaded::Refused => Loading::Refused,
        };
        self.by_path.insert(path.to_owned(), loading);
        loading
    }

    /// The tree of a file that was loaded, with the values of its variables.
    fn filled(&self, at: usize, environment: &Environment) -> Yaml<'s> {
        let Some(parsed) = self.parsed.get(at) else { return Yaml::null(self.source.span) };
        let mut root = parsed.tree.root.clone();
        interpolate::fill(&mut root, &|name: &str| environment.get(name));
        root
    }

    /// A file and, when it has the name that Compose looks for, the one that overrides it.
    fn with_override(&mut self, main: &str) -> Vec<String> {
        let mut paths = vec![main.to_owned()];
        let stem = main.strip_suffix(".yaml").or_else(|| main.strip_suffix(".yml")).unwrap_or_default();
        let name = stem.rsplit('/').next().unwrap_or_default();
        if matches!(name, "compose" | "docker-compose") {
            let overrides = ["yml", "yaml"].map(|extension| format!("{stem}.override.{extension}"));
            let found =
                overrides.into_iter().find(|path| matches!(self.load(path, Use::Whole), Loading::Read(_)));
            // Where one lies there to be copied, everybody has one of their own.
            self.is_open |= found.is_none() && self.has_sample_override(stem);
            paths.extend(found);
        }
        paths
    }

    /// Whether an override to copy lies beside a file: `compose.override.yaml.example`, `compose.override.example.yml`.
    fn has_sample_override(&self, stem: &str) -> bool {
        let samples = ["example", "sample", "dist", "template"];
        let names = samples.iter().flat_map(|sample| {
            ["yaml", "yml"].into_iter().flat_map(move |end| {
                [format!("{stem}.override.{end}.{sample}"), format!("{stem}.override.{sample}.{end}")]
            })
        });
        names.into_iter().any(|path| self.loader.presence(&path) == Presence::File)
    }

    /// The files that `COMPOSE_FILE` names.
    fn listed(&mut self, mut paths: Vec<String>, span: Span) -> Vec<String> {
        paths.retain(|path| {
            let is_missing = matches!(self.load(path, Use::Whole), Loading::Missing);
            if is_missing && let Some(problem) = self.say_missing(span, path) {
                problem.here("listed here").help("use paths relative to the directory that contains `.env`");
            }
            self.is_open |= is_missing;
            !is_missing
        });
        paths
    }

    /// What files give, the later laid over the earlier.
    fn merged(&mut self, paths: &[String], folder: &str, environment: &Environment) -> Yaml<'s> {
        let mut root = Yaml::null(self.source.span);
        for path in paths {
            let Loading::Read(at) = self.load(path, Use::Whole) else {
                self.is_open = true;
                continue;
            };
            let mut tree = self.filled(at, environment);
            let scope = Scope { folder, environment };
            self.extend_services(&mut tree, path, &scope);
            let mut trees = self.include(&mut tree, path, &scope);
            trees.push(tree);
            root = match merge::all(trees) {
                Some(tree) => merge::files(root, tree),
                None => root,
            };
        }
        root
    }

    fn finish(self, root: Yaml<'s>) -> Assembly<'s> {
        let self_path = &*self.sources.file(self.source.span.file).path;
        let Assembler {
            source,
            parsed,
            mut problems,
            is_open,
            is_resolved,
            open_variables,
            dotenv_names,
            loader,
            ..
        } = self;
        // Compose reads an overlay with others, so it may be empty.
        let is_empty_overlay = is_empty(&root) && !crate::is_named_alone(self_path);
        let is_whole = !is_empty_overlay && parsed.iter().all(|parsed| parsed.tree.is_whole());
        problems.extend(parsed.iter().flat_map(|parsed| parsed.tree.problems.iter().cloned()));
        let mut root = root;
        if !crate::is_named_alone(self_path) {
            complete_services(&mut root, |name| loader.completes(name, self_path));
        }
        let reader = Reader::of(self_path, &root);
        let mut compose = Compose::checked(source, root, is_whole, reader, problems);
        let (mut files, mut borrowed) = (Vec::new(), Vec::new());
        if parsed.len() == 1 && !is_resolved {
            for Parsed { tree, .. } in parsed {
                compose.documents = tree.documents;
                compose.comments = tree.comments;
            }
        } else {
            for Parsed { tree, use_ } in &parsed {
                let into = if *use_ == Use::Whole { &mut files } else { &mut borrowed };
                into.push(Compose::written(tree));
            }
        }
        let (is_listed, chooses_profiles) = (false, false);
        let is_of_lines = false;
        Assembly {
            compose,
            files,
            borrowed,
            is_open,
            is_listed,
            chooses_profiles,
            open_variables,
            dotenv_names,
            is_of_lines,
        }
    }

    /// Says that a file does not exist, unless Git brings it with a submodule, or ignores its directory.
    fn say_missing(&mut self, span: Span, path: &str) -> Option<&mut Diagnostic> {
        let own = &*self.sources.file(self.source.span.file).path;
        let (folder, directory) = (path::folder(own), path::folder(path));
        let is_ignored = || directory != folder && is_ignored(directory, folder, self.sources, self.loader);
        if self.submodules.contain(path, folder, self.sources, self.loader) || is_ignored() {
            self.is_open = true;
            return None;
        }
        self.say(span, format!("the file `{path}` does not exist"))
    }

    fn say(&mut self, span: Span, message: String) -> Option<&mut Diagnostic> {
        self.problems.push(Diagnostic::new("compose-files", span, message));
        self.problems.last_mut()
    }
}

/// Gives services without any key an empty mapping, where the file below an overlay says what they are.
fn complete_services(root: &mut Yaml<'_>, is_said_below: impl Fn(&str) -> bool) {
    let Node::Mapping(top) = &mut root.node else { return };
    let Some(Node::Mapping(services)) = top.get_mut("services").map(|services| &mut services.node) else {
        return;
    };
    let is_blank = |entry: &Entry<'_>| entry.value.is_null() && entry.value.span.is_empty();
    if !services.entries.iter().any(is_blank) {
        return;
    }
    for entry in services.entries.make_mut().iter_mut().filter(|entry| is_blank(entry)) {
        if is_said_below(&entry.key.value) {
            entry.value.node = Node::Mapping(Mapping::default());
        }
    }
}

/// Whether nothing is in a tree.
fn is_empty(root: &Yaml<'_>) -> bool {
    root.is_null() || root.as_mapping().is_some_and(|mapping| mapping.entries.is_empty())
}

/// How many values a tree has.
fn size(yaml: &Yaml<'_>) -> usize {
    1 + match &yaml.node {
        Node::Sequence(items) => items.iter().map(size).sum(),
        Node::Mapping(mapping) => mapping.entries.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    }
}
