//! What a service mounts.

use plimsoll_diagnostics::Span;

use super::{Syntax, Typed};
use crate::yaml::Scalar;

/// An item of `volumes`: `[SOURCE:]TARGET[:OPTIONS]`, or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Mount<'s> {
    /// A string or a mapping.
    pub syntax: Syntax,
    /// What is mounted.
    pub kind: MountKind,
    /// Where `type` is written, in the long syntax.
    pub kind_scalar: Option<Scalar<'s>>,
    /// A path of the host, or the name of a volume; `None` is an anonymous volume.
    pub source: Option<Scalar<'s>>,
    /// The path in the container.
    pub target: Option<Scalar<'s>>,
    /// What says whether the mount is read-only: `read_only`, or the option `ro` or `rw`.
    pub read_only: Option<Typed<'s, bool>>,
    /// The options of the short syntax.
    pub options: Vec<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

impl Mount<'_> {
    /// Whether the container certainly may only read.
    pub fn is_read_only(&self) -> bool {
        self.read_only.as_ref().is_some_and(|flag| flag.is(true))
    }
}

/// What is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MountKind {
    /// A path of the host.
    Bind,
    /// A named or anonymous volume.
    Volume,
    /// Memory.
    Tmpfs,
    /// A named pipe of Windows.
    NamedPipe,
    /// A volume of a cluster.
    Cluster,
    /// The content of an image.
    Image,
    /// Cannot be told: a variable decides, or it is none of these.
    Unknown,
}
