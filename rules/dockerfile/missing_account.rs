//! A user or group that a step names, and that its image does not have.

use dockerfile::{Kind, Run};
use facts::programs::Role;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageVerb};

#[derive(Default)]
pub(crate) struct MissingAccount;

impl Rule for MissingAccount {
    fn check_command(&self, command: &Command, cx: &mut Context) {
        let Some(instruction) = cx.instruction() else { return };
        let Kind::Run(run) = &instruction.kind else { return };
        let Some(named) = named(command) else { return };
        let Some(stage) = cx.stage().filter(|stage| !cx.is_trigger() && !stage.is_windows()) else { return };
        if !is_first(run, command, named.name) || !stage.fails_with(&run.command, command, cx.index()) {
            return;
        }
        let base = match named.kind {
            "user" => stage.lacks_user(named.name, cx.index()),
            _ => stage.lacks_group(named.name, cx.index()),
        };
        let Some(base) = base else { return };
        let Named { kind, name, span } = named;
        let create = match (base, kind) {
            ("alpine" | "busybox", "user") => "adduser -S",
            ("alpine" | "busybox", _) => "addgroup -S",
            (_, "user") => "useradd",
            _ => "groupadd",
        };
        let from = stage.root().from().map(|from| from.image.text.span);
        let finding = cx.report(span, format!("{kind} `{name}` does not exist at this point"));
        finding
            .here(format!("this step fails: `{}` cannot find this {kind}", command.name()))
            .help(format!("create the {kind} first: `{create} {name}`"));
        if let Some(from) = from {
            finding.label(from, format!("`{base}` does not have this {kind}, and no step above creates it"));
        }
    }
}

/// A user or group that has to be there.
struct Named<'c> {
    kind: &'static str,
    name: &'c str,
    span: Span,
}

fn named(command: &Command) -> Option<Named<'_>> {
    let group = |short: char, long: &[&str]| {
        let value = command.option_value(short, long)?;
        value.word.literal()?;
        Some(Named { kind: "group", name: value.text, span: value.word.span })
    };
    let named = match command.name() {
        "useradd" => group('g', &["--gid"])?,
        "adduser" => group('G', &["--ingroup"])?,
        "chown" => {
            let owner = command.operands().next().filter(|_| !command.has_option('\0', &["--reference"]))?;
            let (user, group) = owner.literal()?.split_once(':').unwrap_or((owner.literal()?, ""));
            match user {
                "" => Named { kind: "group", name: group, span: owner.span },
                _ => Named { kind: "user", name: user, span: owner.span },
            }
        }
        "chgrp" => {
            let group = command.operands().next().filter(|_| !command.has_option('\0', &["--reference"]))?;
            Named { kind: "group", name: group.literal()?, span: group.span }
        }
        _ => return None,
    };
    let is_name = |first: char| first.is_ascii_alphabetic() || first == '_';
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    (named.name.starts_with(is_name) && named.name.chars().all(is_plain)).then_some(named)
}

/// Whether nothing before it in the same step may create the account.
fn is_first(run: &Run, command: &Command, name: &str) -> bool {
    let is_harmless = |other: &Command| {
        let is_update = other.package_action().is_some_and(|it| it.verb == PackageVerb::UpdateIndex);
        let has_name = other.words.iter().any(|word| word.raw.contains(name) || word.raw.contains("/etc"));
        (is_update || Role::CreatesNoUser.is_of(other.name())) && !has_name
    };
    let mut before = run.command.commands().iter().filter(|it| it.span.start < command.span.start);
    run.command.script().problems.is_empty()
        && run.command.commands().iter().all(|it| !it.position.nested)
        && before.all(is_harmless)
}
