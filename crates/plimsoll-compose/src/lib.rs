//! Compose text → a tree of YAML with exact places → a typed model, and the problems met on the way.
//!
//! Implements the format that compose-go implements. Knows nothing of Dockerfiles, the disk or rules.

pub mod bake;
mod blank;
mod consistency;
pub mod daemon;
mod dump;
pub mod edit;
pub mod engine;
mod file_tree;
pub mod hcl;
mod indentation;
pub mod interpolate;
pub mod json;
pub mod merge;
pub mod model;
mod read;
pub mod schema;
mod template;
pub mod yaml;

pub use blank::{Blank, Outcome, blank_name, blanks};
pub use file_tree::FileTree;
pub use model::{
    Build, Command, CommandForm, Compose, Condition, Content, DependsOn, Deploy, Device, EnvFile, Extends,
    External, Grant, Healthcheck, HealthcheckTest, Include, Logging, Model, Mount, MountKind, Namespace,
    Network, NetworkMode, Pair, Port, PortRange, Protocol, Resources, Restart, Service, ServiceNetwork,
    Syntax, TestForm, Typed, Ulimit, Volume, is_any_address,
};
pub use schema::{
    Reader, accepts_container_name, parse_boolean as truth_value, parse_duration as duration_seconds,
    parse_size as size_bytes,
};
