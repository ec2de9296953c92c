//! Measures that limit what a break-in or a mistake can do, and which of them a container does without.
//!
//! Sources: CIS Docker Benchmark, section 5; OWASP Docker Security Cheat Sheet.

mod advice;
mod repair;
mod words;
mod writes;

use plimsoll_compose::yaml::{Scalar, Yaml};
use plimsoll_compose::{Condition, Restart, Service, Typed};
use plimsoll_diagnostics::Span;
use plimsoll_dockerfile::Kind;

use crate::{Container, Stage, Value, is_root};

pub use advice::advice;
pub use repair::repair;
pub use writes::unwritable_paths;

/// What is said of a limit of zero.
const NO_LIMIT: &str = "this sets no limit";

/// A measure that limits what a break-in or a mistake can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// All capabilities are dropped.
    Capabilities,
    /// No program may become more than it is.
    NoNewPrivileges,
    /// The root file system is read-only.
    ReadOnlyRoot,
    /// Memory is limited.
    Memory,
    /// Processor time is limited.
    Processors,
    /// The number of processes is limited.
    Processes,
    /// Logs are limited.
    Logs,
    /// Something tells whether it works.
    Healthcheck,
    /// It is started again after a crash.
    Restart,
    /// Its program is not root.
    User,
}

/// A measure that a container does without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which one.
    pub measure: Measure,
    /// Where half of it is written, and what is wrong there; `None` when nothing is said of it.
    pub half: Option<(Span, &'static str)>,
}

/// The measures that a container certainly does without. None when not all that is said of it is known, and of one that
/// passes.
pub fn missing(container: &Container<'_>) -> Vec<Missing> {
    if !container.app.has_all_of(container.service) || container.is_passing() {
        return Vec::new();
    }
    lacks(container, false).into_iter().filter_map(|(measure, lack)| lack.missing(measure)).collect()
}

/// Also those of a container that passes; and what a file turns off of a service that another file says more about.
pub fn missing_everywhere(container: &Container<'_>) -> Vec<Missing> {
    let is_whole = container.app.says_all_of(container.service);
    let lacks = lacks(container, true).into_iter();
    let counted = lacks.filter(|(_, lack)| is_whole || matches!(lack, Lack::Off(..)));
    counted.filter_map(|(measure, lack)| lack.missing(measure)).collect()
}

/// `is_strict`: what only slows a container down beside others does not limit it.
fn lacks(container: &Container<'_>, is_strict: bool) -> Vec<(Measure, Lack)> {
    let service = container.service;
    if service.has("provider") {
        return Vec::new();
    }
    vec![
        (Measure::Capabilities, capabilities(service)),
        (Measure::NoNewPrivileges, new_privileges(service)),
        (Measure::ReadOnlyRoot, read_only(service)),
        (Measure::Memory, memory(service)),
        (Measure::Processors, processors(service, is_strict)),
        (Measure::Processes, processes(service)),
        (Measure::Logs, logs(service)),
        (Measure::Healthcheck, healthcheck(container)),
        (Measure::Restart, restart(container)),
        (Measure::User, user(container)),
    ]
}

/// What an option of `security_opt` says about new privileges, if it does: `no-new-privileges`,
/// `no-new-privileges:true` and `no-new-privileges=true` forbid them.
pub fn forbids_new_privileges(option: &str) -> Option<bool> {
    match option.strip_prefix("no-new-privileges")?.strip_prefix([':', '=']) {
        // As the engine reads it.
        Some("1" | "t" | "T" | "TRUE" | "true" | "True") | None => Some(true),
        Some("0" | "f" | "F" | "FALSE" | "false" | "False") => Some(false),
        Some(_) => None,
    }
}

/// Whether it is meant to end: others wait for that, or it is only started by name, or is never to start again, or a
/// command line waits for it.
pub fn is_job(container: &Container<'_>) -> bool {
    ends(container) || is_started_by_name(container) || container.is_passing()
}

