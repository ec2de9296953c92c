//! A shell script → its commands and words, each with its exact place in the source.
//!
//! Knows shells and command lines; knows nothing of Docker.

mod command;
mod options;
mod parser;

pub use command::{Assignment, Command, Position, Redirect, Script, Word, Wrapper};
