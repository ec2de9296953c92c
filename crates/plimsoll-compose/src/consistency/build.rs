//! What a build says twice.

use plimsoll_diagnostics::Diagnostic;

use super::service::{hosts, trailing_space};
use super::{is_known, problem};
use crate::model::Service;

pub(super) fn check(service: &Service<'_>, problems: &mut Vec<Diagnostic>) {
    let Some(build) = &service.build else { return };
    if let (Some(file), Some(inline)) = (&build.dockerfile, &build.dockerfile_inline) {
        let message = "`dockerfile` and `dockerfile_inline` cannot be used together".to_owned();
        let mut found = problem(file.span, message);
        found.label(inline.span, "`dockerfile` is set here").help("remove one of the two");
        problems.push(found);
    }
    if let Some(platform) = &service.platform {
        let is_among = build.platforms.iter().any(|one| one.value == platform.value || !is_known(one));
        if is_known(platform) && !build.platforms.is_empty() && !is_among {
            let message = format!("the image is not built for the platform `{}`", platform.value);
            let mut found = problem(platform.span, message);
            let all = service.fields.at(&["build", "platforms"]).map(|entry| entry.key.span);
            if let Some(all) = all {
                found.label(all, "this platform is not listed here");
            }
            found.help(format!("add `{}` to `build.platforms`", platform.value));
            problems.push(found);
        }
    }
    let field = |key: &str| service.fields.at(&["build", key]).map(|entry| &entry.value);
    hosts(field("extra_hosts"), problems);
    trailing_space(field("args"), problems);
}
