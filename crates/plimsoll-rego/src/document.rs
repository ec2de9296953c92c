//! What a policy sees, and the way back: which place a part of a document stands at.

mod dockerfile;
mod own;
mod plain;

use plimsoll_compose::yaml::{Node, Yaml};
use plimsoll_diagnostics::{Diagnostic, FileId, Span};
use plimsoll_project::Project;
use regorus::Value;

use crate::Shape;
pub(crate) use plain::{from_toml, value};

/// How many instructions and services a project may have for its documents. Each takes some kibibytes in them, and far more
/// time than it takes our own rules.
pub(crate) const MOST_PARTS: usize = 20_000;

/// The first file of a project that is too large for documents.
pub(crate) fn too_large(project: &Project<'_>) -> Option<FileId> {
    let instructions = project.dockerfiles.iter().map(|file| file.tree.instructions.len());
    let services = project.app.as_ref().map_or(0, |app| app.services().len());
    if instructions.sum::<usize>() + services <= MOST_PARTS {
        return None;
    }
    project.files().next()
}

/// A document, as a module gets it as `input`.
pub(crate) struct Document {
    pub(crate) shape: Shape,
    pub(crate) value: Value,
    /// The file that it is about; that of a whole project is the first.
    pub(crate) file: FileId,
    places: Places,
}

/// Where the parts of a document stand.
enum Places {
    /// The instructions of a Dockerfile, with the lines that each takes; commands that are comments are among them.
    Commands(Vec<Command>),
    /// A tree of YAML.
    Tree(Tree),
    /// Numbered places.
    Numbered(Vec<Span>),
    /// Those of each file, with its path.
    Files(Vec<(String, Document)>),
}

/// A command of a Dockerfile's document.
struct Command {
    span: Span,
    first_line: usize,
    last_line: usize,
}

/// A tree of places.
struct Tree {
    span: Span,
    /// Names or numbers, the places of the names, and what is below.
    below: Vec<(String, Span, Tree)>,
}

/// The documents of a project that modules of these shapes want. `found` is what our own rules say about it.
pub(crate) fn documents(
    project: &Project<'_>,
    wants: impl Fn(Shape) -> bool,
    found: &dyn Fn() -> Vec<Diagnostic>,
) -> Vec<Document> {
    let mut documents = files(project, &wants);
    if wants(Shape::Combined) {
        documents.extend(combined(project));
    }
    if wants(Shape::Plimsoll) {
        documents.extend(own::project(project, &found()));
    }
    documents
}

/// The files of a project as one document.
fn combined(project: &Project<'_>) -> Option<Document> {
    let path = |document: &Document| project.sources.file(document.file).path.clone();
    let files = files(project, &|shape| shape == Shape::Conftest).into_iter();
    let files: Vec<(String, Document)> = files.map(|document| (path(&document), document)).collect();
    let one = |(path, document): &(String, Document)| {
        let contents = document.value.clone();
        plain::object([("path".into(), path.as_str().into()), ("contents".into(), contents)])
    };
    let value = Value::from(files.iter().map(one).collect::<Vec<_>>());
    let file = files.first()?.1.file;
    Some(Document { shape: Shape::Combined, value, file, places: Places::Files(files) })
}

/// The documents that are about one file.
fn files(project: &Project<'_>, wants: &dyn Fn(Shape) -> bool) -> Vec<Document> {
    let mut documents = Vec::new();
    for dockerfile in project.own_dockerfiles() {
        if wants(Shape::Conftest) {
            documents.push(dockerfile::conftest(dockerfile));
        }
        if wants(Shape::Trivy) {
            documents.push(dockerfile::trivy(dockerfile));
        }
    }
    let files =
        project.app.iter().filter(|_| project.lines.is_none()).flat_map(plimsoll_project::ComposeApp::files);
    for file in files {
        for document in &file.documents {
            for shape in [Shape::Conftest, Shape::Yaml] {
                if wants(shape) {
                    documents.push(plain::yaml(document, shape));
                }
            }
        }
    }
    documents
}

