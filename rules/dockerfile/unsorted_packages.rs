//! Packages over several lines that are not in order.

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

#[derive(Default)]
pub(crate) struct UnsortedPackages;

impl Rule for UnsortedPackages {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        let installs = command.package_action().filter(|action| action.verb == PackageVerb::Install);
        let Some(action) = installs.filter(|action| action.packages.len() > 2) else { return };
        let is_alone = |pair: &[shell::Package]| match pair {
            [one, two] => cx.text(one.word.span.after().to(two.word.span.before())).contains('\n'),
            _ => false,
        };
        if !action.packages.windows(2).all(is_alone) {
            return;
        }
        let unsorted = action.packages.windows(2).find_map(|pair| match pair {
            [one, two] => (two.name.to_lowercase() < one.name.to_lowercase()).then_some((one, two)),
            _ => None,
        });
        let Some((before, package)) = unsorted else { return };
        let (span, label) = (package.word.span, format!("this package should come before `{}`", before.name));
        let name = package.name.clone();
        cx.report(span, "packages are not sorted")
            .here(label)
            .help(format!("sort the lines: move `{name}` before this one"));
    }
}
