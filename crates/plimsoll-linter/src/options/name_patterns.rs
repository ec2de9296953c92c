//! How things must be named, as options of rules.

use serde::Deserialize;

use super::TextPattern;

/// What names of each kind must match; those without a pattern can have any name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamePatterns {
    /// Of services.
    pub services: Option<TextPattern>,
    /// Of stages.
    pub stages: Option<TextPattern>,
    /// Of volumes.
    pub volumes: Option<TextPattern>,
    /// Of the images that services build.
    pub images: Option<TextPattern>,
    /// Whether `container_name` is forbidden. The key of Compose has an underscore.
    #[serde(alias = "container_name", deserialize_with = "crate::flag")]
    pub container_name: bool,
}
