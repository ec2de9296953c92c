//! A service without measures that limit what a break-in or a mistake can do.

use compose::engine::Declared;
use plimsoll_linter::prelude::*;
use project::hardening::{self, Measure};
use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnhardenedService {
    #[serde(deserialize_with = "read_measures")]
    measures: Vec<Measure>,
    certain: bool,
    everywhere: bool,
}

struct Row {
    measure: Measure,
    aliases: &'static [&'static str],
}

const fn row(measure: Measure, aliases: &'static [&'static str]) -> Row {
    Row { measure, aliases }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Measure::Capabilities, &["kics:ce76b7d0", "compose-lint:CL-0006", "cis:5.4"]),
    row(Measure::NoNewPrivileges,
        &["kics:610e266e", "semgrep:no-new-privileges", "compose-lint:CL-0003", "docksec:compose-no-new-privileges", "cis:5.26"]),
    row(Measure::ReadOnlyRoot,
        &["semgrep:writable-filesystem-service", "compose-lint:CL-0007", "docksec:compose-writable-root-fs", "cis:5.13"]),
    row(Measure::Memory, &["kics:bb9ac4f7", "compose-lint:CL-0026", "docksec:compose-no-resource-limits", "cis:5.11"]),
    row(Measure::Processors, &["kics:6b610c50", "compose-lint:CL-0026", "docksec:compose-no-resource-limits", "cis:5.12"]),
    row(Measure::Processes, &["kics:221e0658", "cis:5.29"]),
    row(Measure::Healthcheck, &["kics:698ed579", "docksec:compose-missing-healthcheck", "cis:4.6", "cis:5.27"]),
    row(Measure::User, &["cis:4.1"]),
];

impl Default for UnhardenedService {
    fn default() -> Self {
        UnhardenedService { measures: Measure::all().collect(), certain: false, everywhere: false }
    }
}

fn read_measures<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Measure>, D::Error> {
    let known = |name: &String| Measure::named(name);
    let unknown = |name: &String| D::Error::custom(format_args!("unknown measure `{name}`"));
    Vec::<String>::deserialize(from)?.iter().map(|name| known(name).ok_or_else(|| unknown(name))).collect()
}

impl Rule for UnhardenedService {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        // Where a service does not say what it runs, another file is laid below this one.
        let is_unfinished = project.app.as_ref().is_some_and(ComposeApp::is_unfinished);
        let declared = project.app.as_ref().map(|app| Declared::new(&app.compose, false)).unwrap_or_default();
        let is_skipped = is_unfinished && !self.everywhere;
        for container in project.containers().filter(|it| !is_skipped && it.is_run()) {
            self.check(&container, &declared, cx);
        }
    }
}

impl UnhardenedService {
    fn check(&self, container: &Container, declared: &Declared, cx: &mut Context) {
        let mut missing = if self.everywhere {
            hardening::missing_everywhere(container)
        } else {
            hardening::missing(container)
        };
        let is_vague = |of| of == Measure::User && self.certain && !container.user().is_known();
        missing.retain(|it| self.measures.contains(&it.measure) && !is_vague(it.measure));
        let [_, ..] = &*missing else { return };
        let service = container.service;
        let names: Vec<String> =
            missing.iter().map(|it| format!("`{}`", it.measure.name_in(container))).collect();
        let list = match names.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} or {last}", before.join(", ")),
            _ => names.concat(),
        };
        let edits = hardening::repair(container, &missing, declared);
        let half = missing.iter().find_map(|missing| missing.half);
        let (span, why) = half.unwrap_or((service.name.span, "Docker's defaults apply to these settings"));
        let why = if half.is_none() && missing.len() == 1 { "this setting is missing" } else { why };
        let verb = if half.is_some() { "has no effective setting for" } else { "does not set" };
        let finding = cx.report(span, format!("{} {verb} {list}", container.title()));
        finding.here(why).help(hardening::advice(&missing, container));
        for it in &missing {
            finding.note(it.measure.advice_in(container));
        }
        for (place, why) in missing.iter().filter_map(|missing| missing.half).skip(1) {
            finding.label(place, why);
        }
        // Peers tell a list without it from no list, and are content with any `cap_drop`.
        let half_of = |measure| missing.iter().any(|it| it.measure == measure && it.half.is_some());
        let rows = missing.iter().filter_map(|lack| ROWS.iter().find(|row| row.measure == lack.measure));
        let aliases = rows.flat_map(|row| row.aliases).map(|alias| match *alias {
            "kics:610e266e" if half_of(Measure::NoNewPrivileges) => "kics:27fcc7d6",
            "kics:ce76b7d0" | "compose-lint:CL-0006" if half_of(Measure::Capabilities) => "cis:5.4",
            alias => alias,
        });
        finding.answers_to(aliases);
        if !edits.is_empty() {
            finding.fix(edits.into_iter().fold(
                Fix::risky("add the missing settings; review the limits afterward"),
                |fix, (span, text)| fix.replace(span, text),
            ));
        }
    }
}
