//! `cached` and its like, which Docker ignores.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MountConsistency;

impl Rule for MountConsistency {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for mount in &service.volumes {
            for (at, option) in mount.options.iter().enumerate() {
                if !matches!(&*option.value, "cached" | "delegated" | "consistent") {
                    continue;
                }
                let finding =
                    cx.report(option.span, format!("mount option `{}` has no effect", option.value));
                finding
                    .here("used only by file sharing in older versions of Docker Desktop")
                    .help("remove this option");
                let before = at.checked_sub(1).and_then(|at| mount.options.get(at));
                let (start, end) = match (before, mount.options.get(at + 1)) {
                    (Some(before), _) => (before.span.end, option.span.end),
                    (None, Some(next)) => (option.span.start, next.span.start),
                    (None, None) => {
                        (mount.target.as_ref().map_or(option.span.start, |it| it.span.end), option.span.end)
                    }
                };
                let gone = Span::new(option.span.file, start as usize, end as usize);
                finding.fix(Fix::safe("remove the option").delete(gone));
            }
        }
    }
}
