//! USER with a name that the image does not know.

use dockerfile::{Add, Copy, Instruction, Kind};
use plimsoll_linter::prelude::*;
use shell::PackageVerb;

/// The names that come with an image; one release or another of it has each.
const USERS: &[(&str, &[&str])] = &[
    (
        "alpine",
        &[
            "adm",
            "at",
            "bin",
            "cron",
            "cyrus",
            "daemon",
            "ftp",
            "games",
            "guest",
            "halt",
            "lp",
            "mail",
            "man",
            "news",
            "nobody",
            "ntp",
            "operator",
            "postmaster",
            "root",
            "shutdown",
            "smmsp",
            "squid",
            "sshd",
            "sync",
            "uucp",
            "vpopmail",
            "xfs",
            "postgres",
            "svn",
        ],
    ),
    ("busybox", &["bin", "daemon", "mail", "nobody", "operator", "root", "sync", "sys", "www-data"]),
    ("debian", DEBIAN),
    ("ubuntu", DEBIAN),
    ("scratch", &["root"]),
];

const DEBIAN: &[&str] = &[
    "_apt",
    "backup",
    "bin",
    "daemon",
    "games",
    "gnats",
    "irc",
    "list",
    "lp",
    "mail",
    "man",
    "news",
    "nobody",
    "proxy",
    "root",
    "sync",
    "sys",
    "ubuntu",
    "uucp",
    "www-data",
    "syslog",
    "libuuid",
    "messagebus",
];

/// Commands that certainly create no user.
const HARMLESS: &[&str] = &[
    ":", "cat", "cd", "chmod", "cp", "date", "echo", "export", "find", "ln", "ls", "mkdir", "mv", "printf",
    "pwd", "rm", "rmdir", "set", "sleep", "test", "touch", "true", "uname",
];

#[derive(Default)]
pub(crate) struct UnknownUser;

impl Rule for UnknownUser {
    fn check_user(&self, user: &dockerfile::User, cx: &mut Context) {
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        let Some(text) = cx.expand(&user.user) else { return };
        let name = text.split(':').next().unwrap_or_default().trim().to_owned();
        if name.is_empty() || name.bytes().all(|byte| byte.is_ascii_digit()) {
            return;
        }
        let base = match stage.root_base() {
            Base::Scratch => Some("scratch"),
            Base::Image(image) => image.official(),
            _ => None,
        };
        let Some(&(base, users)) = base.and_then(|base| USERS.iter().find(|(known, _)| *known == base))
        else {
            return;
        };
        let own = stage.instructions().get(..cx.index()).unwrap_or_default().iter();
        let before = own.chain(stage.parents().flat_map(|parent| parent.instructions()));
        if users.contains(&&*name) || before.into_iter().any(|instruction| may_create(instruction, &name, cx))
        {
            return;
        }
        cx.report(user.user.text.span, format!("there is no user `{name}` in this image"))
            .here("the engine finds no such name, and starts nothing")
            .label(
                stage.root().from().map_or(user.user.text.span, |from| from.image.text.span),
                format!("`{base}` does not have it, and no step creates it"),
            )
            .help(match base {
                "scratch" => "write a number, as in `USER 10001`".to_owned(),
                "alpine" | "busybox" => {
                    format!("create it before, with `RUN adduser -D {name}`, or write a number")
                }
                _ => format!("create it before, with `RUN useradd {name}`, or write a number"),
            });
    }
}

/// Whether an instruction may bring the user about.
fn may_create(instruction: &Instruction, name: &str, cx: &Context) -> bool {
    let brings_files = |sources: &[dockerfile::Word], destination: &dockerfile::Word| {
        let to = destination.value.trim_end_matches('/');
        let is_archive =
            sources.iter().any(|source| source.value.contains(".tar") || source.value.contains('$'));
        to.is_empty() || to.starts_with("/etc") || to.contains('$') || is_archive
    };
    match &instruction.kind {
        Kind::Run(run) => {
            let is_harmless = |command: &shell::Command| {
                let is_update =
                    command.package_action().is_some_and(|it| it.verb == PackageVerb::UpdateIndex);
                HARMLESS.contains(&command.name()) || is_update
            };
            let text = cx.text(instruction.span);
            text.contains(name) || text.contains("passwd") || !run.command.commands().iter().all(is_harmless)
        }
        Kind::Copy(Copy { sources, destination, .. }) | Kind::Add(Add { sources, destination, .. }) => {
            brings_files(sources, destination)
        }
        _ => false,
    }
}
