//! Values that need no project: paths, names of images, text with variables, and how files are asked for.

pub(crate) mod compose_names;
pub(crate) mod document;
pub mod dotenv;
pub mod exec_form;
pub(crate) mod expand;
pub mod host_paths;
pub(crate) mod ignore_file;
pub(crate) mod image;
pub(crate) mod image_pattern;
pub(crate) mod interpolated;
pub(crate) mod loader;
pub(crate) mod path;
pub(crate) mod private;
pub(crate) mod reference;
pub(crate) mod secret;
pub(crate) mod shell;
pub(crate) mod stage_words;
pub(crate) mod timeline;
pub(crate) mod user;
pub(crate) mod value;
pub(crate) mod wildcard;
pub(crate) mod wildcards;
