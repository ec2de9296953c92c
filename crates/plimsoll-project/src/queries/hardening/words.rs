//! What measures are called, and what is said of them, where a container is described.

use super::Measure;
use crate::Container;

/// A measure in words.
struct Words {
    measure: Measure,
    /// What it is called in Compose, and in the configuration.
    name: &'static str,
    /// What to write in Compose, and what it is good for.
    in_compose: &'static str,
    /// The key in Compose that says the same as the flag to add.
    key: &'static str,
    /// The value of that flag.
    value: &'static str,
    /// What it is good for.
    why: &'static str,
}

#[rustfmt::skip]
const ROWS: [Words; 10] = [
    Words { measure: Measure::Capabilities, name: "cap_drop", key: "cap_drop", value: "ALL",
        in_compose: "`cap_drop: [ALL]`: even root in the container has no capabilities; use `cap_add` for those that the service needs",
        why: "even root in the container has no capabilities; add those that the program needs" },
    Words { measure: Measure::NoNewPrivileges, name: "no-new-privileges", key: "security_opt", value: "no-new-privileges",
        in_compose: "`security_opt: [\"no-new-privileges:true\"]`: setuid programs cannot gain root",
        why: "setuid programs cannot gain root" },
    Words { measure: Measure::ReadOnlyRoot, name: "read_only", key: "read_only", value: "true",
        in_compose: "`read_only: true`: programs cannot be modified; add `tmpfs` or a volume where the service must write",
        why: "programs cannot be modified; add a tmpfs or a volume where the program must write" },
    Words { measure: Measure::Memory, name: "mem_limit", key: "mem_limit", value: "512m",
        in_compose: "`mem_limit`: a memory leak cannot exhaust the host's memory",
        why: "a memory leak cannot exhaust the host's memory" },
    Words { measure: Measure::Processors, name: "cpus", key: "cpus", value: "1",
        in_compose: "`cpus`: a busy loop cannot starve other services",
        why: "a busy loop cannot starve other containers" },
    Words { measure: Measure::Processes, name: "pids_limit", key: "pids_limit", value: "200",
        in_compose: "`pids_limit`: a fork bomb stays inside the container",
        why: "a fork bomb stays inside the container" },
    Words { measure: Measure::Logs, name: "logging", key: "logging", value: "local",
        in_compose: "`logging` with the `local` driver, or with `max-size`: logs cannot fill the host's disk",
        why: "logs cannot fill the host's disk" },
    Words { measure: Measure::Healthcheck, name: "healthcheck", key: "healthcheck", value: "COMMAND",
        in_compose: "`healthcheck`: a hung program is detected",
        why: "a hung program is detected" },
    Words { measure: Measure::Restart, name: "restart", key: "restart", value: "unless-stopped",
        in_compose: "`restart: unless-stopped`: the service restarts after a crash; use `restart: \"no\"` for a one-off job",
        why: "the container restarts after a crash" },
    Words { measure: Measure::User, name: "user", key: "user", value: "10001",
        in_compose: "`user`: without this key, the image's user applies, and most images run as root",
        why: "otherwise the image's user applies, and most images run as root" },
];

impl Measure {
    /// The measure with this name in the configuration.
    pub fn named(name: &str) -> Option<Measure> {
        ROWS.iter().find(|row| row.name == name).map(|row| row.measure)
    }

    /// Every measure, in the order of lists.
    pub fn all() -> impl Iterator<Item = Measure> {
        ROWS.iter().map(|row| row.measure)
    }

    /// What it is called where a container is described.
    pub fn name_in(self, container: &Container<'_>) -> String {
        let Some(row) = self.row() else { return String::new() };
        match container.line() {
            None => row.name.to_owned(),
            // Other options are written with the same flag.
            Some(_) if self == Measure::NoNewPrivileges => container.writes(row.key, "", row.value),
            Some(_) => container.says(row.key).trim_end_matches('=').to_owned(),
        }
    }

    /// What to write there, and what it is good for.
    pub fn advice_in(self, container: &Container<'_>) -> String {
        let Some(row) = self.row() else { return String::new() };
        match container.line() {
            None => row.in_compose.to_owned(),
            Some(_) => format!("`{}`: {}", container.writes(row.key, "", row.value), row.why),
        }
    }

    fn row(self) -> Option<&'static Words> {
        ROWS.iter().find(|row| row.measure == self)
    }
}
