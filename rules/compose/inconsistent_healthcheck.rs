//! Times of a health check that do not fit together.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InconsistentHealthcheck;

/// What the engine takes when nothing is said, in seconds.
const INTERVAL: f64 = 30.0;

impl Rule for InconsistentHealthcheck {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let Some(check) = service.healthcheck.as_ref().filter(|check| !check.is_disabled()) else { return };
        let seconds =
            |scalar: &Option<compose::yaml::Scalar>| compose::duration_seconds(&scalar.as_ref()?.value);
        let interval = if check.interval.is_some() { seconds(&check.interval) } else { Some(INTERVAL) };
        if let (Some(timeout), Some(interval), Some(at)) = (seconds(&check.timeout), interval, &check.timeout)
            && timeout > interval
        {
            let finding = cx.report(at.span, "the health check's timeout exceeds its interval");
            finding.here("a hung program is noticed later than the interval suggests");
            let says = |key: &str| match container.line() {
                Some(_) => container.says(&format!("healthcheck.{key}")),
                None => key.to_owned(),
            };
            finding.help(format!("set `{}` to less than `{}`", says("timeout"), says("interval")));
            if let Some(interval) = &check.interval {
                finding.label(interval.span, "interval between checks");
            }
        }
    }
}