/// Whether something shows that it ends: others wait for that, or it is never to start again, or somebody types into it.
pub fn ends(container: &Container<'_>) -> bool {
    let is_awaited = container.dependents().any(|(_, item)| item.awaits() == Condition::Completed);
    let is_last = container.service.restarts() == Some(Restart::No);
    is_awaited || is_last || container.interactive_command().is_some()
}

/// Whether it is only started by name, and nothing shows that it stays: it is not to start again whenever it ends, and
/// publishes nothing.
fn is_started_by_name(container: &Container<'_>) -> bool {
    let service = container.service;
    let stays = matches!(service.restarts(), Some(Restart::Always | Restart::UnlessStopped));
    !service.profiles.is_empty() && !stays && service.ports.is_empty()
}

/// How much of a measure is missing.
enum Lack {
    None,
    All,
    Half(Span, &'static str),
    /// It is turned off, which no file that is read before can change.
    Off(Span, &'static str),
}

impl Lack {
    fn missing(self, measure: Measure) -> Option<Missing> {
        let half = match self {
            Lack::None => return None,
            Lack::All => None,
            Lack::Half(span, why) | Lack::Off(span, why) => Some((span, why)),
        };
        Some(Missing { measure, half })
    }
}

fn capabilities(service: &Service<'_>) -> Lack {
    let is_all = |dropped: &Scalar<'_>| {
        let name = dropped.value.to_ascii_uppercase();
        name == "ALL" || name == "CAP_ALL" || dropped.is_interpolated()
    };
    if service.cap_drop.iter().any(is_all) || service.privileged.as_ref().is_some_and(|flag| flag.is(true)) {
        Lack::None
    } else if service.cap_drop.is_empty() {
        Lack::All
    } else {
        Lack::Half(service.key_span("cap_drop"), "not all capabilities are dropped")
    }
}

fn new_privileges(service: &Service<'_>) -> Lack {
    let options = &service.security_opt;
    // Who allows them says so.
    if options
        .iter()
        .any(|option| forbids_new_privileges(&option.value).is_some() || option.is_interpolated())
    {
        Lack::None
    } else if options.is_empty() {
        Lack::All
    } else {
        Lack::Half(service.key_span("security_opt"), "`no-new-privileges` is missing here")
    }
}

fn read_only(service: &Service<'_>) -> Lack {
    match &service.read_only {
        Some(flag) if flag.is(false) => Lack::Off(flag.span(), "the root filesystem stays writable"),
        Some(_) => Lack::None,
        None => Lack::All,
    }
}

fn memory(service: &Service<'_>) -> Lack {
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    let limit = service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref());
    limited(service, limit.map(|limit| (limit.span, is_zero(&limit.value))), "memory is not limited here")
}

fn processors(service: &Service<'_>, is_strict: bool) -> Lack {
    /// Other ways to say how much.
    const KEYS: &[&str] = &["cpu_quota", "cpu_shares", "cpuset", "cpu_count", "cpu_percent"];
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    let limit = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
    let has_other = KEYS.iter().any(|key| service.has(key));
    if has_other && is_strict && limit.is_none() {
        return other_limit(service);
    }
    if has_other {
        return Lack::None;
    }
    limited(service, limit.map(|limit| (limit.span, is_zero(&limit.value))), "CPU time is not limited here")
}

fn processes(service: &Service<'_>) -> Lack {
    let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
    let limit = service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref());
    let limit = limit.map(|limit: &Typed<'_, i64>| (limit.span(), limit.value.is_some_and(|pids| pids < 1)));
    limited(service, limit, "processes are not limited here")
}

