//! `cached` and its like, which Docker ignores.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct MountConsistency;

impl Rule for MountConsistency {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for mount in &service.volumes {
            let is_old = |option: &&compose::yaml::Scalar| {
                matches!(&*option.value, "cached" | "delegated" | "consistent")
            };
            for option in mount.options.iter().filter(is_old) {
                let finding =
                    cx.report(option.span, format!("the mount option `{}` has no effect", option.value));
                finding.here("was a hint for Docker Desktop's old file sharing").help("remove it");
                if let ([_], Some(target)) = (&*mount.options, &mount.target) {
                    let rest =
                        Span::new(option.span.file, target.span.end as usize, option.span.end as usize);
                    finding.fix(Fix::safe("remove it").delete(rest));
                }
            }
        }
    }
}
