//! What will run, runs as root.

use plimsoll_linter::prelude::*;
use project::{ImageUser, is_root};

#[derive(Default)]
pub(crate) struct RootUser;

impl Rule for RootUser {
    fn check_project(&self, project: &Project, cx: &mut Context) {
        for container in project.containers() {
            if let Some(user) = &container.service.user {
                check_service(&container, user.span, cx);
            }
        }
        project.started_stages(false).iter().for_each(|stage| check_stage(stage, cx));
    }
}

fn check_service(container: &Container, user: Span, cx: &mut Context) {
    // Its entrypoint becomes another user however it was started.
    let drops = container.stage().is_none_or(|stage| stage.switches_user())
        && container.known_image().is_some_and(|image| image.user == ImageUser::DropsPrivileges);
    if drops || !container.user().is_known_and(is_root) {
        return;
    }
    let own = container.stage().map_or(Value::Unset, |stage| stage.user());
    let finding = cx
        .report(user, format!("{} runs as root", container.title()))
        .here("an attacker who takes over the program is root in the container")
        .help(format!("remove `{}`, or set a non-root user", container.says("user")))
        .answers_to(["compose-lint:CL-0018"]);
    if let Value::Known { value, set_at } = own
        && !is_root(value)
    {
        finding.label(set_at, format!("the image itself runs as `{value}`"));
    }
}

pub(super) fn check_stage(stage: &Stage, cx: &mut Context) {
    let Value::Known { value, set_at } = stage.user() else { return };
    if let Some(account) = stage.second_root(value, stage.end()) {
        cx.report(set_at, "the container runs as root")
            .here(format!("`{value}` is another name for root"))
            .label(account.span, "created with user ID 0 here")
            .help("create the user with an ID of its own")
            .answers_to(EXPLICIT);
        return;
    }
    // The users of Windows have other names, and none is root.
    if !is_root(value)
        || stage.is_windows()
        || stage.drops_privileges()
        || stage.switches_user()
        || stage.script_switches_user()
    {
        return;
    }
    let by_default = stage.root().from().is_some_and(|from| from.image.text.span == set_at);
    if !by_default {
        cx.report(set_at, "the container runs as root")
            .here("the final stage runs as this user")
            .help("end the stage with a non-root `USER`")
            .answers_to(EXPLICIT);
        return;
    }
    let Some(from) = stage.from() else { return };
    // Without a command, `FROM scratch` is a way to hand out files.
    let name = match stage.root_image() {
        Some(image) => image.to_string(),
        None if stage.entrypoint().is_unset() && stage.cmd().is_unset() => return,
        None => "scratch".to_owned(),
    };
    let finding = cx
        .report(from.image.text.span, "the container runs as root")
        .here(match &*name {
            "scratch" => "`scratch` sets no user, and this stage has no `USER`".to_owned(),
            name => format!("`{name}` runs as root by default, and this stage has no `USER`"),
        })
        .help(stage.user_to_switch_to())
        .answers_to(IMPLIED);
    if let Some(user) = stage.created_users().next() {
        finding
            .label(user.span, "this user is created, but never used")
            .help(format!("end this stage with `USER {}`", user.unquoted()));
        return;
    }
    if let Some((user, set_at)) = chosen_elsewhere(stage) {
        finding.label(
            set_at,
            format!("`USER {user}` applies to this stage only; the final stage does not inherit it"),
        );
    }
}

/// A user that is chosen in a stage that this one does not start from.
fn chosen_elsewhere<'p>(stage: &Stage<'p>) -> Option<(&'p str, Span)> {
    let own: Vec<usize> = stage.lineage().map(|own| own.index()).collect();
    let others = stage.file().stages().rev().skip_while(|other| other.index() >= stage.index());
    let mut users = others.take(NEAR).filter(|other| !own.contains(&other.index())).filter_map(|other| {
        match other.user() {
            Value::Known { value, set_at } if !is_root(value) && other.span().contains(set_at) => {
                other.from_instruction().filter(|from| !from.span.contains(set_at)).map(|_| (value, set_at))
            }
            _ => None,
        }
    });
    users.next()
}

/// How many stages above are looked at.
const NEAR: usize = 200;

const EXPLICIT: [&str; 7] = [
    "hadolint:DL3002",
    "trivy:DS-0002",
    "checkov:CKV_DOCKER_8",
    "kics:67fd0c4a",
    "semgrep:last-user-is-root",
    "dockle:CIS-DI-0001",
    "cis:4.1",
];
const IMPLIED: [&str; 7] = [
    "trivy:DS-0002",
    "checkov:CKV_DOCKER_3",
    "kics:fd54f200",
    "semgrep:missing-user",
    "semgrep:missing-user-entrypoint",
    "dockle:CIS-DI-0001",
    "cis:4.1",
];
