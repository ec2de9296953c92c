//! `pip install flask>=3`: the shell takes `>` for itself.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

#[derive(Default)]
pub(crate) struct UnquotedVersion;

impl Rule for UnquotedVersion {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let installs = command.package_action().filter(|action| action.verb == PackageVerb::Install);
        let Some(action) = installs else { return };
        for redirect in &command.redirects {
            let Some(target) = redirect.target.as_ref().filter(|_| redirect.descriptor.is_none()) else {
                continue;
            };
            let text = target.unquoted();
            let Some(package) =
                action.packages.iter().find(|package| package.word.span.end == redirect.span.start)
            else {
                continue;
            };
            let is_version = text.starts_with('=') || text.starts_with(|first: char| first.is_ascii_digit());
            if !matches!(&*redirect.operator, ">" | "<") || !is_version {
                continue;
            }
            let whole = package.word.span.to(target.span);
            // Quotes inside would be part of the version, and a variable needs quotes in which it is expanded.
            let meant = cx.text(whole).replace(['"', '\''], "");
            let quote = if meant.contains(['$', '`']) { '"' } else { '\'' };
            let written = cx.text(redirect.span);
            let message = match &*redirect.operator {
                "<" => format!("`{written}` reads from a file named `{text}`"),
                _ => format!("`{written}` writes the output to a file named `{text}`"),
            };
            let finding = cx.report(redirect.span, message);
            finding.here(format!(
                "the shell parses `{}` as a redirection, so no version is set",
                redirect.operator
            ));
            // In quotes, `apt-get` would look for a package of this name.
            if action.manager.is_apt() {
                let package = cut(&meant);
                finding.help(format!(
                    "remove the requirement, or pin a version: `{package}=VERSION` (`{}` has no other operator)",
                    action.manager.name()
                ));
                continue;
            }
            finding
                .help("quote the requirement")
                .fix(Fix::risky("quote the requirement").replace(whole, format!("{quote}{meant}{quote}")));
        }
    }
}

/// The name before the operator.
fn cut(requirement: &str) -> &str {
    requirement.split(['<', '>']).next().unwrap_or(requirement)
}
