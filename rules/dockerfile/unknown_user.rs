//! USER, `user` or `--user` with a name that the image does not know.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnknownUser;

impl Rule for UnknownUser {
    fn check_user(&self, user: &dockerfile::User, cx: &mut Context) {
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let effect = match first_start(&stage, cx.index()) {
            Start::Nothing => return,
            Start::Step => BUILD_FAILS,
            Start::Container => START_FAILS,
        };
        let Some(text) = cx.expand(&user.user) else { return };
        let (at, span) = (cx.index(), user.user.text.span);
        let from = stage.root().from().map_or(span, |from| from.image.text.span);
        let missing = |base: &str, kind: &str, name: &str| {
            format!("`{base}` has no {kind} `{name}`, and no step creates it")
        };
        let (name, group) = parts(&text);
        // BuildKit needs no file to know `root`; the engine does.
        let effect_of = |name: &str| match effect {
            BUILD_FAILS if name == "root" => starts_container(&stage, at).then_some(START_FAILS),
            _ => Some(effect),
        };
        if let Some(base) = stage.lacks_group(group, at).filter(|_| is_name(group))
            && let Some(effect) = effect_of(group)
        {
            report(span, "group", group, effect, cx)
                .label(from, missing(base, "group", group))
                .help("create the group in an earlier step, or use a numeric ID");
        }
        if let Some(base) = stage.lacks_user(name, at).filter(|_| is_name(name))
            && let Some(effect) = effect_of(name)
        {
            report(span, "user", name, effect, cx).label(from, missing(base, "user", name)).help(
                match base {
                    "scratch" if name == "root" => {
                        "write `USER 0`, or the numeric ID of a non-root user".to_owned()
                    }
                    "scratch" => "use a numeric ID, such as `USER 10001`".to_owned(),
                    "alpine" | "busybox" => {
                        format!("add `RUN adduser -D -u 10001 {name}` above, or use a numeric ID")
                    }
                    _ => format!("add `RUN useradd --uid 10001 {name}` above, or use a numeric ID"),
                },
            );
        }
    }

    fn check_container(&self, container: &Container, cx: &mut Context) {
        let user = container.service.user.as_ref().filter(|user| !user.value.contains('$'));
        let (Some(user), Value::Known { set_at, .. }) = (user, container.running_image()) else { return };
        let missing = |base: &str, kind: &str, name: &str| {
            let and_steps = if container.is_built() { ", and no step creates it" } else { "" };
            format!("`{base}` has no {kind} `{name}`{and_steps}")
        };
        let (name, group) = parts(&user.value);
        if let Some(base) = container.lacks_group(group).filter(|_| is_name(group)) {
            report(user.span, "group", group, START_FAILS, cx)
                .label(set_at, missing(base, "group", group))
                .help("use a numeric ID, or create the group in your own image");
        }
        if let Some(base) = container.lacks_user(name).filter(|_| is_name(name)) {
            report(user.span, "user", name, START_FAILS, cx)
                .label(set_at, missing(base, "user", name))
                .help("use a numeric ID, or create the user in your own image");
        }
    }
}

/// The user and the group, which is often empty.
fn parts(text: &str) -> (&str, &str) {
    let (name, group) = text.split_once(':').unwrap_or((text, ""));
    (name.trim(), group.trim())
}

fn is_name(part: &str) -> bool {
    !part.bytes().all(|byte| byte.is_ascii_digit())
}

const BUILD_FAILS: &str = "the build fails at the next `RUN`: BuildKit cannot find this";
const START_FAILS: &str = "the container does not start: the engine cannot find this";

fn report<'c>(span: Span, kind: &str, name: &str, effect: &str, cx: &'c mut Context) -> &'c mut Diagnostic {
    cx.report(span, format!("unknown {kind} `{name}`")).here(format!("{effect} {kind}"))
}

/// What is started first as a user.
enum Start {
    Nothing,
    Step,
    Container,
}

/// What is started as the user that is chosen at instruction `at`: a RUN below it, or the container.
fn first_start(stage: &Stage, at: usize) -> Start {
    let mut kinds = stage.instructions().iter().skip(at + 1).map(|instruction| &instruction.kind);
    match kinds.find(|kind| matches!(kind, dockerfile::Kind::User(_) | dockerfile::Kind::Run(_))) {
        Some(dockerfile::Kind::Run(_)) => Start::Step,
        None if starts_container(stage, at) => Start::Container,
        _ => Start::Nothing,
    }
}

/// Whether a container runs as the user that is chosen at instruction `at`.
fn starts_container(stage: &Stage, at: usize) -> bool {
    let mut later = stage.instructions().iter().skip(at + 1);
    (stage.is_shipped() || stage.is_last())
        && !later.any(|instruction| matches!(instruction.kind, dockerfile::Kind::User(_)))
}
