//! What a service means once its files are read: what it builds, its image, its environment.

use std::borrow::Cow;

use plimsoll_diagnostics::Span;

use crate::model::env_files::EnvSource;
use crate::{ImageName, KnownImage, Value};

/// The resolved values of a service.
#[derive(Debug)]
pub(crate) struct ServiceFacts<'s> {
    pub(crate) build: BuildLink,
    pub(crate) image: Value<ImageName<'s>>,
    /// What is known of that image.
    pub(crate) known: Option<KnownImage<'s>>,
    pub(crate) user: Value<Cow<'s, str>>,
    pub(crate) working_dir: Value<Cow<'s, str>>,
    /// `environment`, resolved, in the order of the file.
    pub(crate) environment: Vec<Value<Cow<'s, str>>>,
    /// `env_file`, in the order of the file.
    pub(crate) env_sources: Vec<EnvSource>,
}

/// The link from a service to the Dockerfile that it builds.
#[derive(Debug)]
pub(crate) enum BuildLink {
    NotBuilt,
    /// A Dockerfile of the project, and its meaning under the service's arguments when it has any.
    File {
        file: usize,
        evaluation: Option<usize>,
        target: Target,
    },
    Missing {
        path: String,
        span: Span,
        /// A file with the same name in other letters.
        near: Option<String>,
    },
    Unknown(Span),
}

/// The stage that is built.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    Stage(usize),
    /// The file has no such stage, or no stage at all.
    None,
    Unknown(Span),
}
