//! The pages in `rules/`: their front matter, titles and sections.
//!
//! The build script of the rules and `cargo xtask` read them with the same code. It uses the standard library alone, so
//! that a build does not wait for it.
#![expect(clippy::disallowed_methods, reason = "it reads this repository's pages, not a user's files")]

mod folder;
mod front_matter;
pub mod markdown;
mod page;
mod requirement;

pub use folder::read;
pub use page::{Category, LINTER, Level, Page, Preset, Status, Tag, camel_case, lower};
pub use requirement::{RequirementPage, requirements};

/// The folders of `rules/` that contain pages, in the order of every list.
pub const FAMILIES: [&str; 7] = ["dockerfile", "shell", "container", "compose", "daemon", "project", LINTER];

/// What is wrong with the pages, a line each.
pub type Problems = Vec<String>;
