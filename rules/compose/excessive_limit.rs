//! A limit that is higher than what was declared, or that is not set at all.

use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;
use project::hardening::{self, Measure, Missing};
use serde::{Deserialize, Deserializer, de::Error};

/// Nothing is reported until a limit is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ExcessiveLimit {
    #[serde(deserialize_with = "size")]
    memory: Option<Most>,
    #[serde(deserialize_with = "number")]
    cpus: Option<Most>,
    #[serde(deserialize_with = "number")]
    pids: Option<Most>,
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

/// The highest limit, as it is written and as a number.
struct Most {
    text: String,
    value: f64,
}

type Read = fn(&str) -> Option<f64>;

fn size<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Most>, D::Error> {
    read(from, compose::size_bytes, "a size such as `512m` or `2g`")
}

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Most>, D::Error> {
    read(from, parse, "a number such as `2`")
}

fn parse(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn read<'de, D: Deserializer<'de>>(from: D, read: Read, expected: &str) -> Result<Option<Most>, D::Error> {
    let text = match Table::deserialize(from)?.max {
        None => return Ok(None),
        Some(Written::Whole(number)) => number.to_string(),
        Some(Written::Fraction(number)) => number.to_string(),
        Some(Written::Text(text)) => text,
    };
    let wrong = || D::Error::custom(format_args!("`{text}` is not a limit: expected {expected}"));
    let value = read(&text).filter(|value| *value > 0.0).ok_or_else(wrong)?;
    Ok(Some(Most { text, value }))
}

impl Rule for ExcessiveLimit {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let memory = service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref());
        let cpus = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
        let pids = service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref()).map(|limit| &limit.scalar);
        // Where a service does not say what it runs, another file is laid below this one.
        let is_whole = container.is_run() && !container.app.is_unfinished();
        let missing = if is_whole { hardening::missing(container) } else { Vec::new() };
        for (most, measure, what, limit, read) in [
            (&self.memory, Measure::Memory, "memory limit", memory, compose::size_bytes as Read),
            (&self.cpus, Measure::Processors, "CPU limit", cpus, parse),
            (&self.pids, Measure::Processes, "process limit", pids, parse),
        ] {
            let Some(most) = most else { continue };
            match missing.iter().find(|missing| missing.measure == measure) {
                Some(missing) => most.report_missing(container, what, missing, cx),
                None => most.judge(container, what, limit, read, cx),
            }
        }
    }
}

impl Most {
    fn report_missing(&self, container: &Container, what: &str, missing: &Missing, cx: &mut Context) {
        let place = missing.half.map_or(container.service.name.span, |(place, _)| place);
        let most = &self.text;
        cx.report(place, format!("{} has no {what}", container.title()))
            .here(format!("the highest approved {what} is {most}"))
            .help(format!("set a {what} of at most {most}"));
    }

    fn judge(&self, container: &Container, what: &str, limit: Option<&Scalar>, read: Read, cx: &mut Context) {
        let Some(limit) = limit else { return };
        let value = project::resolve(limit).get().and_then(|value| read(&value));
        if value.is_some_and(|value| value > self.value) {
            let most = &self.text;
            cx.report(limit.span, format!("{} exceeds the approved {what}", container.title()))
                .here(format!("more than {most}"))
                .help(format!("lower the limit to {most}"));
        }
    }
}
