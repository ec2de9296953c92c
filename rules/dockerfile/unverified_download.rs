//! A downloaded program or archive whose checksum nobody compares.

use std::borrow::Cow;

use dockerfile::Kind;
use plimsoll_linter::prelude::*;
use shell::Script;

/// The endings of what is run or unpacked.
const ENDINGS: [&str; 20] = [
    ".AppImage",
    ".apk",
    ".bin",
    ".bz2",
    ".deb",
    ".exe",
    ".gz",
    ".jar",
    ".pl",
    ".py",
    ".rpm",
    ".run",
    ".sh",
    ".tar",
    ".tgz",
    ".war",
    ".whl",
    ".xz",
    ".zip",
    ".zst",
];

#[derive(Default)]
pub(crate) struct UnverifiedDownload;

impl Rule for UnverifiedDownload {
    fn check_script(&self, script: &Script, cx: &mut Context) {
        if !matches!(cx.instruction().map(|instruction| &instruction.kind), Some(Kind::Run(_)))
            || script.verifies()
        {
            return;
        }
        for command in script.commands.iter().filter(|command| matches!(command.name(), "curl" | "wget")) {
            let is_meant = |word: &&shell::Word| is_program(&written(word, cx));
            let Some(word) = command.arguments().iter().find(is_meant) else { continue };
            cx.report(word.span, format!("the file that `{}` downloads is not verified", command.name()))
                .here("the file at this URL can change without notice")
                .help("verify the checksum in the same step: `echo \"CHECKSUM  FILE\" | sha256sum -c`, or use `ADD --checksum=`");
        }
    }
}

/// An argument, with the value of a variable that it starts with: `ARG SITE=https://…`, `$SITE/a.deb`.
pub(crate) fn written<'w>(word: &'w shell::Word, cx: &Context) -> Cow<'w, str> {
    let text = word.unquoted();
    let Some(rest) = text.strip_prefix('$') else { return text.into() };
    let name = rest.trim_start_matches('{');
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    match cx.variable(name) {
        Value::Known { value, .. } => format!("{value}{}", rest.trim_start_matches('}')).into(),
        _ => text.into(),
    }
}

/// Whether an argument is the address of an archive, package or program.
fn is_program(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    ["http://", "https://", "ftp://"].iter().any(|scheme| text.starts_with(scheme))
        && ENDINGS.iter().any(|ending| path.ends_with(ending))
}
