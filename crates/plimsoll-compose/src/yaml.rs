//! YAML with exact places: text → documents + comments + problems.

mod decode;
mod kind;
mod scalar;
mod tree;

pub use kind::Kind;
pub use scalar::{Scalar, Style};
pub use tree::{Alias, Comment, Entry, Mapping, Node, Yaml};
