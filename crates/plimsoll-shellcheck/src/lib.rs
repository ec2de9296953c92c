//! A shell script → what ShellCheck would say of it, each at its exact place in the source.
//!
//! Knows shells and codes; knows nothing of Docker. The only crate that touches the shell linter dependency.

mod check;
mod codes;
mod found;
mod memory;
mod own;
mod trigger;
mod words;

pub use check::{Finding, Input, ShellCheck};
pub use codes::{Fact, Severity, facts};
