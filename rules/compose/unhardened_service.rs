//! A service without measures that limit what a break-in or a mistake can do.

use plimsoll_linter::prelude::*;
use project::hardening::{self, Measure, Missing};
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnhardenedService {
    #[serde(deserialize_with = "read_measures")]
    measures: Vec<Measure>,
}

struct Row {
    measure: Measure,
    /// In the configuration, and in messages.
    name: &'static str,
    /// What to write, and what it is good for.
    advice: &'static str,
    /// What the fix writes into the service, and into `limits` where that is there.
    keys: [&'static str; 2],
    aliases: &'static [&'static str],
}

const fn row(
    measure: Measure,
    name: &'static str,
    advice: &'static str,
    keys: [&'static str; 2],
    aliases: &'static [&'static str],
) -> Row {
    Row { measure, name, advice, keys, aliases }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Measure::Capabilities, "cap_drop",
        "`cap_drop: [ALL]`: a break-in gets none of the rights of root; `cap_add` gives back what is missed",
        ["cap_drop: [ALL]", ""], &["kics:ce76b7d0", "compose-lint:CL-0006", "cis:5.4"]),
    row(Measure::NoNewPrivileges, "no-new-privileges",
        "`security_opt: [\"no-new-privileges:true\"]`: no setuid program makes root of anybody",
        ["security_opt: [\"no-new-privileges:true\"]", ""],
        &["kics:610e266e", "semgrep:no-new-privileges", "compose-lint:CL-0003", "docksec:compose-no-new-privileges", "cis:5.26"]),
    row(Measure::ReadOnlyRoot, "read_only",
        "`read_only: true`: nobody can change its programs; `tmpfs` or a volume where it must write",
        ["read_only: true", ""], &["semgrep:writable-filesystem-service", "compose-lint:CL-0007", "docksec:compose-writable-root-fs", "cis:5.13"]),
    row(Measure::Memory, "mem_limit",
        "`mem_limit`: a leak takes only its own memory, not that of the host",
        ["mem_limit: 512m", "memory: 512M"], &["kics:bb9ac4f7", "compose-lint:CL-0026", "docksec:compose-no-resource-limits", "cis:5.11"]),
    row(Measure::Processors, "cpus",
        "`cpus`: a busy loop leaves the other services their share",
        ["cpus: 1", "cpus: \"1\""], &["kics:6b610c50", "compose-lint:CL-0026", "docksec:compose-no-resource-limits", "cis:5.12"]),
    row(Measure::Processes, "pids_limit",
        "`pids_limit`: a fork bomb ends in the container",
        ["pids_limit: 200", "pids: 200"], &["kics:221e0658", "cis:5.29"]),
    row(Measure::Logs, "logging",
        "`logging` with the driver `local`, or with `max-size`: logs cannot fill the disk",
        ["logging: { driver: local }", ""], &[]),
    row(Measure::Healthcheck, "healthcheck",
        "`healthcheck`: somebody notices when it hangs",
        ["", ""], &["kics:698ed579", "docksec:compose-missing-healthcheck", "cis:4.6", "cis:5.27"]),
    row(Measure::Restart, "restart",
        "`restart: unless-stopped`: it comes back after a crash; `restart: \"no\"` if it should end",
        ["restart: unless-stopped", ""], &[]),
];

impl Default for UnhardenedService {
    fn default() -> Self {
        UnhardenedService { measures: ROWS.iter().map(|row| row.measure).collect() }
    }
}

fn read_measures<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Measure>, D::Error> {
    let known = |name: &String| ROWS.iter().find(|row| row.name == name).map(|row| row.measure);
    let unknown = |name: &String| D::Error::custom(format_args!("there is no measure `{name}`"));
    Vec::<String>::deserialize(from)?.iter().map(|name| known(name).ok_or_else(|| unknown(name))).collect()
}

