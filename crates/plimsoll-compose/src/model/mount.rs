//! What a service mounts.

use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, Span};

use super::{Syntax, Typed, read};
use crate::yaml::{Parts, Scalar, Yaml};

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
    /// Whether Compose refuses it, so that its parts mean nothing.
    pub is_refused: bool,
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

impl<'s> Mount<'s> {
    pub(crate) fn read(item: &Yaml<'s>, problems: &mut Vec<Diagnostic>) -> Option<Mount<'s>> {
        if let Some(text) = read::scalar(Some(item)) {
            return Some(Mount::read_short(&text, problems));
        }
        item.as_mapping()?;
        let get = |key: &str| read::scalar(item.get(key));
        let kind_scalar = get("type");
        Some(Mount {
            syntax: Syntax::Long,
            kind: kind_scalar.as_ref().map_or(MountKind::Unknown, |kind| MountKind::from_name(&kind.value)),
            kind_scalar,
            source: get("source"),
            target: get("target"),
            read_only: read::boolean(item.get("read_only")),
            options: Vec::new(),
            is_refused: false,
            span: item.span,
        })
    }

    /// Takes `[SOURCE:]TARGET[:OPTIONS]` apart as compose-go does.
    fn read_short(text: &Scalar<'s>, problems: &mut Vec<Diagnostic>) -> Mount<'s> {
        let parts = Parts::new(text);
        let fields = sections(&text.value);
        let mistake = mistake_in(&text.value, &fields).filter(|_| !text.is_interpolated());
        if let Some(mistake) = mistake {
            let message = format!("`{}` is not a valid mount: {mistake}", text.value);
            problems.push(Diagnostic::new("compose-schema", text.span, message));
        }
        let count = fields.len();
        let mut fields = fields.into_iter();
        let first = fields.next();
        let (source, target) = match fields.next() {
            Some(target) => (first, Some(target)),
            None => (None, first),
        };
        // No value of a variable takes a colon away.
        let is_refused = mistake.is_some() || count > 3;
        let base = fields.next();
        let options: Vec<Scalar<'s>> = base.map_or_else(Vec::new, |base| {
            let list = text.value.get(base.clone()).unwrap_or_default();
            let option = |range: Range<usize>| parts.part(range.start + base.start..range.end + base.start);
            read::split_outside(list, b',').into_iter().map(option).collect()
        });
        let access = options.iter().rev().find(|option| matches!(&*option.value, "ro" | "rw"));
        let read_only =
            access.map(|option| Typed { value: Some(option.value == "ro"), scalar: option.clone() });
        let source = source.map(|range| parts.part(range));
        Mount {
            syntax: Syntax::Short,
            kind: source.as_ref().map_or(MountKind::Volume, |source| MountKind::of_source(&source.value)),
            kind_scalar: None,
            source,
            target: target.map(|range| parts.part(range)),
            read_only,
            options,
            is_refused,
            span: text.span,
        }
    }
}

/// What compose-go refuses in a mount of the short syntax.
pub(crate) fn mount_mistake(text: &str) -> Option<&'static str> {
    mistake_in(text, &sections(text))
}

fn mistake_in(text: &str, fields: &[Range<usize>]) -> Option<&'static str> {
    if text.is_empty() {
        return Some("the text is empty");
    }
    if text.len() > 2 && fields.iter().any(Range::is_empty) {
        return Some("nothing between two colons");
    }
    (fields.len() > 3).then_some("too many colons: expected `SOURCE:TARGET:OPTIONS`")
}

impl MountKind {
    fn from_name(name: &str) -> MountKind {
        match name {
            "bind" => MountKind::Bind,
            "volume" => MountKind::Volume,
            "tmpfs" => MountKind::Tmpfs,
            "npipe" => MountKind::NamedPipe,
            "cluster" => MountKind::Cluster,
            "image" => MountKind::Image,
            _ => MountKind::Unknown,
        }
    }

    /// A source that looks like a path is one; any other is the name of a volume.
    fn of_source(source: &str) -> MountKind {
        let mut bytes = source.bytes();
        match (bytes.next(), bytes.next()) {
            (Some(b'.' | b'/' | b'~' | b'\\'), _) => MountKind::Bind,
            (Some(drive), Some(b':')) if drive.is_ascii_alphabetic() => MountKind::Bind,
            (Some(b'$'), _) => MountKind::Unknown,
            _ => MountKind::Volume,
        }
    }
}

/// The parts between colons, where the colon behind a single letter belongs to a drive of Windows.
fn sections(text: &str) -> Vec<Range<usize>> {
    let mut sections: Vec<Range<usize>> = Vec::new();
    let mut drive = None;
    for range in read::split_outside(text, b':') {
        let start = drive.take().unwrap_or(range.start);
        let part = text.get(start..range.end).unwrap_or_default();
        let is_letter = part.len() == 1 && part.starts_with(|first: char| first.is_ascii_alphabetic());
        if is_letter && range.end < text.len() {
            drive = Some(start);
        } else {
            sections.push(start..range.end);
        }
    }
    sections
}
