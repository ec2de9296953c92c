//! Dockerfile text → a tree with exact places, and the problems met on the way.
//!
//! Implements the grammar that BuildKit implements. Knows nothing of Compose, the disk or rules.

mod ast;
mod image;
mod instructions;

pub use ast::{
    Argument, CommandLine, Comment, Directive, Dockerfile, Flag, Form, Heredoc, Instruction, Word,
};
pub use image::ImageRef;
pub use instructions::{
    Add, Arg, Cmd, Copy, Entrypoint, Env, Expose, From, Healthcheck, HealthcheckTest, Kind, Label,
    Maintainer, Mount, Onbuild, Pair, Run, Shell, Stopsignal, User, Volume, Workdir,
};
