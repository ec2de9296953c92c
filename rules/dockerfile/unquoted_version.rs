//! `pip install flask>=3`: the shell takes `>` for itself.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageAction, PackageVerb, Redirect};

#[derive(Default)]
pub(crate) struct UnquotedVersion;

impl Rule for UnquotedVersion {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let installs = command.package_action().filter(|action| action.verb == PackageVerb::Install);
        let Some(action) = installs else { return };
        let found: Vec<Comparison> =
            command.redirects.iter().filter_map(|redirect| comparison(redirect, &action, cx)).collect();
        let Some((first, others)) = found.split_first() else { return };
        let Comparison { redirect, file, meant, .. } = first;
        let written = cx.text(redirect.span);
        let message = match &*redirect.operator {
            "<" => format!("`{written}` reads from a file named `{file}`"),
            _ => format!("`{written}` writes the output to a file named `{file}`"),
        };
        let finding = cx.report(redirect.span, message);
        finding
            .here(format!("the shell parses `{}` as a redirection, so no version is set", redirect.operator));
        for other in others {
            finding.label(other.redirect.span, "the same applies to this version");
        }
        // In quotes, `apt-get` would look for a package of this name.
        if action.manager.is_apt() {
            let package = cut(meant);
            finding.help(format!(
                "remove the requirement, or pin a version: `{package}=VERSION` (`{}` has no other operator)",
                action.manager.name()
            ));
            return;
        }
        let what = if others.is_empty() { "quote the requirement" } else { "quote the requirements" };
        let fix = found.iter().fold(Fix::risky(what), |fix, it| fix.replace(it.whole, it.quoted()));
        finding.help(what).fix(fix);
    }
}

/// A requirement whose comparison the shell takes for itself.
struct Comparison<'c> {
    redirect: &'c Redirect,
    /// The name of the file that the shell reads or writes.
    file: &'c str,
    /// The requirement without quotes inside, which would be part of the version.
    meant: String,
    whole: Span,
}

impl Comparison<'_> {
    /// In quotes; a variable needs those in which it is expanded.
    fn quoted(&self) -> String {
        let quote = if self.meant.contains(['$', '`']) { '"' } else { '\'' };
        format!("{quote}{}{quote}", self.meant)
    }
}

fn comparison<'c>(redirect: &'c Redirect, action: &PackageAction, cx: &Context) -> Option<Comparison<'c>> {
    let target = redirect.target.as_ref().filter(|_| redirect.descriptor.is_none())?;
    let file = target.unquoted();
    let package = action.packages.iter().find(|package| package.word.span.end == redirect.span.start)?;
    let is_version = file.starts_with('=') || file.starts_with(|first: char| first.is_ascii_digit());
    if !matches!(&*redirect.operator, ">" | "<") || !is_version {
        return None;
    }
    let whole = package.word.span.to(target.span);
    Some(Comparison { redirect, file, meant: cx.text(whole).replace(['"', '\''], ""), whole })
}

/// The name before the operator.
fn cut(requirement: &str) -> &str {
    requirement.split(['<', '>']).next().unwrap_or(requirement)
}