impl Rule for UnhardenedService {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let mut missing = hardening::missing(container);
        missing.retain(|missing| self.measures.contains(&missing.measure));
        let rows = || missing.iter().filter_map(|lack| ROWS.iter().find(|row| row.measure == lack.measure));
        if missing.is_empty() {
            return;
        }
        let service = container.service;
        let names: Vec<String> = rows().map(|row| format!("`{}`", row.name)).collect();
        let list = match names.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            _ => names.concat(),
        };
        let fix = repair(container, &missing, cx);
        let half = missing.iter().find_map(|missing| missing.half);
        let (span, why) = half.unwrap_or((service.name.span, "says nothing of them"));
        let why = if half.is_none() && missing.len() == 1 { "says nothing of it" } else { why };
        let finding = cx.report(span, format!("service `{}` does without {list}", service.name.value));
        finding.here(why).help(rows().map(|row| row.advice).collect::<Vec<_>>().join("\n"));
        for (place, why) in missing.iter().filter_map(|missing| missing.half).skip(1) {
            finding.label(place, why);
        }
        // Peers tell a list without it from no list, and are content with any `cap_drop`.
        let half_of = |measure| missing.iter().any(|it| it.measure == measure && it.half.is_some());
        let aliases = rows().flat_map(|row| row.aliases).map(|alias| match *alias {
            "kics:610e266e" if half_of(Measure::NoNewPrivileges) => "kics:27fcc7d6",
            "kics:ce76b7d0" | "compose-lint:CL-0006" if half_of(Measure::Capabilities) => "cis:5.4",
            alias => alias,
        });
        finding.answers_to(aliases);
        finding.fixes.extend(fix);
    }
}

/// Writes what is missing, with limits that most services can live with.
fn repair(container: &Container, missing: &[Missing], cx: &Context) -> Option<Fix> {
    let service = container.service;
    let source = cx.project().sources.text(service.name.span.file);
    let limits = service.fields.at(&["deploy", "resources", "limits"]);
    let mut fix = Fix::risky("add them, with limits to adjust");
    let (mut own, mut limited) = (Vec::new(), Vec::new());
    for lack in missing {
        let [key, limit] = ROWS.iter().find(|row| row.measure == lack.measure)?.keys;
        let in_limits = limits.filter(|_| !limit.is_empty());
        match (lack.measure, lack.half) {
            (Measure::Healthcheck, None) => {
                let test = container.known_image().and_then(|known| hardening::known_test(known.repository));
                own.extend(test.map(|test| format!("healthcheck: {{ test: {test} }}")));
            }
            (Measure::ReadOnlyRoot, half) => {
                match half {
                    Some((span, _)) => fix = fix.replace(span, "true"),
                    None => own.push(key.to_owned()),
                }
                let writes_there =
                    |mount: &compose::Mount| mount.target.as_ref().is_some_and(|it| it.value == "/tmp");
                if !service.has("tmpfs") && !service.volumes.iter().any(writes_there) {
                    own.push("tmpfs: [/tmp]".to_owned());
                }
            }
            (Measure::NoNewPrivileges, Some(_)) => {
                let first = service.security_opt.first()?.span;
                let item = compose::edit::prepend_item(source, first, "no-new-privileges:true")?;
                fix = fix.insert_before(first, item);
            }
            (_, Some((span, _))) if in_limits.is_some_and(|limits| limits.key.span == span) => {
                limited.push(limit.to_owned());
            }
            (_, Some((_, why))) if limit.is_empty() || why == "means no limit" => {}
            _ => own.push(key.to_owned()),
        }
    }
    if !own.is_empty() {
        let (at, text) = compose::edit::append_keys(source, &service.fields, service.span, &own)?;
        fix = fix.replace(at, text);
    }
    if let (Some(limits), false) = (limits, limited.is_empty()) {
        let (at, text) =
            compose::edit::append_keys(source, limits.value.as_mapping()?, limits.span(), &limited)?;
        fix = fix.replace(at, text);
    }
    (!fix.edits.is_empty()).then_some(fix)
}
