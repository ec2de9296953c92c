//! A health check that is missing, or runs less often than what was declared.

use plimsoll_linter::prelude::*;
use project::hardening::{self, Measure};
use serde::Deserialize;

/// Nothing is reported until something is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnapprovedHealthcheck {
    required_for: Option<Who>,
    max_interval: Option<Longest>,
}

/// The services that must have a health check.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Who {
    /// Those that are not there to end.
    LongRunning,
    /// Those of them that publish a port.
    Published,
}

/// A duration such as `1m30s`, as it is written and in seconds.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Longest {
    text: String,
    seconds: f64,
}

impl TryFrom<String> for Longest {
    type Error = String;

    fn try_from(text: String) -> Result<Longest, String> {
        match compose::duration_seconds(&text).filter(|seconds| *seconds > 0.0) {
            Some(seconds) => Ok(Longest { text, seconds }),
            None => Err(format!("`{text}` is not a duration such as `1m30s`")),
        }
    }
}

impl Rule for UnapprovedHealthcheck {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let is_required = match self.required_for {
            Some(Who::LongRunning) => true,
            Some(Who::Published) => !container.published().is_empty(),
            None => false,
        };
        let missing = if is_required { hardening::missing_everywhere(container) } else { Vec::new() };
        if let Some(missing) = missing.iter().find(|missing| missing.measure == Measure::Healthcheck) {
            let nothing = (container.service.name.span, "this setting is missing");
            let (place, why) = missing.half.unwrap_or(nothing);
            cx.report(place, format!("{} has no health check", container.title()))
                .here(why)
                .help(format!("add `{}`", container.says("healthcheck")));
            return;
        }
        let Some(longest) = &self.max_interval else { return };
        if let Value::Known { value, set_at } = container.check_interval()
            && value > longest.seconds
        {
            let (title, most) = (container.title(), &longest.text);
            cx.report(set_at, format!("the health of {title} is checked less often than every {most}"))
                .here(format!("the interval is longer than {most}"))
                .help(format!("set the interval to {most} or less"));
        }
    }
}
