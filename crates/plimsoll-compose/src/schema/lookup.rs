//! What may stand at a place of a Compose file, by the path of keys that leads there: for editors.

use super::{FILE, Shape};
use crate::yaml::Kind;

/// In a path, an item of a list.
pub const ITEM: &str = "-";

/// A key that may stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a sentence or two.
    pub summary: Option<&'static str>,
    /// What is written behind it.
    pub value: Written,
}

/// How the value of a key is most often written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Behind the colon.
    Scalar,
    /// As a list below it.
    List,
    /// As a mapping below it.
    Mapping,
}

/// The keys that may stand below a path such as `["services", "web", "build"]`; none where names are free.
pub fn keys_below(path: &[&str]) -> Vec<Key> {
    let mut found = Vec::new();
    for shape in shapes_at(path) {
        if let Shape::Object(object) = shape {
            found.extend(object.keys.iter().map(|row| Key {
                name: row.name,
                summary: row.doc,
                value: written(&row.shape),
            }));
        }
    }
    found
}

/// What is known of the key that ends a path.
pub fn key_at(path: &[&str]) -> Option<Key> {
    let (last, before) = path.split_last()?;
    keys_below(before).into_iter().find(|key| key.name == *last)
}

/// The values that may stand at a path, where they can be listed.
pub fn values_at(path: &[&str]) -> Vec<&'static str> {
    let mut found = Vec::new();
    for shape in shapes_at(path) {
        match shape {
            Shape::Choice(choices) => found.extend(*choices),
            Shape::Scalar(kinds) | Shape::Format(kinds, _)
                if kinds.contains(&Kind::Bool) && kinds.len() < 3 =>
            {
                found.extend(["true", "false"]);
            }
            _ => {}
        }
    }
    // The schema leaves these free, as one of the values takes a number.
    found.extend_from_slice(match path {
        ["services", _, "restart"] => &["no", "always", "on-failure", "unless-stopped"],
        ["services", _, "pull_policy"] => &["always", "missing", "never", "build", "daily", "weekly"],
        _ => &[],
    });
    found
}

fn shapes_at(path: &[&str]) -> Vec<&'static Shape> {
    static ROOT: Shape = Shape::Object(&FILE);
    let mut shapes = vec![&ROOT];
    for key in path {
        shapes = shapes.into_iter().flat_map(|shape| below(shape, key)).collect();
    }
    shapes.into_iter().flat_map(alternatives).collect()
}

fn below(shape: &'static Shape, key: &str) -> Vec<&'static Shape> {
    match shape {
        Shape::List(inner) | Shape::Set(inner) if key == ITEM => vec![inner],
        Shape::Map(inner) | Shape::Names(inner) if key != ITEM => vec![inner],
        Shape::Object(object) => object.shape(key).into_iter().collect(),
        Shape::OneOf(shapes) => shapes.iter().flat_map(|shape| below(shape, key)).collect(),
        _ => Vec::new(),
    }
}

fn alternatives(shape: &'static Shape) -> Vec<&'static Shape> {
    match shape {
        Shape::OneOf(shapes) => shapes.iter().flat_map(alternatives).collect(),
        shape => vec![shape],
    }
}

fn written(shape: &Shape) -> Written {
    match shape {
        Shape::List(_) | Shape::Set(_) => Written::List,
        Shape::Map(_) | Shape::Names(_) | Shape::Object(_) => Written::Mapping,
        Shape::OneOf(shapes) => {
            let all = || shapes.iter().map(written);
            // `build: .` is a short form; of lists and mappings the list is the shorter one.
            [Written::List, Written::Mapping]
                .into_iter()
                .find(|wanted| all().any(|one| one == *wanted))
                .unwrap_or(Written::Scalar)
        }
        _ => Written::Scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stand_where() {
        let names = |path: &[&str]| keys_below(path).into_iter().map(|key| key.name).collect::<Vec<_>>();
        assert!(names(&[]).contains(&"services"));
        assert!(names(&["services"]).is_empty(), "names of services are free");
        assert!(names(&["services", "web"]).contains(&"image"));
        assert!(names(&["services", "web", "build"]).contains(&"target"));
        assert!(names(&["services", "web", "ports", ITEM]).contains(&"published"));
        assert_eq!(names(&["services", "web", "image"]), [""; 0]);
        assert_eq!(values_at(&["services", "web", "privileged"]), ["true", "false"]);
        assert!(
            values_at(&["services", "web", "depends_on", "db", "condition"]).contains(&"service_healthy")
        );
        assert_eq!(values_at(&["services", "web", "image"]), [""; 0]);
        assert_eq!(key_at(&["services", "web", "ports"]).unwrap().value, Written::List);
        assert_eq!(key_at(&["services", "web", "build"]).unwrap().value, Written::Mapping);
        assert!(key_at(&["services", "web", "image"]).unwrap().summary.is_some());
    }
}
