//! Limits that contradict each other.

use super::{Refusal, is_known};
use crate::model::{Service, Typed};
use crate::schema::{parse_duration, parse_size};
use crate::yaml::Scalar;

/// What the engine asks for at least, in bytes.
const LEAST_MEMORY: f64 = 6.0 * 1024.0 * 1024.0;

pub(super) fn check(service: &Service<'_>, found: &mut Vec<Refusal>) {
    memory(service, found);
    for limit in &service.ulimits {
        let (Some(soft), Some(hard)) = (&limit.soft, &limit.hard) else { continue };
        if let (Some(low), Some(high)) = (soft.value, hard.value)
            && low > high
            && high >= 0
        {
            let message = format!("the soft limit of `{}` is above the hard one", limit.name.value);
            let refusal = Refusal::new(soft.span(), message, "a soft limit may be raised up to the hard one");
            found.push(refusal.because(hard.span(), "the hard limit"));
        }
    }
    let Some(check) = &service.healthcheck else { return };
    let times = [&check.interval, &check.timeout, &check.start_period, &check.start_interval];
    for time in times.into_iter().flatten() {
        if parse_duration(&time.value).is_some_and(|seconds| seconds < 0.0) {
            let message = format!("`{}` is a time below zero", time.value);
            found.push(Refusal::new(time.span, message, "expected a duration such as `30s`"));
        }
    }
    if let Some(retries) = check.retries.as_ref().filter(|retries| is_below_zero(retries)) {
        let message = format!("`retries` is {}: there cannot be less than none", retries.scalar.value);
        found.push(Refusal::new(retries.span(), message, "expected a whole number such as `3`"));
    }
}

fn is_below_zero(number: &Typed<'_, i64>) -> bool {
    number.value.is_some_and(|value| value < 0)
}

fn memory(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let size = |scalar: &Scalar<'_>| parse_size(&scalar.value).filter(|_| is_known(scalar));
    let Some(limit) = &service.mem_limit else { return };
    let Some(most) = size(limit).filter(|bytes| *bytes > 0.0) else { return };
    if most < LEAST_MEMORY {
        let message = format!("`{}` is less memory than a container can have", limit.value);
        found.push(Refusal::new(limit.span, message, "the least is `6m`; a number alone counts bytes"));
    }
    if let Some(reserved) = &service.mem_reservation
        && size(reserved).is_some_and(|bytes| bytes > most)
    {
        let message = "more memory is reserved than the limit allows".to_owned();
        let refusal = Refusal::new(reserved.span, message, "set `mem_reservation` below `mem_limit`");
        found.push(refusal.because(limit.span, "the limit"));
    }
    let total = service.get("memswap_limit").and_then(|total| total.as_scalar());
    if let Some(total) = total.filter(|total| size(total).is_some_and(|bytes| bytes > 0.0 && bytes < most)) {
        let message = "memory and swap together are less than memory alone".to_owned();
        let help = "`memswap_limit` counts both: set it to `mem_limit` or above, or to `-1`";
        found.push(Refusal::new(total.span, message, help).because(limit.span, "the limit of memory"));
    }
}
