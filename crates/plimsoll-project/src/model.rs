//! The model of what was read: projects with their Dockerfiles, stages, Compose applications and containers.

pub(crate) mod built_images;
pub(crate) mod compose_app;
pub(crate) mod container;
pub(crate) mod context_files;
pub(crate) mod copy_sources;
pub(crate) mod development_signs;
pub(crate) mod dockerfile_model;
pub(crate) mod engine_libraries;
pub(crate) mod env_files;
pub(crate) mod evaluation;
pub(crate) mod git_ignore;
pub(crate) mod lines;
pub(crate) mod named_files;
pub(crate) mod passed_requests;
pub(crate) mod project;
pub(crate) mod server_settings;
pub(crate) mod service_facts;
pub(crate) mod shell_comments;
pub(crate) mod stage;
pub(crate) mod text_hints;
