//! From the documents of a file to the one tree that a model is read from.

use plimsoll_diagnostics::{Diagnostic, Span, Text};

use crate::yaml::{self, Comment, Entry, Mapping, Node, Stream, Yaml};
use crate::{Reader, indentation, merge, schema, template};

/// A file as a tree: what several files are merged from before a model is read.
#[derive(Clone, Debug)]
pub struct FileTree<'s> {
    /// The text of the file.
    pub source: Text<'s>,
    /// Its documents as one tree, aliases and merge keys resolved. `!reset` and `!override` are still in it.
    pub root: Yaml<'s>,
    /// The documents as they are written.
    pub documents: Vec<Yaml<'s>>,
    /// Every comment, in order.
    pub comments: Vec<Comment<'s>>,
    /// What could not be read.
    pub problems: Vec<Diagnostic>,
}

impl<'s> FileTree<'s> {
    /// Reads a file. Never fails: what cannot be read is a problem, and the rest is there.
    pub fn parse(source: Text<'s>) -> FileTree<'s> {
        let Stream { documents, comments, mut problems } = yaml::read(source);
        let is_filled = (source.raw.contains("{$") || source.raw.contains("{{"))
            && documents.iter().any(|document| has_placeholder(document, source));
        let unread = || template::opening(source, "Compose").filter(|_| is_filled || !problems.is_empty());
        let blank = || template::blank(&documents);
        if let Some(problem) = template::placeholder(source).or_else(unread).or_else(blank) {
            let root = Yaml::null(source.span);
            return FileTree { source, root, documents: Vec::new(), comments, problems: vec![problem] };
        }
        let mut root = Yaml::null(source.span);
        for document in &documents {
            indentation::check(document, source, &mut problems);
            root = merge::files(root, yaml::resolve(document, &mut problems));
        }
        without_consequences(&mut problems);
        FileTree { source, root, documents, comments, problems }
    }

    /// Whether another program fills the file in before Compose reads it. Nothing of it was read.
    pub fn is_template(&self) -> bool {
        matches!(&*self.problems, [problem] if problem.rule == "template-file")
    }

    /// Whether nothing of it was lost, so that what is missing is missing.
    pub fn is_whole(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Leaves out keys that come twice because a broken line between them cost the key of another mapping.
fn without_consequences(problems: &mut Vec<Diagnostic>) {
    let broken = problems.iter().filter(|problem| problem.rule == "compose-syntax");
    let broken: Vec<Span> = broken.map(|problem| problem.primary.span).collect();
    problems.retain(|problem| {
        let again = problem.primary.span;
        let is_between = |first: Span| broken.iter().any(|line| first <= *line && *line <= again);
        problem.rule != "duplicate-key" || !problem.related.iter().any(|first| is_between(first.span))
    });
}

/// Leaves out unknown keys at the top level behind a line that could not be read: they may be what is under it.
pub(crate) fn without_lost_parents(broken: &[Diagnostic], found: &mut Vec<Diagnostic>) {
    let lost = broken.iter().filter(|problem| problem.rule == "compose-syntax");
    let Some(first) = lost.map(|problem| problem.primary.span).min() else { return };
    let is_unknown = |problem: &Diagnostic| {
        problem.message.starts_with("unknown key ") && problem.message.ends_with(schema::FILE.noun)
    };
    let is_behind = |span: Span| span.file == first.file && first <= span;
    found.retain(|problem| !is_unknown(problem) || !is_behind(problem.primary.span));
}

/// Whether a value is `{$NAME}` or `{{NAME}}` alone: to YAML a mapping, to whoever wrote it a place that another program fills in.
fn has_placeholder(yaml: &Yaml<'_>, source: Text<'_>) -> bool {
    match &yaml.node {
        Node::Sequence(items) => items.iter().any(|item| has_placeholder(item, source)),
        Node::Mapping(mapping) => {
            let alone = match &*mapping.entries {
                [entry] if entry.value.is_null() => entry.key.value.strip_prefix('$'),
                _ => None,
            };
            source.at(yaml.span).raw.starts_with("{{")
                || alone.is_some_and(is_name)
                || mapping.entries.iter().any(|entry| has_placeholder(&entry.value, source))
        }
        Node::Scalar(_) | Node::Alias(_) => false,
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether a file with the name of a Compose file is something else, such as a `LinuxKit` image or a workflow: it has no key of
/// a Compose file, and what it has at the top level can be no service of the oldest format.
fn is_of_another_format(mapping: &Mapping<'_>) -> bool {
    let is_list = |entry: &Entry<'_>| entry.value.as_sequence().is_some();
    let is_known = |entry: &Entry<'_>| schema::FILE.shape(&entry.key.value).is_some();
    let is_ours = |entry: &Entry<'_>| is_known(entry) || suggests(&entry.key.value);
    let is_named = |entry: &Entry<'_>| matches!(&*entry.key.value, "apiVersion" | "kind" | "jobs" | "on");
    let entries = &mapping.entries;
    // `LinuxKit` lists its services, and what starts before them.
    let lists_services = entries.iter().any(|entry| entry.key.value == "services" && is_list(entry));
    if lists_services && entries.iter().any(|entry| is_list(entry) && !is_known(entry)) {
        return true;
    }
    !entries.iter().any(is_ours) && entries.iter().any(|entry| is_list(entry) || is_named(entry))
}

/// Whether a list has what Ansible runs, each item with its name: a file of tasks about Compose is called after it.
fn are_tasks(items: &[Yaml<'_>]) -> bool {
    !items.is_empty() && items.iter().all(|item| item.get("name").is_some())
}

/// Whether a key is a slip of one that Compose knows.
fn suggests(key: &str) -> bool {
    schema::suggest(key, &schema::FILE).is_some()
}

/// Reports what Compose would refuse in the tree of a file. After a syntax error an empty tree says nothing.
pub(crate) fn check(
    tree: &Yaml<'_>,
    source: Text<'_>,
    is_whole: bool,
    reader: Reader,
    problems: &mut Vec<Diagnostic>,
) {
    match &tree.node {
        Node::Mapping(mapping) if is_of_another_format(mapping) => {}
        Node::Sequence(items) if are_tasks(items) => {}
        Node::Mapping(mapping) if !mapping.entries.is_empty() => {
            schema::check(tree, is_whole, reader, problems);
        }
        _ if !is_whole => {}
        // A word alone stands for a file in a test.
        Node::Scalar(scalar) if !scalar.is_null() && !scalar.value.contains([' ', ':', '\n']) => {}
        Node::Mapping(_) => {
            problems.push(Diagnostic::new("compose-syntax", tree.span, "the Compose file is empty"));
        }
        Node::Scalar(scalar) if scalar.is_null() => {
            problems.push(Diagnostic::new(
                "compose-syntax",
                source.span.before(),
                "the Compose file is empty",
            ));
        }
        _ => {
            let message = format!("the file must be a mapping, not {}", tree.noun());
            problems.push(Diagnostic::new("compose-schema", tree.span, message));
        }
    }
}
