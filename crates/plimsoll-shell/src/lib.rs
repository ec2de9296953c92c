//! A shell script → its commands and words, each with its exact place in the source.
//!
//! Knows shells and command lines; knows nothing of Docker.

mod command;
mod draft;
mod nested;
mod options;
mod parser;
mod quoting;
mod script;
mod wrappers;

pub use command::{Assignment, Command, Position, Redirect, Word, Wrapper};
pub use script::{Pipeline, Script};
