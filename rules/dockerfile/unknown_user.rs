//! USER with a name that the image does not know.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownUser;

impl Rule for UnknownUser {
    fn check_user(&self, user: &dockerfile::User, cx: &mut Context) {
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        if !starts_anything(&stage, cx.index()) {
            return;
        }
        let Some(text) = cx.expand(&user.user) else { return };
        let (name, group) = text.split_once(':').unwrap_or((&text, ""));
        let (name, group) = (name.trim().to_owned(), group.trim().to_owned());
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(&group)
            && let Some(base) = stage.lacks_group(&group, cx.index())
        {
            let from = stage.root().from().map_or(user.user.text.span, |from| from.image.text.span);
            cx.report(user.user.text.span, format!("unknown group `{group}`"))
                .here("the container does not start: the engine cannot find this name")
                .label(from, format!("this name does not exist in `{base}`, and no step creates it"))
                .help("create the group above, or use its numeric ID");
        }
        if is_number(&name) {
            return;
        }
        let Some(base) = stage.lacks_user(&name, cx.index()) else { return };
        let from = stage.root().from().map_or(user.user.text.span, |from| from.image.text.span);
        cx.report(user.user.text.span, format!("unknown user `{name}`"))
            .here("the container does not start: the engine cannot find this name")
            .label(from, format!("this name does not exist in `{base}`, and no step creates it"))
            .help(match base {
                "scratch" if name == "root" => {
                    "write `USER 0`, or the numeric ID of a non-root user".to_owned()
                }
                "scratch" => "use a numeric ID, such as `USER 10001`".to_owned(),
                "alpine" | "busybox" => {
                    format!("add `RUN adduser -D -u 10001 {name}` above, or use a numeric ID")
                }
                _ => format!("add `RUN useradd --uid 10001 {name}` above, or use a numeric ID"),
            });
    }
}

/// Whether something is started as the user that is chosen at instruction `at`: a RUN below it, or the container.
fn starts_anything(stage: &Stage, at: usize) -> bool {
    let mut kinds = stage.instructions().iter().skip(at + 1).map(|instruction| &instruction.kind);
    match kinds.find(|kind| matches!(kind, dockerfile::Kind::User(_) | dockerfile::Kind::Run(_))) {
        Some(kind) => matches!(kind, dockerfile::Kind::Run(_)),
        None => stage.is_shipped() || stage.is_last(),
    }
}
