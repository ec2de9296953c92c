//! What the files mean together: stages, effective values, who builds what.
//!
//! Knows no disk, no rules, no configuration. The modules are layers, and each uses only those before it: `values`,
//! `model`, `queries` and `read`, `views`. A type's methods may stand in a layer above it: what a stage or a
//! container answers to one subject is one file of `queries`.

mod model;
mod queries;
mod read;
mod values;
mod views;

pub use model::compose_app::{ComposeApp, Fragment, NetworkUse};
pub use model::container::{Build, Container, Healthcheck, Program};
pub use model::context_files::ScriptTrouble;
pub use model::copy_sources::climbed;
pub use model::dockerfile_model::{DockerfileModel, MeantContext};
pub use model::evaluation::is_platform_arg;
pub use model::lines::{Folder, Line, Lines, MissingEnvFile, Place, UnknownService, UnknownTarget};
pub use model::named_files::open_variables;
pub use model::named_files::{FileUse, NamedFile};
pub use model::project::Project;
pub use model::stage::{Base, CopiedFrom, Stage};
pub use plimsoll_facts::quadlet_keys;
pub use plimsoll_facts::{ImageKind, ImageUser, Images, KnownImage, Release, Retired};
pub use queries::accounts::Account;
pub use queries::build_args::Missed;
pub use queries::caches::CacheMount;
pub use queries::closed_workdir::ClosedWorkdir;
pub use queries::context_scripts::FirstLine;
pub use queries::daemon::Daemon;
pub use queries::dotenv_names::MisspelledName;
pub use queries::failing_check::FailingEnd;
pub use queries::former_value::FormerValue;
pub use queries::gone_packages::GoneRelease;
pub use queries::healthcheck_ports::CheckPort;
pub use queries::healthcheck_programs::CheckProgram;
pub use queries::host_names::{HostNames, HostReference, PortRequest};
pub use queries::image_use::{ImageSite, ImageUse};
pub use queries::listener::Listener;
pub use queries::published_ports::{Listens, PublishedPort, SharedPort, listens, takes_ports};
pub use queries::reachability::Reach;
pub use queries::refused_words::{Refused, may_be_refused};
pub use queries::settings::Shared;
pub use queries::shell_text::ShellText;
pub use queries::started_scripts::StartedScript;
pub use queries::stopping::{ignores_signals, only_prints_help};
pub use queries::{
    client_config, daemon, database_mounts, dotenv_secrets, hardening, labels, seccomp, secrets,
};
pub use read::bake_files::BakeFiles;
pub use values::compose_names::{COMPOSE_NAMES, is_named_alone};
pub use values::document::Document;
pub use values::ignore_file::IgnoreFile;
pub use values::image::{ImageName, Part};
pub use values::image_pattern::ImagePatterns;
pub use values::interpolated::resolve;
pub use values::loader::{ImageBuild, Loaded, Loader, Presence};
pub(crate) use values::path;
pub use values::path::is_for_tests;
pub use values::private::PrivateValues;
pub use values::reference::{is_image_placeholder, is_reference};
pub use values::shell::EffectiveShell;
pub use values::user::is_root;
pub use values::value::Value;
pub use values::wildcard::wildcard;
pub use values::wildcards::{Wildcards, too_many_stars};
pub use values::{dotenv, exec_form, host_paths};
pub use views::dump::Dump;
pub use views::graph::{Graph, GraphNetwork, GraphService, GraphStage};
pub use views::summary::Fact;
