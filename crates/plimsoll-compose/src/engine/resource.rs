//! Limits that contradict each other, or that there cannot be (moby, `daemon/daemon_unix.go`, function
//! `verifyPlatformContainerResources`; `daemon/container.go`, function `validateHealthCheck`).

use super::{Declared, Refusal, is_known};
use crate::model::{Service, Typed};
use crate::schema::{LEAST_MEMORY, parse_duration, parse_size};
use crate::yaml::{Scalar, Yaml, parse_int};

/// The shortest time of a health check, in seconds.
const LEAST_TIME: f64 = 0.001;

pub(super) fn check(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    memory(service, declared, found);
    processors(service, found);
    numbers(service, found);
    for limit in &service.ulimits {
        let (Some(soft), Some(hard)) = (&limit.soft, &limit.hard) else { continue };
        if let (Some(low), Some(high)) = (soft.value, hard.value)
            && low > high
            && high >= 0
        {
            let message = format!("the soft limit for `{}` exceeds the hard limit", limit.name.value);
            let refusal = Refusal::new(soft.span(), message, "lower the soft limit, or raise the hard limit");
            found.push(refusal.because(hard.span(), "the hard limit"));
        }
    }
    let Some(check) = &service.healthcheck else { return };
    let times = [&check.interval, &check.timeout, &check.start_period, &check.start_interval];
    for time in times.into_iter().flatten() {
        let seconds = parse_duration(&time.value).filter(|_| is_known(time)).unwrap_or(0.0);
        if seconds != 0.0 && seconds < LEAST_TIME {
            let what = if seconds < 0.0 { "a negative duration" } else { "shorter than a millisecond" };
            let message = format!("`{}` is {what}", time.value);
            found.push(Refusal::new(time.span, message, "use a duration such as `30s`"));
        }
    }
    // docker/compose, `pkg/compose/create.go`: `healthcheck.start_interval requires healthcheck.start_period to be set`.
    if let (Some(start), None) = (&check.start_interval, &check.start_period)
        && declared.is_complete
        && service.extends.is_none()
        && !check.is_disabled()
    {
        let message = "`start_interval` requires `start_period`".to_owned();
        let help = "set `start_period` to the time the service needs to start";
        found.push(Refusal::new(start.span, message, help));
    }
    if let Some(retries) = check.retries.as_ref().filter(|retries| is_below_zero(retries)) {
        let message = format!("`retries` cannot be negative: {}", retries.scalar.value);
        found.push(Refusal::new(retries.span(), message, "use a whole number such as `3`"));
    }
}

fn is_below_zero(number: &Typed<'_, i64>) -> bool {
    number.value.is_some_and(|value| value < 0)
}

/// Compose gives the limits under `deploy` to the engine, too.
fn memory(service: &Service<'_>, declared: &Declared<'_>, found: &mut Vec<Refusal>) {
    let size =
        |scalar: &&Scalar<'_>| parse_size(&scalar.value).filter(|bytes| is_known(scalar) && *bytes > 0.0);
    let deploy = service.deploy.as_ref();
    let limits = deploy.and_then(|deploy| deploy.limits.as_ref());
    let reservations = deploy.and_then(|deploy| deploy.reservations.as_ref());
    let limit = service.mem_limit.as_ref().or(limits.and_then(|limits| limits.memory.as_ref()));
    let reserved = reservations.and_then(|reserved| reserved.memory.as_ref());
    let reserved = service.mem_reservation.as_ref().or(reserved);
    for memory in [limit, reserved].into_iter().flatten() {
        if size(&memory).is_some_and(|bytes| bytes < LEAST_MEMORY) {
            let message = format!("`{}` is below the minimum memory limit", memory.value);
            found.push(Refusal::new(memory.span, message, "use `6m` or more; a plain number is in bytes"));
        }
    }
    let total = service.get("memswap_limit").and_then(Yaml::as_scalar);
    let total = total.and_then(|total| Some((total, size(&total)?)));
    let Some(limit) = limit else {
        if let Some((total, _)) = total.filter(|_| declared.is_complete && service.extends.is_none()) {
            let message = "`memswap_limit` requires `mem_limit`".to_owned();
            found.push(Refusal::new(
                total.span,
                message,
                "set `mem_limit`: `memswap_limit` is the sum of memory and swap",
            ));
        }
        return;
    };
    let Some(most) = size(&limit) else { return };
    if let Some(reserved) = reserved
        && size(&reserved).is_some_and(|bytes| bytes > most)
    {
        let message = "the memory reservation exceeds the memory limit".to_owned();
        let refusal = Refusal::new(reserved.span, message, "reserve less, or raise the limit");
        found.push(refusal.because(limit.span, "the limit"));
    }
    if let Some((total, _)) = total.filter(|(_, bytes)| *bytes < most) {
        let message = "`memswap_limit` is lower than `mem_limit`".to_owned();
        let help = "set `memswap_limit`, which is memory plus swap, to at least `mem_limit`, or to `-1`";
        found.push(Refusal::new(total.span, message, help).because(limit.span, "the memory limit"));
    }
}

fn processors(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    let cpus = service.cpus.as_ref().or(limits.and_then(|limits| limits.cpus.as_ref()));
    let Some(cpus) = cpus.filter(|cpus| is_known(cpus)) else { return };
    let Ok(number) = cpus.value.parse::<f64>() else { return };
    if number < 0.0 {
        let message = format!("`cpus` cannot be negative: {}", cpus.value);
        found.push(Refusal::new(cpus.span, message, "use a number such as `0.5`"));
    }
    for key in ["cpu_period", "cpu_quota"].into_iter().filter(|_| number > 0.0) {
        let other = service.get(key).and_then(Yaml::as_scalar).filter(|other| is_known(other));
        if let Some(other) = other.filter(|other| parse_int(&other.value).is_some_and(|count| count > 0)) {
            let message = format!("`{key}` and `cpus` cannot both be set");
            let refusal = Refusal::new(other.span, message, "remove one of the two");
            found.push(refusal.because(cpus.span, "`cpus` is set here"));
        }
    }
}

/// Numbers that must lie in a range.
fn numbers(service: &Service<'_>, found: &mut Vec<Refusal>) {
    let ranges: [(&[&str], i64, i64, bool); 3] = [
        (&["cpu_period"], 1000, 1_000_000, true),
        (&["cpu_quota"], 1000, i64::MAX, true),
        (&["blkio_config", "weight"], 10, 1000, true),
    ];
    for (path, least, most, may_be_unset) in ranges {
        let value = service.fields.at(path).and_then(|entry| entry.value.as_scalar());
        let Some(value) = value.filter(|value| is_known(value)) else { continue };
        let is_unset = |number: i64| may_be_unset && (number == 0 || number < 0 && most == i64::MAX);
        let Some(number) = parse_int(&value.value).filter(|number| !is_unset(*number)) else { continue };
        if !(least..=most).contains(&number) {
            let key = path.last().unwrap_or(&"");
            let message = format!("`{number}` is not a valid value for `{key}`");
            let help = match most {
                i64::MAX => format!("use {least} or more"),
                _ => format!("use a number from {least} to {most}"),
            };
            found.push(Refusal::new(value.span, message, help));
        }
    }
    let memory = service.get("shm_size").and_then(Yaml::as_scalar).filter(|size| is_known(size));
    if let Some(memory) = memory.filter(|memory| parse_size(&memory.value).is_some_and(|size| size < 0.0)) {
        let message = format!("`shm_size` cannot be negative: {}", memory.value);
        found.push(Refusal::new(memory.span, message, "use a size such as `64m`"));
    }
}
