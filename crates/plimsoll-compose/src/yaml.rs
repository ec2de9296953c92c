//! YAML with exact places: text → documents + comments + problems.

mod culprit;
mod decode;
pub(crate) mod duplicates;
mod kind;
pub(crate) mod limits;
mod reader;
mod recover;
mod remedy;
mod repair;
mod resolve;
mod rewritten;
mod scalar;
mod shared;
mod tree;

pub use kind::{Kind, days_in_month};
pub use recover::{Stream, read};
pub use resolve::resolve;
pub use rewritten::rewritten;
pub(crate) use scalar::Written;
pub use scalar::{Scalar, Style};
pub use shared::Shared;
pub use tree::{Alias, Anchor, Comment, Entry, Mapping, Marks, Node, Yaml};

pub(crate) use decode::Parts;
pub(crate) use kind::{is_special_float, parse_int};
