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
        let between = |pair: &[shell::Package]| match pair {
            [one, two] => cx.text(one.word.span.after().to(two.word.span.before())).to_owned(),
            _ => String::new(),
        };
        let is_alone = |pair: &[shell::Package]| between(pair).contains('\n');
        if !action.packages.windows(2).all(is_alone) {
            return;
        }
        let unsorted = action.packages.windows(2).find_map(|pair| match pair {
            [one, two] => (two.name.to_lowercase() < one.name.to_lowercase()).then_some((one, two)),
            _ => None,
        });
        let Some((before, package)) = unsorted else { return };
        let (span, label) = (package.word.span, format!("this should come before `{}`", before.name));
        let name = package.name.clone();
        // A comment belongs to the line below, and would stay where it is.
        let has_comment = action.packages.windows(2).any(|pair| between(pair).contains('#'));
        let fix = (!has_comment).then(|| sort(&action.packages, cx));
        let finding = cx.report(span, "packages are not sorted");
        finding.here(label).help(format!("move `{name}` before `{}`", before.name));
        finding.fixes.extend(fix);
    }
}

/// Puts the packages into each other's places.
fn sort(packages: &[shell::Package], cx: &Context) -> Fix {
    let mut sorted: Vec<&shell::Package> = packages.iter().collect();
    sorted.sort_by_cached_key(|package| package.name.to_lowercase());
    let moved = packages.iter().zip(sorted).filter(|(here, sorted)| here.word.span != sorted.word.span);
    moved.fold(Fix::safe("sort the packages"), |fix, (here, sorted)| {
        fix.replace(here.word.span, cx.text(sorted.word.span).to_owned())
    })
}
