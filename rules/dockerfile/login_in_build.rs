//! A build step that logs in to a cloud or a registry.

use dockerfile::{Kind, Run};
use facts::logins::{self, Login};
use plimsoll_linter::prelude::*;
use shell::{Command, Script};

#[derive(Default)]
pub(crate) struct LoginInBuild;

impl Rule for LoginInBuild {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return };
        for command in &script.commands {
            let mut logins = logins::of_program(command.name());
            let Some(login) = logins.find(|login| starts_with(command, &login.operands)) else { continue };
            let home = home(command, script, cx);
            if !is_harmless(login, command) && !is_kept_out(login, command, script, run, home.as_ref(), cx) {
                // Trivy accepts any mounted secret.
                let has_secret = run.mounts.iter().any(|mount| mount.kind() == "secret");
                report(login, has_secret, command, home, cx);
            }
        }
    }
}

/// The home directory of whoever runs a command, and his number where he is not root.
type Home = (String, Option<u32>);

fn home(command: &Command, script: &Script, cx: &Context) -> Option<Home> {
    let is_moved = script.variable_of(command, "HOME").is_some();
    cx.stage().filter(|_| !is_moved)?.home(cx.index())
}

fn starts_with(command: &Command, words: &[&str]) -> bool {
    let mut operands = command.operands();
    words.iter().all(|word| operands.next().is_some_and(|operand| operand.is(word)))
}

/// `aws configure set region` sets no key.
fn is_harmless(login: &Login, command: &Command) -> bool {
    let is_setting = |word: &shell::Word| {
        let text = word.unquoted();
        ["region", "output", "cli_pager"].iter().any(|setting| text.ends_with(setting))
    };
    login.program == "aws" && command.operands().nth(2).is_some_and(is_setting)
}

/// Whether the place that the credentials are kept in does not become part of the layer. A secret that is mounted
/// elsewhere changes nothing: the program copies it.
fn is_kept_out(
    login: &Login,
    command: &Command,
    script: &Script,
    run: &Run,
    home: Option<&Home>,
    cx: &Context,
) -> bool {
    let inside = login.keeps.trim_start_matches('~');
    // A mount over the home directory of another user keeps nothing out.
    let keeps = home.map_or_else(|| login.keeps.to_owned(), |(home, _)| login.keeps.replace('~', home));
    let place = keeps.trim_start_matches('~');
    let is_the_secret = |mount: &dockerfile::Mount| {
        let target = mount.target().map_or("", |target| target.raw);
        mount.kind() == "secret"
            && (target.contains(place) || target.contains('$') && target.contains(inside))
    };
    if run.mounts.iter().any(|mount| mount.keeps_out(&keeps) || is_the_secret(mount)) {
        return true;
    }
    let own = script.variable_of(command, login.variable);
    if let Some(place) = own.or_else(|| cx.variable(login.variable).get())
        && (place.starts_with("/dev/shm") || run.mounts.iter().any(|mount| mount.keeps_out(place)))
    {
        return true;
    }
    let later = script.commands.iter().filter(|other| other.span.start > command.span.start);
    let ends = |other: &Command| {
        let is_logout = |word: &shell::Word| ["logout", "revoke", "signout"].iter().any(|it| word.is(it));
        other.name() == command.name() && other.operands().any(is_logout)
            || other.deletes(login.keeps)
            || other.name() == "shred" && other.operands().any(|word| word.unquoted().contains(inside))
    };
    later.into_iter().any(ends)
}

fn report(login: &Login, has_secret: bool, command: &Command, home: Option<Home>, cx: &mut Context) {
    let Some(word) = command.name_word() else { return };
    let what = format!("`{} {}`", login.program, login.operands.join(" "));
    let (home, uid) = home.unwrap_or_else(|| ("…".to_owned(), None));
    let help = if let Some(help) = login.instead {
        // Only its owner can read a mounted secret.
        let owner = uid.filter(|_| help.contains('~')).map(|uid| format!(",uid={uid}`"));
        let help = help.replace('~', &home);
        owner.and_then(|owner| Some(help.strip_suffix('`')?.to_owned() + &owner)).unwrap_or(help)
    } else {
        let place = login.keeps.replace('~', &home);
        format!("mount a tmpfs at this path: `RUN --mount=type=tmpfs,target={place}`")
    };
    cx.report(word.span, format!("{what} stores credentials in the image"))
        .here(format!("credentials are written to `{}`, which becomes part of this layer", login.keeps))
        .help(help)
        .answers_to((login.is_cloud && !has_secret).then_some("trivy:DS-0031"));
}
