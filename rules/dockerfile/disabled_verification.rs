//! Downloads that are told not to look at certificates.

use dockerfile::{Kind, Pair};
use plimsoll_linter::prelude::*;
use shell::{Command, Verification};

/// A variable that switches verification off, the values that do, and what others call it. No values: any does.
const VARIABLES: &[(&str, &[&str], &str)] = &[
    ("PYTHONHTTPSVERIFY", &["0"], "checkov:CKV2_DOCKER_5"),
    ("NODE_TLS_REJECT_UNAUTHORIZED", &["0"], "checkov:CKV2_DOCKER_6"),
    ("NPM_CONFIG_STRICT_SSL", &["false"], "checkov:CKV2_DOCKER_12"),
    ("GIT_SSL_NO_VERIFY", &[], "checkov:CKV2_DOCKER_14"),
    ("PIP_TRUSTED_HOST", &[], "checkov:CKV2_DOCKER_16"),
    ("GOINSECURE", &[], ""),
    ("GOFLAGS", &["-insecure"], ""),
    ("AZURE_CLI_DISABLE_CONNECTION_VERIFICATION", &[], ""),
    ("UV_INSECURE_HOST", &[], ""),
    ("YARN_ENABLE_STRICT_SSL", &["false", "0"], ""),
    ("CONDA_SSL_VERIFY", &["false", "False", "0", "no"], ""),
];

#[derive(Default)]
pub(crate) struct DisabledVerification;

impl Rule for DisabledVerification {
    fn check_env(&self, env: &dockerfile::Env, cx: &mut Context) {
        env.pairs.iter().for_each(|pair| check_pair(pair, cx));
    }

    fn check_arg(&self, arg: &dockerfile::Arg, cx: &mut Context) {
        arg.pairs.iter().for_each(|pair| check_pair(pair, cx));
    }

    fn check_command(&self, command: &Command, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_))) {
            return;
        }
        if let Some((Verification::Certificate, word)) = command.skipped_verification()
            && !is_local(command)
            && !(matches!(command.name(), "curl" | "wget") && is_verified_after(cx))
        {
            let name = command.name();
            let answer = match name {
                "curl" => Some("checkov:CKV2_DOCKER_2"),
                "wget" => Some("checkov:CKV2_DOCKER_3"),
                "npm" | "yarn" => Some("checkov:CKV2_DOCKER_13"),
                "git" => None,
                "yum-config-manager" | "dnf" | "yum" => Some("checkov:CKV2_DOCKER_15"),
                _ => Some("checkov:CKV2_DOCKER_4"),
            };
            report(word.span, &shown(command, word), answer, cx);
        }
        if is_lost(command, cx) {
            return;
        }
        for assignment in &command.assignments {
            let value = assignment.value.as_ref().map_or("", shell::Word::unquoted);
            check_variable(&assignment.name, value, assignment.span, cx);
        }
        for (word, text) in command.assignments_in_words() {
            if let Some((name, value)) = text.split_once('=') {
                check_variable(name, value, word.span, cx);
            }
        }
    }
}

/// The option with its program, or the setting, and the value that turns it off: `curl -k`, `strict-ssl false`.
fn shown(command: &Command, word: &shell::Word) -> String {
    let (name, text) = (command.name(), word.unquoted());
    // The letter alone, of `-fsSLk`.
    if name == "curl" && text.starts_with('-') && !text.starts_with("--") {
        return "curl -k".to_owned();
    }
    let next =
        command.arguments().iter().find(|it| it.span.start > word.span.start).map(shell::Word::unquoted);
    let value =
        next.filter(|value| ["false", "0", "off", "no"].iter().any(|off| value.eq_ignore_ascii_case(off)));
    let program = if text.starts_with('-') { format!("{name} ") } else { String::new() };
    format!("{program}{text}{}", value.map_or(String::new(), |value| format!(" {value}")))
}

/// Whether nothing runs after a command that sets variables: they are gone with the shell of this RUN.
fn is_lost(command: &Command, cx: &Context) -> bool {
    let Some(Kind::Run(run)) = cx.instruction().map(|instruction| &instruction.kind) else { return false };
    let sets_only = |it: &Command| it.words.is_empty() || it.name() == "export";
    sets_only(command)
        && run.command.commands().iter().all(|it| it.span.end <= command.span.end || sets_only(it))
}

fn check_pair(pair: &Pair, cx: &mut Context) {
    let Some(name) = pair.name.literal() else { return };
    let Some(value) = pair.value.as_ref().and_then(|value| cx.expand(value)) else { return };
    check_variable(&name, &value, pair.span, cx);
}

fn check_variable(name: &str, value: &str, span: Span, cx: &mut Context) {
    let found = VARIABLES.iter().find(|(variable, ..)| variable.eq_ignore_ascii_case(name));
    let Some((variable, off, answer)) = found else { return };
    // git takes any value for yes. checkov does so too.
    if off.contains(&value) || (off.is_empty() && !value.is_empty()) {
        let what = if off.is_empty() { (*variable).to_owned() } else { format!("{variable}={value}") };
        report(span, &what, Some(*answer).filter(|answer| !answer.is_empty()), cx);
    }
}

/// What to do: the system's certificates may be there, or may not matter.
fn help(span: Span, what: &str, cx: &Context) -> String {
    let option = what.split_once(' ').map(|(_, option)| option).filter(|option| option.starts_with('-'));
    let written = option.map_or("this setting".to_owned(), |option| format!("`{option}`"));
    if let Some(variable) = shell::own_certificates(what) {
        return format!("remove {written}, or set `{variable}` to your proxy's certificate");
    }
    if cx.stage().is_some_and(|stage| stage.has_certificates_before(span)) {
        return format!("remove {written}, or install your proxy's certificate");
    }
    "install the `ca-certificates` package, or your proxy's certificate".to_owned()
}

fn report(span: Span, what: &str, answer: Option<&'static str>, cx: &mut Context) {
    let help = help(span, what, cx);
    cx.report(span, format!("`{what}` disables certificate verification"))
        .here("anyone on the network path can replace the download")
        .help(help)
        .answers_to(answer.into_iter().chain(["cis:4.11"]));
}

/// Whether the same RUN compares a checksum or a signature of what it downloads: another file makes it fail.
pub(super) fn is_verified_after(cx: &Context) -> bool {
    match cx.instruction().map(|instruction| &instruction.kind) {
        Some(Kind::Run(run)) => run.command.script().verifies(),
        _ => false,
    }
}

/// Whether it talks to this machine.
fn is_local(command: &Command) -> bool {
    command.arguments().iter().any(|word| {
        let text = word.unquoted();
        let host = text.split_once("://").map_or("", |(_, rest)| rest);
        ["localhost", "127.", "[::1]"].iter().any(|local| host.starts_with(local))
    })
}
