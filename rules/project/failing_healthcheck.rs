//! A health check whose script always ends with an error.

use plimsoll_linter::prelude::*;
use project::FailingEnd;

#[derive(Default)]
pub(crate) struct FailingHealthcheck;

impl Rule for FailingHealthcheck {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        // `unreachable-health` speaks of those that a service waits for.
        if container.awaited_healthy().is_none()
            && let Some(end) = container.failing_end()
        {
            report_end(&end, UNHEALTHY, None, cx);
        }
    }

    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        // Services that build it are asked instead.
        let last = file.last_stage().filter(|_| cx.project().app.is_none());
        if let Some(end) = last.and_then(|stage| stage.failing_end()) {
            report_end(&end, UNHEALTHY, None, cx);
        }
    }
}

/// What follows where nothing waits for it.
const UNHEALTHY: &str = "the container never becomes healthy";

/// Reports the command with which a health check always fails.
pub(super) fn report_end(end: &FailingEnd, so: &str, awaited_at: Option<Span>, cx: &mut Context) {
    let finding = cx.report(end.span, "the health check cannot succeed");
    finding.here(format!("`{}` always fails, so {so}", end.text));
    finding.help(if end.is_alone {
        "run a command that asks the service, or remove the health check".to_owned()
    } else {
        format!("write `|| {}`, so that it runs only if the command before it fails", end.text)
    });
    if let Some(span) = awaited_at {
        finding.label(span, "waits until the check succeeds");
    }
}
