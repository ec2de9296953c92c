//! Restarts without a limit.

use compose::Restart;
use plimsoll_linter::prelude::*;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct EndlessRestart {
    always: bool,
}

/// CIS Docker Benchmark, 5.15.
const MOST: u64 = 5;

impl Rule for EndlessRestart {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        let service = container.service;
        if let Some(restart) = &service.restart
            && let Restart::OnFailure { attempts: written } = Restart::of(restart)
        {
            let attempts = written.and_then(|count| count.trim().parse::<u64>().ok());
            let is_dropped = written.is_some() && attempts.is_none() && !restart.is_interpolated();
            if written.is_none()
                || is_dropped
                || attempts.is_some_and(|attempts| attempts > MOST || attempts == 0)
            {
                let message = format!("{} is restarted {}", container.title(), times(attempts));
                let finding = cx.report(restart.span, message);
                finding
                    .here(if is_dropped {
                        "Compose ignores this limit: it is not a number"
                    } else {
                        effect(attempts)
                    })
                    .help(format!("set `{}`", container.writes("restart", "on-failure:5", "on-failure:5")));
                if attempts.is_none() {
                    finding.answers_to(["cis:5.15"]);
                }
            }
        }
        if let Some(restart) = service.restart.as_ref().filter(|_| self.always)
            && matches!(Restart::of(restart), Restart::Always | Restart::UnlessStopped)
        {
            cx.report(restart.span, format!("{} is restarted without a limit", container.title()))
                .here(effect(None))
                .help(format!("set `{}`", container.writes("restart", "on-failure:5", "on-failure:5")));
        }
        let policy = service.get("deploy").and_then(|deploy| deploy.get("restart_policy"));
        let value = |key: &str| policy.and_then(|policy| policy.get(key)).and_then(|value| value.as_scalar());
        let attempts = value("max_attempts");
        if let Some(condition) = value("condition").filter(|_| self.always && attempts.is_none())
            && matches!(&*condition.value, "any" | "on-failure")
        {
            cx.report(condition.span, format!("{} is restarted without a limit", container.title()))
                .here(effect(None))
                .help("add `max_attempts: 5`");
        }
        if let Some(attempts) = attempts
            && attempts.value.parse::<u64>().is_ok_and(|attempts| attempts > MOST)
        {
            let message = format!("{} is restarted up to {} times", container.title(), attempts.value);
            cx.report(attempts.span, message).here(effect(Some(MOST + 1))).help("set `max_attempts: 5`");
        }
    }
}

fn times(attempts: Option<u64>) -> String {
    attempts
        .filter(|attempts| *attempts > 0)
        .map_or("without a limit".to_owned(), |count| format!("up to {count} times"))
}

fn effect(attempts: Option<u64>) -> &'static str {
    match attempts.filter(|attempts| *attempts > 0) {
        Some(_) => "more than 5 restarts can hide the cause of the failure",
        None => "endless restarts hide the cause of the failure",
    }
}
