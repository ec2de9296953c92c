//! What the files mean together: stages, effective values, who builds what.
//!
//! Knows no disk, no rules, no configuration.

mod app;
mod assembly;
mod container;
pub mod dotenv;
mod dump;
mod effective;
mod evaluation;
mod expand;
mod file;
pub mod hardening;
pub mod host;
mod ignore_file;
mod image;
mod image_use;
mod images;
mod interpolated;
pub mod labels;
mod link;
mod path;
mod project;
mod reference;
pub mod secrets;
mod shell;
mod stage;
mod timeline;
mod traces;
mod user;
mod value;

pub use app::{App, Fragment, NetworkUse};
pub use container::{Build, Container, Healthcheck, Program};
pub use dump::Dump;
pub use file::BuildFile;
pub use ignore_file::IgnoreFile;
pub use image::{ImageName, Part};
pub use image_use::{ImageSite, ImageUse};
pub use images::{ImageKind, ImageUser, KnownImage};
pub use interpolated::resolve;
pub use project::{Loaded, Loader, Project};
pub use reference::is_reference;
pub use shell::EffectiveShell;
pub use stage::{Base, CopiedFrom, Stage};
pub use user::is_root;
pub use value::Value;
