//! The highest limits that a container may have, as options of rules.

use plimsoll_compose::yaml::Scalar;
use plimsoll_project::Container;
use plimsoll_project::hardening::Measure;
use serde::{Deserialize, Deserializer, de::Error};

/// The highest limit of each kind; one that is not declared is not looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MaxLimits {
    #[serde(deserialize_with = "memory")]
    memory: Option<MaxLimit>,
    #[serde(deserialize_with = "number")]
    cpus: Option<MaxLimit>,
    #[serde(deserialize_with = "number")]
    pids: Option<MaxLimit>,
}

/// The highest limit, as it is written and as a number.
#[derive(Clone, Debug, PartialEq)]
pub struct MaxLimit {
    /// As it is written: `2g`.
    pub text: String,
    /// The number that it stands for.
    pub value: f64,
}

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// `mem_limit`
    Memory,
    /// `cpus`
    Processors,
    /// `pids_limit`
    Processes,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Table {
    max: Option<Written>,
}

/// `2g`, `1.5` or `512`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a number, or a string such as `2g`")]
enum Written {
    Whole(i64),
    Fraction(f64),
    Text(String),
}

impl MaxLimits {
    /// Those that are declared.
    pub fn declared(&self) -> impl Iterator<Item = (LimitKind, &MaxLimit)> {
        let all = [
            (LimitKind::Memory, &self.memory),
            (LimitKind::Processors, &self.cpus),
            (LimitKind::Processes, &self.pids),
        ];
        all.into_iter().filter_map(|(kind, limit)| Some((kind, limit.as_ref()?)))
    }
}

impl LimitKind {
    /// Its name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            LimitKind::Memory => "memory limit",
            LimitKind::Processors => "CPU limit",
            LimitKind::Processes => "process limit",
        }
    }

    /// The measure of hardening that sets it.
    pub fn measure(self) -> Measure {
        match self {
            LimitKind::Memory => Measure::Memory,
            LimitKind::Processors => Measure::Processors,
            LimitKind::Processes => Measure::Processes,
        }
    }

    /// What a container sets.
    pub fn of<'p>(self, container: &Container<'p>) -> Option<&'p Scalar<'p>> {
        let service = container.service;
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        match self {
            LimitKind::Memory => service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref()),
            LimitKind::Processors => service.cpus.as_ref().or_else(|| limits?.cpus.as_ref()),
            LimitKind::Processes => {
                service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref()).map(|limit| &limit.scalar)
            }
        }
    }

    /// The number that a limit stands for.
    pub fn read(self, text: &str) -> Option<f64> {
        match self {
            LimitKind::Memory => plimsoll_compose::size_bytes(text),
            LimitKind::Processors | LimitKind::Processes => text.parse().ok(),
        }
    }
}

fn memory<'de, D: Deserializer<'de>>(from: D) -> Result<Option<MaxLimit>, D::Error> {
    read(from, LimitKind::Memory, "a size such as `512m` or `2g`")
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<MaxLimit>, D::Error> {
    read(from, LimitKind::Processors, "a number such as `2`")
}

fn read<'de, D: Deserializer<'de>>(
    from: D,
    kind: LimitKind,
    expected: &str,
) -> Result<Option<MaxLimit>, D::Error> {
    let text = match Table::deserialize(from)?.max {
        None => return Ok(None),
        Some(Written::Whole(number)) => number.to_string(),
        Some(Written::Fraction(number)) => number.to_string(),
        Some(Written::Text(text)) => text,
    };
    let wrong = || D::Error::custom(format_args!("`{text}` is not a limit: expected {expected}"));
    let value = kind.read(&text).filter(|value| *value > 0.0).ok_or_else(wrong)?;
    Ok(Some(MaxLimit { text, value }))
}
