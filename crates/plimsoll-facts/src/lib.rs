//! What is known of the world outside of the files that are linted: images, releases, programs, packages, ports and
//! their like, one table per subject in `facts/`, every row with its source.
//!
//! A fact is a row. A table is read when it is first asked for, so it costs nothing before. What is not in a table is
//! unknown.

pub mod accounts;
mod aliases;
pub mod archived_releases;
pub mod build_variables;
pub mod capabilities;
pub mod command_flags;
pub mod daemon_keys;
pub mod debian_releases;
pub mod default_releases;
pub mod development_images;
pub mod engine_clients;
pub mod engine_signs;
pub mod file_names;
pub mod foreground_programs;
pub mod image_paths;
pub mod images;
pub mod interactive_images;
pub mod listen_options;
pub mod log_options;
pub mod login_required;
pub mod logins;
pub mod needed_capabilities;
pub mod node_names;
pub mod open_access;
pub mod open_consoles;
pub mod packages;
pub mod passwords;
pub mod paths;
pub mod patient_images;
pub mod platforms;
pub mod ports;
pub mod programs;
pub mod published_secrets;
pub mod quadlet_keys;
pub mod quoted_variables;
pub mod releases;
pub mod removed_options;
pub mod removed_packages;
pub mod retired;
pub mod seccomp_calls;
pub mod shell_words;
pub mod signals;
pub mod standards;
mod table;
pub mod tag_words;
pub mod threats;
pub mod tokens;
pub mod ulimits;
pub mod unconfined_images;
pub mod unverifiable;

pub use images::{ImageKind, ImageShell, ImageUser, ImageVariables, Images, KnownImage, OwnImage};
pub use releases::Release;
pub use removed_options::RemovedOption;
pub use retired::Retired;

/// The day on which the tables were last compared with their sources.
pub const DAY: &str = "2026-08-22";
