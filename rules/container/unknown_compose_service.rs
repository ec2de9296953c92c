//! `docker compose up NAME`, and the Compose file has no service of this name.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownComposeService;

/// More names would hide the point.
const MOST_NAMES: usize = 6;

impl Rule for UnknownComposeService {
    fn check_command_line(&self, line: &Line, cx: &mut Context) {
        for unknown in &line.unknown_services {
            let title = line.command.title();
            let finding = cx.report(unknown.span, format!("unknown service `{}` in `{title}`", unknown.name));
            finding.here(format!("no service in `{}` has this name", unknown.file));
            let names = || unknown.services.iter().map(String::as_str);
            match nearest(&unknown.name, names().take(MOST_COMPARED)) {
                Some(near) => {
                    finding.help(format!("did you mean `{near}`?"));
                    finding.fix(Fix::risky(format!("write `{near}`")).replace(unknown.span, near));
                }
                None if unknown.services.len() > MOST_NAMES => {}
                None => {
                    let names: Vec<String> = names().map(|name| format!("`{name}`")).collect();
                    finding.help(format!("use an existing service: {}", names.join(", ")));
                }
            }
        }
    }
}
