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
            if !is_harmless(login, command) && !is_kept_out(login, command, script, run, cx) {
                // Trivy accepts any mounted secret.
                let has_secret = run.mounts.iter().any(|mount| mount.kind() == "secret");
                report(login, has_secret, command, cx);
            }
        }
    }
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
fn is_kept_out(login: &Login, command: &Command, script: &Script, run: &Run, cx: &Context) -> bool {
    let inside = login.keeps.trim_start_matches('~');
    let is_the_secret = |mount: &dockerfile::Mount| {
        mount.kind() == "secret" && mount.target().is_some_and(|target| target.raw.contains(inside))
    };
    if run.mounts.iter().any(|mount| mount.keeps_out(login.keeps) || is_the_secret(mount)) {
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

fn report(login: &Login, has_secret: bool, command: &Command, cx: &mut Context) {
    let Some(word) = command.name_word() else { return };
    let what = format!("`{} {}`", login.program, login.operands.join(" "));
    let place = login.keeps.replace('~', "/root");
    let help = login.instead.map_or_else(
        || format!("mount a tmpfs at this path: `RUN --mount=type=tmpfs,target={place}`"),
        str::to_owned,
    );
    cx.report(word.span, format!("{what} stores credentials in the image"))
        .here(format!("credentials are written to `{}`, which becomes part of this layer", login.keeps))
        .help(help)
        .answers_to((login.is_cloud && !has_secret).then_some("trivy:DS-0031"));
}
