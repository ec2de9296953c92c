//! A limit that is higher than what was declared.

use compose::Typed;
use compose::yaml::Scalar;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

/// Nothing is reported until a limit is declared.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ExcessiveLimit {
    memory: Most,
    cpus: Most,
    pids: Most,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Most {
    max: Option<Written>,
}

/// `2g`, `1.5` or `512`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Number(i32),
    Text(String),
}

impl Rule for ExcessiveLimit {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        let limits = service.deploy.as_ref().and_then(|deploy| deploy.limits.as_ref());
        let memory = service.mem_limit.as_ref().or_else(|| limits?.memory.as_ref());
        let cpus = service.cpus.as_ref().or_else(|| limits?.cpus.as_ref());
        let pids: Option<&Typed<i64>> = service.pids_limit.as_ref().or_else(|| limits?.pids.as_ref());
        let title = &container.title();
        self.memory.judge(title, "memory limit", memory, compose::size_bytes, cx);
        self.cpus.judge(title, "CPU limit", cpus, |text| text.parse().ok(), cx);
        self.pids.judge(
            title,
            "process limit",
            pids.map(|limit| &limit.scalar),
            |text| text.parse().ok(),
            cx,
        );
    }
}

impl Most {
    fn judge(
        &self,
        title: &str,
        what: &str,
        limit: Option<&Scalar>,
        read: impl Fn(&str) -> Option<f64>,
        cx: &mut Context,
    ) {
        let (Some(max), Some(limit)) = (&self.max, limit) else { return };
        let most = match max {
            Written::Number(number) => number.to_string(),
            Written::Text(text) => text.clone(),
        };
        let value = project::resolve(limit).get();
        let exceeds =
            value.and_then(|value| read(&value)).zip(read(&most)).is_some_and(|(value, most)| value > most);
        if exceeds {
            cx.report(limit.span, format!("{title} exceeds the approved {what}"))
                .here(format!("more than {most}"))
                .help(format!("lower the limit to {most}"));
        }
    }
}
