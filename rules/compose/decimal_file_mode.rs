//! A file mode without its leading zero, which is a decimal number.

use std::collections::HashSet;

use compose::Content;
use compose::yaml::{Kind, Yaml};
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct DecimalFileMode;

impl Rule for DecimalFileMode {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let secrets = copied(app, |file| &file.secrets);
        let configs = copied(app, |file| &file.configs);
        for service in app.files().iter().flat_map(|file| &file.services) {
            check_service(service, &secrets, &configs, app.is_stack(), cx);
        }
    }
}

/// The names of those that Compose copies into the container with the mode that is asked for. Files are bind-mounted.
fn copied<'a>(
    app: &'a ComposeApp,
    of: impl Fn(&'a compose::Compose<'a>) -> &'a Vec<Content<'a>>,
) -> HashSet<&'a str> {
    let all = app.files().iter().flat_map(of);
    let is_copied = |content: &&Content| content.environment.is_some() || content.content.is_some();
    all.filter(is_copied).map(|content| &*content.key.value).collect()
}

fn check_service(
    service: &compose::Service,
    secrets: &HashSet<&str>,
    configs: &HashSet<&str>,
    is_stack: bool,
    cx: &mut Context,
) {
    let list = |key: &str| service.get(key).and_then(Yaml::as_sequence).unwrap_or_default().iter();
    // Swarm copies all of them.
    let has_mode = |item: &&Yaml, copied: &HashSet<&str>| {
        let source = item.get("source").and_then(Yaml::as_scalar);
        is_stack || source.is_some_and(|source| copied.contains(&*source.value))
    };
    let grants = list("secrets").filter(|item| has_mode(item, secrets));
    let grants = grants.chain(list("configs").filter(|item| has_mode(item, configs)));
    let tmpfs = list("volumes").filter_map(|mount| mount.get("tmpfs"));
    for mode in grants.chain(tmpfs).filter_map(|item| item.get("mode")?.as_scalar()) {
        let is_meant = mode.kind == Kind::Int && !mode.is_quoted() && looks_octal(&mode.value);
        let Some(number) = mode.value.parse::<u32>().ok().filter(|_| is_meant) else { continue };
        cx.report(mode.span, format!("`{}` is decimal, so the mode is `0{number:o}`", mode.value))
            .here("octal numbers need a leading `0`")
            .help(format!("write `0{}`", mode.value))
            .fix(Fix::risky(format!("write `0{}`", mode.value)).insert_before(mode.span, "0"));
    }
}

/// Whether the digits read as permissions: `440`, `1777`. A number that means permissions in decimal, such as `256`, does
/// not.
fn looks_octal(digits: &str) -> bool {
    let len = digits.len();
    let Some((special, [owner, group, others])) = digits.as_bytes().split_last_chunk::<3>() else {
        return false;
    };
    let is_plain = [owner, group, others].iter().all(|digit| b"04567".contains(digit));
    (3..=4).contains(&len)
        && special.iter().all(|digit| (b'1'..=b'7').contains(digit))
        && is_plain
        && *owner >= b'4'
        && owner >= group
        && group >= others
}
