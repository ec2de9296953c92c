//! What becomes of values when nobody sets their variables: Compose warns, and takes nothing instead.

use plimsoll_diagnostics::Span;

use crate::interpolate::{Piece, Template};
use crate::model::{Port, Service, mount_mistake};
use crate::schema::{SERVICE, Shape};
use crate::yaml::{Node, Scalar, Yaml};

/// A value that is no longer what was meant when a variable without a default is not set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// The variable.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What becomes of the value.
    pub outcome: Outcome,
}

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Compose refuses what is left.
    Refused {
        /// What is left.
        value: String,
    },
    /// The engine chooses the port of the host.
    AnyPort,
    /// The container runs as another user.
    OtherUser {
        /// As which one.
        user: String,
    },
    /// Another path of the host is mounted.
    OtherPath {
        /// Which one.
        path: String,
    },
}

/// The values of a service that need a variable: its ports, its mounts, and whatever is a number, a size, a truth value
/// or another word that not every text will do for. An image is left out: to name it by a variable is to ask for one.
pub fn blanks(service: &Service<'_>) -> Vec<Blank> {
    let mut found = Vec::new();
    for entry in &service.fields.entries {
        match (&*entry.key.value, &entry.value.node) {
            ("ports", Node::Sequence(items)) => {
                found.extend(items.iter().filter_map(|item| blank(item.as_scalar()?, port)));
            }
            ("volumes", Node::Sequence(items)) => {
                found.extend(items.iter().filter_map(|item| blank(item.as_scalar()?, mount)));
            }
            ("user", Node::Scalar(scalar)) => found.extend(blank(scalar, user)),
            (key, _) => {
                if let Some(shape) = SERVICE.shape(key) {
                    typed(&entry.value, shape, &mut found);
                }
            }
        }
    }
    found
}

/// The name of the project, when nothing is left of it.
pub fn blank_name(name: &Scalar<'_>) -> Option<Blank> {
    blank(name, |_, left| left.is_empty().then(|| Outcome::Refused { value: String::new() }))
}

/// A value without its variables, and what that means; `None` when that is none of its variables' doing, or nothing.
fn blank(scalar: &Scalar<'_>, outcome: impl Fn(&Scalar<'_>, &str) -> Option<Outcome>) -> Option<Blank> {
    if !scalar.is_interpolated() {
        return None;
    }
    let template = Template::parse(&scalar.value);
    let left = template.expand(|_| None);
    if template.error.is_some() || !left.missing.is_empty() {
        return None;
    }
    // Compose sets `PWD` itself, every login sets `HOME`, and Windows the others.
    let is_always_set =
        |name: &str| matches!(name, "PWD" | "HOME" | "APPDATA" | "LOCALAPPDATA" | "USERPROFILE");
    let variables = template.pieces.iter().filter_map(|piece| match piece {
        Piece::Variable(variable) if variable.operator.is_none() && !is_always_set(variable.name) => {
            Some(variable)
        }
        _ => None,
    });
    let variable = variables.min_by_key(|variable| variable.range.start)?;
    let outcome = outcome(scalar, &left.value)?;
    Some(Blank { name: variable.name.to_owned(), span: scalar.place(variable.range.clone()), outcome })
}

fn port(scalar: &Scalar<'_>, left: &str) -> Option<Outcome> {
    let port = Port::read_short(Scalar::implied(left.to_owned(), scalar.span));
    if port.mistake().is_some() {
        return Some(Outcome::Refused { value: left.to_owned() });
    }
    // `127.0.0.1::80`
    let is_asked = if port.host_ip.is_some() { left.contains("::") } else { left.starts_with(':') };
    (port.published.is_none() && is_asked).then_some(Outcome::AnyPort)
}

/// `UID` and `GID` are variables of a shell, which exports neither.
fn user(scalar: &Scalar<'_>, left: &str) -> Option<Outcome> {
    let is_of_shell =
        Template::parse(&scalar.value).variables().iter().any(|own| matches!(own.name, "UID" | "GID"));
    (is_of_shell || left.starts_with(':')).then(|| Outcome::OtherUser { user: left.to_owned() })
}

fn mount(scalar: &Scalar<'_>, left: &str) -> Option<Outcome> {
    if mount_mistake(left).is_some() {
        return Some(Outcome::Refused { value: left.to_owned() });
    }
    let (path, _) = left.split_once(':')?;
    // The variable was the start of the path.
    let is_cut = scalar.value.starts_with('$') && path.starts_with('/');
    is_cut.then(|| Outcome::OtherPath { path: path.to_owned() })
}

/// Looks at every value that something more is asked of.
fn typed(yaml: &Yaml<'_>, shape: &Shape, found: &mut Vec<Blank>) {
    match (shape, &yaml.node) {
        (Shape::OneOf(shapes), node) => {
            // A variable may stand for whatever one of them takes.
            let takes = |shape: &&Shape| {
                matches!(
                    (shape, node),
                    (Shape::List(_) | Shape::Set(_), Node::Sequence(_))
                        | (Shape::Map(_) | Shape::Names(_) | Shape::Object(_), Node::Mapping(_))
                        | (Shape::Scalar(_) | Shape::Format(..) | Shape::Choice(_), Node::Scalar(_))
                )
            };
            let one = shapes.iter().find(takes);
            if let Some(shape) = one {
                typed(yaml, shape, found);
            }
        }
        (Shape::Format(_, format), Node::Scalar(scalar)) => {
            found.extend(blank(scalar, |scalar, left| {
                let left = Scalar::implied(left.to_owned(), scalar.span);
                format(&left).map(|_| Outcome::Refused { value: left.value.into_owned() })
            }));
        }
        (Shape::Choice(choices), Node::Scalar(scalar)) => {
            found.extend(blank(scalar, |_, left| {
                (!choices.contains(&left)).then(|| Outcome::Refused { value: left.to_owned() })
            }));
        }
        (Shape::List(inner) | Shape::Set(inner), Node::Sequence(items)) => {
            for item in items {
                typed(item, inner, found);
            }
        }
        (Shape::Map(inner) | Shape::Names(inner), Node::Mapping(mapping)) => {
            for entry in &mapping.entries {
                typed(&entry.value, inner, found);
            }
        }
        (Shape::Object(object), Node::Mapping(mapping)) => {
            for entry in &mapping.entries {
                if let Some(shape) = object.shape(&entry.key.value) {
                    typed(&entry.value, shape, found);
                }
            }
        }
        _ => {}
    }
}
