//! What a rule file needs: `use plimsoll_linter::prelude::*;`.

pub use plimsoll_commands as commands;
pub use plimsoll_compose as compose;
pub use plimsoll_diagnostics::{
    Category, Diagnostic, Fix, Level, MOST_COMPARED, Span, Text, is_one_slip, nearest,
};
pub use plimsoll_dockerfile as dockerfile;
pub use plimsoll_facts as facts;
pub use plimsoll_project as project;
pub use plimsoll_project::{
    Base, Build, ComposeApp, Container, Daemon, DockerfileModel, Document, ImageName, ImageSite, ImageUse,
    Line, Place, Project, Stage, Value,
};
pub use plimsoll_shell as shell;

pub use crate::{
    Context, Filled, Node, Preset, Registered, Rule, RuleMeta, ShellFinding, Status, Tag, WordList,
};
