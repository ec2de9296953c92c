//! Dockerfile text → a tree with exact places, and the problems met on the way.
//!
//! Implements the grammar that BuildKit implements. Knows nothing of Compose, the disk or rules.

mod arguments;
mod ast;
mod check_directive;
mod command;
mod directives;
mod dump;
pub mod expand;
mod flags;
mod frontend;
mod heredoc;
mod image;
mod instructions;
mod json;
mod keyword;
mod line_slice;
mod lines;
mod parse;
mod problems;
mod signal;
mod stages;
mod variables;
mod words;

pub use ast::{Comment, Directive, Dockerfile, Flag, Heredoc, Instruction, Word};
pub use check_directive::CheckOptions;
pub use command::{CommandLine, Form};
pub use frontend::{Feature, Frontend};
pub use image::ImageRef;
pub use instructions::{
    Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, HealthcheckTest, Kind, Label,
    Maintainer, Mount, Onbuild, Pair, Run, Shell, Stopsignal, User, Volume, Workdir,
};
pub use keyword::{FlagSpec, FlagValue, Keyword, Since};
pub use signal::is_signal;
pub use variables::Variable;
