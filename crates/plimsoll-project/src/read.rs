//! How a project is read: from its first file, each file that one names.

pub(crate) mod assembly;
pub(crate) mod bake;
pub(crate) mod bake_files;
pub(crate) mod build_link;
mod built_elsewhere;
pub(crate) mod compose_files_above;
pub(crate) mod documents;
pub(crate) mod lines;
pub(crate) mod project;
mod released;
mod submodules;
