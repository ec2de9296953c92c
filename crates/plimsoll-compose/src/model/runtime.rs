//! Smaller parts of a service: environment files, logging, limits, devices.

use plimsoll_diagnostics::Span;

use super::{Pair, Syntax, Typed, read};
use crate::yaml::{Entry, Parts, Scalar, Yaml};

/// An item of `env_file`.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvFile<'s> {
    /// A path alone, or a mapping.
    pub syntax: Syntax,
    /// The file.
    pub path: Option<Scalar<'s>>,
    /// `required`; true when left out.
    pub required: Option<Typed<'s, bool>>,
    /// `format`
    pub format: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

/// `logging`
#[derive(Clone, Debug, PartialEq)]
pub struct Logging<'s> {
    /// `driver`
    pub driver: Option<Scalar<'s>>,
    /// `options`
    pub options: Vec<Pair<'s>>,
    /// The value of `logging`.
    pub span: Span,
}

/// An entry of `ulimits`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ulimit<'s> {
    /// Which one, `nofile`.
    pub name: Scalar<'s>,
    /// `soft`, or the one number.
    pub soft: Option<Typed<'s, i64>>,
    /// `hard`, or the one number.
    pub hard: Option<Typed<'s, i64>>,
    /// The entry.
    pub span: Span,
}

/// An item of `devices`: `SOURCE[:TARGET[:PERMISSIONS]]`, or a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Device<'s> {
    /// A string or a mapping.
    pub syntax: Syntax,
    /// The device of the host.
    pub source: Option<Scalar<'s>>,
    /// The device in the container.
    pub target: Option<Scalar<'s>>,
    /// `r`, `w`, `m`
    pub permissions: Option<Scalar<'s>>,
    /// The item.
    pub span: Span,
}

impl<'s> EnvFile<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<EnvFile<'s>> {
        let read = |item: &Yaml<'s>| {
            let short = read::scalar(Some(item));
            EnvFile {
                syntax: if short.is_some() { Syntax::Short } else { Syntax::Long },
                path: short.or_else(|| read::scalar(item.get("path"))),
                required: read::boolean(item.get("required")),
                format: read::scalar(item.get("format")),
                span: item.span,
            }
        };
        let alone = yaml.filter(|yaml| yaml.as_scalar().is_some_and(|scalar| !scalar.is_null()));
        alone.into_iter().chain(read::items(yaml)).map(read).collect()
    }
}

impl<'s> Logging<'s> {
    pub(super) fn read(yaml: &Yaml<'s>) -> Option<Logging<'s>> {
        yaml.as_mapping()?;
        let options = read::pairs(yaml.get("options"), &['=']);
        Some(Logging { driver: read::scalar(yaml.get("driver")), options, span: yaml.span })
    }
}

impl<'s> Ulimit<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<Ulimit<'s>> {
        let read = |entry: &Entry<'s>| {
            let both = read::integer(Some(&entry.value));
            Ulimit {
                name: entry.key.clone(),
                soft: both.clone().or_else(|| read::integer(entry.value.get("soft"))),
                hard: both.or_else(|| read::integer(entry.value.get("hard"))),
                span: entry.span(),
            }
        };
        read::entries(yaml).iter().map(read).collect()
    }
}

impl<'s> Device<'s> {
    pub(super) fn read_all(yaml: Option<&Yaml<'s>>) -> Vec<Device<'s>> {
        read::items(yaml).iter().map(Device::read).collect()
    }

    pub(crate) fn read(item: &Yaml<'s>) -> Device<'s> {
        let span = item.span;
        let Some(text) = read::scalar(Some(item)) else {
            return Device {
                syntax: Syntax::Long,
                source: read::scalar(item.get("source")),
                target: read::scalar(item.get("target")),
                permissions: read::scalar(item.get("permissions")),
                span,
            };
        };
        let parts = Parts::new(&text);
        let mut fields = read::split_outside(&text.value, b':').into_iter().map(|range| parts.part(range));
        let (source, target, permissions) = (fields.next(), fields.next(), fields.next());
        Device { syntax: Syntax::Short, source, target, permissions, span }
    }
}
