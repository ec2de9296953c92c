//! Options of a mount that Compose does not know, and leaves out.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct IgnoredMountOption;

/// What means something, in compose-go and in the engine.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "ro", "rw", "nocopy", "z", "Z", "U", "shared", "rshared", "slave", "rslave", "private", "rprivate",
    "consistent", "cached", "delegated",
];

impl Rule for IgnoredMountOption {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        for mount in service.volumes.iter().filter(|mount| !mount.is_refused) {
            let is_known = |option: &&compose::yaml::Scalar| {
                KNOWN.contains(&&*option.value) || option.value.is_empty() || option.is_interpolated()
            };
            let mut dropped = Vec::new();
            for option in mount.options.iter().filter(|option| !is_known(option)) {
                let message = format!("unknown mount option `{}` is ignored", option.value);
                let small = option.value.to_ascii_lowercase();
                let is_read_only =
                    matches!(&*small, "readonly" | "read-only" | "read_only" | "r" | "ro" | "o");
                let near = nearest(&small, KNOWN.iter().copied());
                let is_slip = missing_comma(&option.value).is_some() || is_read_only || near.is_some();
                if !is_slip {
                    dropped.push(option);
                    continue;
                }
                let finding = cx.report(option.span, message);
                if let Some(pair) = missing_comma(&option.value) {
                    finding
                        .here("Compose drops all of it, because the comma is missing")
                        .help(format!("did you mean `{pair}`?"));
                    finding.fix(Fix::risky(format!("write `{pair}`")).replace(option.span, pair));
                } else if is_read_only {
                    finding.here("the mount stays writable").help("write `ro`");
                    finding.fix(Fix::risky("write `ro`").replace(option.span, "ro"));
                } else {
                    finding.here("Compose silently drops this option");
                    finding.help(format!("did you mean `{}`?", near.unwrap_or_default()));
                }
            }
            report(&dropped, cx);
        }
    }
}

/// Reports the options of a mount that are like no other.
fn report(dropped: &[&compose::yaml::Scalar], cx: &mut Context) {
    let Some((first, others)) = dropped.split_first() else { return };
    let names: Vec<String> = dropped.iter().map(|option| format!("`{}`", option.value)).collect();
    let message = match &*names {
        [before @ .., last] if !before.is_empty() => {
            format!("unknown mount options {} and {last} are ignored", before.join(", "))
        }
        _ => format!("unknown mount option {} is ignored", names.concat()),
    };
    let finding = cx.report(first.span, message);
    finding.here("Compose silently drops this option");
    for other in others {
        finding.label(other.span, "dropped as well");
    }
    finding.help(if others.is_empty() { "remove this option" } else { "remove these options" });
}

/// Two options without the comma between them: `ro,z` for `roz`.
fn missing_comma(written: &str) -> Option<String> {
    let (first, rest) = KNOWN.iter().find_map(|known| Some((known, written.strip_prefix(known)?)))?;
    KNOWN.contains(&rest).then(|| format!("{first},{rest}"))
}
