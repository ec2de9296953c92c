//! A YAML document with the place of everything in it.

use plimsoll_diagnostics::{Span, Text};

use super::{Scalar, Shared};

/// A node: what it is, and how it was introduced.
#[derive(Clone, Debug, PartialEq)]
pub struct Yaml<'s> {
    /// What it is.
    pub node: Node<'s>,
    /// Where it is written, without tag and anchor. Empty for a value that was left out.
    pub span: Span,
    /// Its tag and its anchor, which few nodes have.
    pub marks: Option<Box<Marks<'s>>>,
}

/// What stands before a node.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marks<'s> {
    /// Its tag as written, `!reset` or `!!str`.
    pub tag: Option<Text<'s>>,
    /// The name that aliases call it by.
    pub anchor: Option<Anchor<'s>>,
}

/// The name that aliases call a node by, `&name`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor<'s> {
    /// The name, without `&`.
    pub name: Text<'s>,
    /// Which anchor of the file it is: a name may be given again.
    pub(crate) id: usize,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Node<'s> {
    /// A string, a number, a truth value, nothing.
    Scalar(Scalar<'s>),
    /// A list.
    Sequence(Shared<Yaml<'s>>),
    /// Names and values.
    Mapping(Mapping<'s>),
    /// Stands for the node with this anchor. Never in a tree that was [resolved](super::resolve()).
    Alias(Alias<'s>),
}

/// The use of an anchor, `*name`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alias<'s> {
    /// Its name, without `*`.
    pub name: Text<'s>,
    /// The anchor's id, when there is one.
    pub(crate) target: Option<usize>,
}

/// Names and values in the order in which they are written. A name may come twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mapping<'s> {
    /// In the order in which they are written.
    pub entries: Shared<Entry<'s>>,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'s> {
    /// The name. A key that is no scalar reads as its text.
    pub key: Scalar<'s>,
    /// The value; a null scalar when it was left out.
    pub value: Yaml<'s>,
}

/// A comment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comment<'s> {
    /// From `#` to the end of the line, without the line end.
    pub text: Text<'s>,
    /// Whether nothing stands before it on its line.
    pub own_line: bool,
}

impl<'s> Yaml<'s> {
    /// A node without tag and anchor.
    pub fn new(node: Node<'s>, span: Span) -> Yaml<'s> {
        Yaml { node, span, marks: None }
    }

    /// Null, at a place where nothing is written.
    pub fn null(at: Span) -> Yaml<'s> {
        Yaml::new(Node::Scalar(Scalar::null(at)), at)
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar<'s>> {
        match &self.node {
            Node::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_sequence(&self) -> Option<&[Yaml<'s>]> {
        match &self.node {
            Node::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The names and values, if it has any.
    pub fn as_mapping(&self) -> Option<&Mapping<'s>> {
        match &self.node {
            Node::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Whether it is null: nothing, `~` or `null`.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_null)
    }

    /// The value of a name in it.
    pub fn get(&self, key: &str) -> Option<&Yaml<'s>> {
        self.as_mapping()?.get(key)
    }

    /// Its tag as written, `!reset` or `!!str`.
    pub fn tag(&self) -> Option<Text<'s>> {
        self.marks.as_ref()?.tag
    }

    /// The name that aliases call it by.
    pub fn anchor(&self) -> Option<Anchor<'s>> {
        self.marks.as_ref()?.anchor
    }

    /// Whether it has this tag.
    pub fn is_tagged(&self, tag: &str) -> bool {
        self.tag().is_some_and(|own| own.raw == tag)
    }

    /// Takes its tag away.
    pub(crate) fn untag(&mut self) {
        if let Some(marks) = &mut self.marks {
            marks.tag = None;
        }
    }

    /// What it is, for a message: "a list".
    pub fn noun(&self) -> &'static str {
        match &self.node {
            Node::Scalar(scalar) => scalar.kind.noun(),
            Node::Sequence(_) => "a list",
            Node::Mapping(_) => "a mapping",
            Node::Alias(_) => "an alias",
        }
    }
}

impl<'s> Mapping<'s> {
    /// These names and values.
    pub fn new(entries: Vec<Entry<'s>>) -> Mapping<'s> {
        Mapping { entries: entries.into() }
    }

    /// The last entry with this name: the one that counts.
    pub fn entry(&self, key: &str) -> Option<&Entry<'s>> {
        self.entries.iter().rev().find(|entry| entry.key.value == key)
    }

    /// The value of a name.
    pub fn get(&self, key: &str) -> Option<&Yaml<'s>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value of a name, to change it; without such a name, the mapping stays shared.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Yaml<'s>> {
        let at = self.entries.iter().rposition(|entry| entry.key.value == key)?;
        Some(&mut self.entries.make_mut().get_mut(at)?.value)
    }

    /// Where a name is written.
    pub fn key_span(&self, key: &str) -> Option<Span> {
        self.entry(key).map(|entry| entry.key.span)
    }

    /// The entry that a path of names leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Entry<'s>> {
        let (last, before) = path.split_last()?;
        let mut mapping = self;
        for name in before {
            mapping = mapping.get(name)?.as_mapping()?;
        }
        mapping.entry(last)
    }
}

impl Entry<'_> {
    /// From the key to the end of the value.
    pub fn span(&self) -> Span {
        // An alias or a merge key brings values from elsewhere.
        if self.value.span.file == self.key.span.file && self.value.span.start >= self.key.span.end {
            self.key.span.to(self.value.span)
        } else {
            self.key.span
        }
    }
}