/// A limit that is set, and whether it is none; or what is said where it would be set.
fn limited(service: &Service<'_>, limit: Option<(Span, bool)>, why: &'static str) -> Lack {
    match limit {
        Some((span, true)) => Lack::Off(span, NO_LIMIT),
        Some(_) => Lack::None,
        None => {
            let path = ["deploy", "resources", "limits"];
            let written = (1..=path.len()).rev().find_map(|len| service.fields.at(path.get(..len)?));
            written.map_or(Lack::All, |entry| Lack::Half(entry.key.span, why))
        }
    }
}

/// What other keys than `cpus` limit: a weight does not, and neither does a quota of less than 1.
fn other_limit(service: &Service<'_>) -> Lack {
    let quota = service.get("cpu_quota").and_then(Yaml::as_scalar);
    if ["cpuset", "cpu_count", "cpu_percent"].iter().any(|key| service.has(key)) {
        return Lack::None;
    }
    match quota {
        Some(quota) if sets_no_quota(quota) => Lack::Off(quota.span, NO_LIMIT),
        Some(_) => Lack::None,
        None => Lack::Half(service.key_span("cpu_shares"), "this only sets a weight"),
    }
}

/// `0`, `-1`
fn sets_no_quota(quota: &Scalar<'_>) -> bool {
    quota.value.parse::<i64>().is_ok_and(|quota| quota <= 0)
}

/// `0`, `0m`, `0.0`, and what is less: `-1`
fn is_zero(size: &str) -> bool {
    if size.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok()) {
        return true;
    }
    let number = size.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    number.contains('0') && number.chars().all(|c| matches!(c, '0' | '.'))
}

fn logs(service: &Service<'_>) -> Lack {
    let Some(logging) = &service.logging else { return Lack::All };
    let is_json = logging.driver.as_ref().is_none_or(|driver| driver.value == "json-file");
    if is_json && !logging.options.iter().any(|option| option.name.value == "max-size") {
        let span = logging.driver.as_ref().map_or(service.key_span("logging"), |driver| driver.span);
        return Lack::Half(span, "logs are kept without a size limit");
    }
    Lack::None
}

fn healthcheck(container: &Container<'_>) -> Lack {
    if let Some(check) = container.service.healthcheck.as_ref().filter(|check| check.is_disabled()) {
        let flag = check.disable.as_ref().map(Typed::span);
        let span = flag.or(check.test.as_ref().map(|test| test.span)).unwrap_or(check.span);
        return Lack::Off(span, "any health check in the image is disabled");
    }
    // Whether an unknown image brings one is unknown, but the files at hand have none.
    let is_written = match container.healthcheck() {
        Value::Known { value, .. } => value.is_enabled(),
        Value::Unset => false,
        Value::Unknown { .. } => container.service.healthcheck.is_some(),
    };
    if is_job(container) || is_written { Lack::None } else { Lack::All }
}

fn restart(container: &Container<'_>) -> Lack {
    let service = container.service;
    let has_policy = service.restart.is_some() || service.fields.at(&["deploy", "restart_policy"]).is_some();
    if has_policy || is_job(container) { Lack::None } else { Lack::All }
}

/// Only what `root-user` does not say: of an image that nobody builds here, and of a base that nobody knows.
fn user(container: &Container<'_>) -> Lack {
    // Images that take the number of their user as a variable become this user by themselves.
    let is_given = !container.given_env("PUID").is_unset();
    if container.service.user.is_some() || is_given || container.drops_privileges() {
        return Lack::None;
    }
    let is_written = |stage: Stage<'_>| {
        stage.lineage().any(|own| own.instructions().iter().any(|it| matches!(it.kind, Kind::User(_))))
    };
    match (container.user(), container.stage()) {
        (Value::Known { value, .. }, None) if is_root(value) => Lack::All,
        (Value::Known { .. } | Value::Unset, _) => Lack::None,
        (Value::Unknown { .. }, Some(stage)) if is_written(stage) => Lack::None,
        // What is built is not at hand.
        (Value::Unknown { .. }, None) if container.is_built() => Lack::None,
        (Value::Unknown { .. }, _) => Lack::All,
    }
}
