//! A shell script → its commands and words, each with its exact place in the source.
//!
//! Knows shells and command lines; knows nothing of Docker.

mod command;
mod differences;
mod draft;
mod filled;
mod grammar;
mod nested;
mod options;
mod packages;
mod parser;
mod quoting;
mod references;
mod script;
mod shell;
mod shell_options;
mod unreadable;
mod variables;
mod verification;
mod wrappers;

pub use command::{Assignment, Command, Loop, Pipeline, Position, Redirect, Word, Wrapper};
pub use differences::may_differ;
pub use filled::Outer;
pub use grammar::{Refusal, SmallShell, refusal};
pub use nested::string_argument;
pub use options::OptionValue;
pub use packages::{
    Package, PackageAction, PackageCache, PackageManager, PackageSource, PackageVerb, Version,
};
pub use parser::syntax;
pub use references::Reference;
pub use script::Script;
pub use shell::{Dialect, Shell};
pub use shell_options::shell_option;
pub use unreadable::Unreadable;
pub use verification::{Verification, own_certificates};