impl Document {
    /// The place of a part that a result names by a path: the longest beginning that exists.
    pub(crate) fn at_path(&self, path: &[String]) -> Option<Span> {
        match &self.places {
            Places::Tree(tree) => Some(tree.at(path)),
            Places::Commands(commands) => {
                let number = path.iter().find_map(|part| part.parse::<usize>().ok())?;
                commands.get(number).map(|command| command.span)
            }
            Places::Numbered(_) => None,
            Places::Files(files) => {
                let (_, document) = files.get(path.first()?.parse::<usize>().ok()?)?;
                document.at_path(path.get(2..).unwrap_or_default()).or(Some(Span::at(document.file, 0)))
            }
        }
    }

    /// The place of the instruction that starts on a line, or else has it. Of several files, it is that of this path.
    pub(crate) fn at_line(&self, line: usize, path: Option<&str>) -> Option<Span> {
        if let Places::Files(files) = &self.places {
            let (_, document) = files.iter().find(|(own, _)| Some(&**own) == path)?;
            return document.at_line(line, None);
        }
        let Places::Commands(commands) = &self.places else { return None };
        let starts = commands.iter().find(|command| command.first_line == line);
        let has = || commands.iter().find(|command| (command.first_line..=command.last_line).contains(&line));
        starts.or_else(has).map(|command| command.span)
    }

    /// The place with this number.
    pub(crate) fn at_number(&self, number: usize) -> Option<Span> {
        match &self.places {
            Places::Numbered(places) => places.get(number).copied(),
            _ => None,
        }
    }

    /// The names or numbers below a path, for whoever looks for the part that a result is about.
    pub(crate) fn below(&self, path: &[String]) -> Vec<String> {
        let numbers = |count: usize| (0..count).map(|number| number.to_string()).collect();
        let mut tree = match (&self.places, path) {
            (Places::Tree(tree), _) => tree,
            (Places::Commands(commands), []) => return numbers(commands.len()),
            (Places::Files(files), []) => return numbers(files.len()),
            (Places::Files(_), [_]) => return vec!["contents".to_owned()],
            (Places::Files(files), [number, _, rest @ ..]) => {
                let file = number.parse::<usize>().ok().and_then(|number| files.get(number));
                return file.map(|(_, document)| document.below(rest)).unwrap_or_default();
            }
            _ => return Vec::new(),
        };
        for name in path {
            let Some((.., below)) = tree.below.iter().find(|(own, ..)| own == name) else {
                return Vec::new();
            };
            tree = below;
        }
        tree.below.iter().map(|(name, ..)| name.clone()).collect()
    }

    /// How many commands it has, if it is a Dockerfile's.
    pub(crate) fn commands(&self) -> usize {
        match &self.places {
            Places::Commands(commands) => commands.len(),
            _ => 0,
        }
    }
}

impl Tree {
    /// The places of a node and of all below it.
    fn new(node: &Yaml<'_>) -> Tree {
        let below = match &node.node {
            Node::Mapping(mapping) => mapping
                .entries
                .iter()
                .map(|entry| (entry.key.template().to_owned(), entry.key.span, Tree::new(&entry.value)))
                .collect(),
            Node::Sequence(items) => items
                .iter()
                .enumerate()
                .map(|(number, item)| (number.to_string(), item.span, Tree::new(item)))
                .collect(),
            Node::Scalar(_) | Node::Alias(_) => Vec::new(),
        };
        Tree { span: node.span, below }
    }

    /// The place at the end of a path. A value that is a table or a list is meant by its name.
    fn at(&self, path: &[String]) -> Span {
        let (mut tree, mut place) = (self, self.span.before());
        for name in path {
            let Some((_, key, below)) = tree.below.iter().rev().find(|(own, ..)| own == name) else { break };
            place = if below.below.is_empty() && !below.span.is_empty() { below.span } else { *key };
            tree = below;
        }
        place
    }
}
