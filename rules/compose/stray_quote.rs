//! A mount whose path starts or ends with a quote.

use compose::MountKind;
use plimsoll_linter::prelude::*;
use project::database_mounts::misplaced;

#[derive(Default)]
pub(crate) struct StrayQuote;

impl Rule for StrayQuote {
    fn check_container(&self, container: &Container, cx: &mut Context) {
        for mount in &container.service.volumes {
            // The name of a volume cannot have quotes, and Compose says so.
            let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Bind);
            let quoted = |path: &&compose::yaml::Scalar| path.value.len() > unquoted(&path.value).len();
            let Some(path) = mount.target.as_ref().filter(quoted).or(source.filter(quoted)) else { continue };
            // `misplaced-database-volume` says what happens to a database.
            if misplaced(container).is_some_and(|found| found.mount.span == mount.span) {
                return;
            }
            cx.report(path.span, "the path of this mount contains a stray quote")
                .here(format!("the quote is part of the path, so this is not `{}`", unquoted(&path.value)))
                .help("remove the quote");
        }
    }
}

fn unquoted(path: &str) -> &str {
    path.trim_matches(['"', '\''])
}
