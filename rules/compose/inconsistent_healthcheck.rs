//! Times of a health check that do not fit together.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct InconsistentHealthcheck;

/// What the engine takes when nothing is said, in seconds.
const INTERVAL: f64 = 30.0;

impl Rule for InconsistentHealthcheck {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let Some(check) = service.healthcheck.as_ref().filter(|check| !check.is_disabled()) else { return };
        let seconds =
            |scalar: &Option<compose::yaml::Scalar>| compose::duration_seconds(&scalar.as_ref()?.value);
        let interval = if check.interval.is_some() { seconds(&check.interval) } else { Some(INTERVAL) };
        if let (Some(timeout), Some(interval), Some(at)) = (seconds(&check.timeout), interval, &check.timeout)
            && timeout > interval
        {
            let finding = cx.report(at.span, "the health check's timeout exceeds its interval");
            finding.here("a hung program is noticed later than the interval suggests");
            finding.help("set `timeout` below `interval`");
            if let Some(interval) = &check.interval {
                finding.label(interval.span, "interval between checks");
            }
        }
    }
}
