//! Hardening that the settings leave out.

use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Which measures are wanted.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct UnhardenedDaemon {
    require: Vec<String>,
}

/// The key, the value that it must have (`None`: any), what it is good for, the code of the benchmark.
type Row = (&'static str, Option<bool>, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: [Row; 5] = [
    ("icc", Some(false), "`\"icc\": false`: containers on the default bridge cannot reach each other", "cis:2.2"),
    ("userns-remap", None, "`\"userns-remap\": \"default\"`: root in a container is an ordinary user on the host", "cis:2.9"),
    ("no-new-privileges", Some(true), "`\"no-new-privileges\": true`: setuid programs cannot gain privileges", "cis:2.14"),
    ("live-restore", Some(true), "`\"live-restore\": true`: containers keep running while dockerd restarts", "cis:2.15"),
    ("userland-proxy", Some(false), "`\"userland-proxy\": false`: the kernel forwards ports, instead of one process per port", "cis:2.16"),
];

impl Default for UnhardenedDaemon {
    fn default() -> UnhardenedDaemon {
        UnhardenedDaemon { require: ROWS.iter().map(|(key, ..)| (*key).to_owned()).collect() }
    }
}

impl Rule for UnhardenedDaemon {
    fn check_daemon(&self, daemon: &Daemon, cx: &mut Context) {
        let settings = daemon.settings;
        if !settings.is_whole || settings.is_windows {
            return;
        }
        // Rootless, dockerd is in a user namespace of its own.
        let needless = |key: &str| daemon.is_rootless() && matches!(key, "icc" | "userns-remap");
        let is_there = |(key, wanted, ..): &Row| match wanted {
            Some(wanted) => settings.entry(key).is_some() && settings.flag(key) != Some(!wanted),
            None => settings
                .entry(key)
                .is_some_and(|it| it.value.as_scalar().is_none_or(|it| !it.value.is_empty())),
        };
        let is_wanted = |key: &str| self.require.iter().any(|name| name == key) && !needless(key);
        let missing: Vec<&Row> = ROWS.iter().filter(|row| is_wanted(row.0) && !is_there(row)).collect();
        if missing.is_empty() {
            return;
        }
        let names: Vec<String> = missing.iter().map(|(key, ..)| format!("`{key}`")).collect();
        let list = match names.split_last() {
            Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            _ => names.concat(),
        };
        let count = match missing.len() {
            1 => "1 hardening setting".to_owned(),
            count => format!("{count} hardening settings"),
        };
        let finding = cx.report(daemon.start(), format!("the configuration lacks {count}: {list}"));
        finding.help("add the settings that your containers support");
        for (_, _, advice, _) in &missing {
            finding.note(*advice);
        }
        finding.answers_to(missing.iter().map(|(.., code)| *code));
    }
}
