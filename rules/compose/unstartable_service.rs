//! What Compose takes and the engine then refuses.

use std::collections::HashSet;

use commands::{CommandLine, Tool};
use compose::engine::{Declared, Refusal, network_refusals, refusals};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnstartableService;

impl Rule for UnstartableService {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Swarm passes other settings to the engine than Compose does.
        if app.is_stack() {
            return;
        }
        let resolved = app.compose.resolved();
        let declared = Declared::new(resolved, app.is_complete()).for_swarm(app.is_for_swarm());
        // What Compose rejects never reaches the engine; `compose-schema` reports it.
        let rejected: HashSet<Span> =
            app.compose.problems.iter().map(|problem| problem.primary.span).collect();
        for service in &resolved.services {
            let name = &service.name.value;
            for refusal in refusals(service, &declared) {
                if rejected.contains(&refusal.span) {
                    continue;
                }
                report(
                    refusal,
                    format!("Compose accepts this, but service `{name}` fails to start"),
                    app,
                    cx,
                );
            }
            let signal = service.stop_signal.as_ref().filter(|signal| !signal.is_interpolated());
            if let Some(signal) = signal.filter(|signal| !dockerfile::is_signal(&signal.value)) {
                let finding = cx.report(signal.span, format!("`{}` is not a valid signal", signal.value));
                finding
                    .here(format!("Compose accepts this, but service `{name}` fails to start"))
                    .help("write a signal name, such as `SIGTERM`, or its number");
                app.compose.explain(finding);
            }
        }
        for (network, refusal) in network_refusals(resolved) {
            let name = &network.key.value;
            report(refusal, format!("Compose accepts this, but network `{name}` cannot be created"), app, cx);
        }
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        let Some(line) = container.line() else { return };
        let app = container.app;
        // A line knows no other: what has an address before it may be gone.
        let declared = Declared::default();
        let here =
            format!("`{}` accepts this, but {} fails to start", line.command.tool.name(), container.title());
        // What the client refuses never reaches the engine; `refused-run-line` reports it.
        let refused: Vec<Span> =
            commands::refusals(&line.command).into_iter().map(|refusal| refusal.span).collect();
        let tool = line.command.tool;
        for refusal in refusals(container.service, &declared) {
            if tool != Tool::Docker && has_own_words(&line.command, refusal.span) {
                continue;
            }
            // The shell puts the home directory in its place.
            if cx.text(refusal.span).starts_with('~') {
                continue;
            }
            if !refused.iter().any(|span| span.contains(refusal.span) || refusal.span.contains(*span)) {
                report(refusal, here.clone(), app, cx);
            }
        }
    }
}

/// Whether a place is the value of a flag for which Podman and nerdctl have words that Docker's engine does not know.
fn has_own_words(line: &CommandLine, at: Span) -> bool {
    const FLAGS: [&str; 9] = [
        "--security-opt",
        "--dns",
        "--log-driver",
        "--log-opt",
        "--ipc",
        "--pid",
        "--network",
        "--sysctl",
        "--ulimit",
    ];
    let is_here = |flag: &&commands::Flag| flag.whole().contains(at);
    line.flags.flags.iter().filter(is_here).any(|flag| FLAGS.contains(&flag.name()))
}

fn report(refusal: Refusal, here: String, app: &ComposeApp, cx: &mut Context) {
    let finding = cx.report(refusal.span, refusal.message);
    finding.here(here).help(refusal.help);
    if let Some((span, what)) = refusal.other {
        finding.label(span, what);
    }
    app.compose.explain(finding);
}
