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
            for option in mount.options.iter().filter(|option| !is_known(option)) {
                let message = format!("unknown mount option `{}` is ignored", option.value);
                let small = option.value.to_ascii_lowercase();
                let is_read_only =
                    matches!(&*small, "readonly" | "read-only" | "read_only" | "r" | "ro" | "o");
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
                    finding.help(match nearest(&small, KNOWN.iter().copied()) {
                        Some(known) => format!("did you mean `{known}`?"),
                        None => "remove this option".to_owned(),
                    });
                }
            }
        }
    }
}

/// Two options without the comma between them: `ro,z` for `roz`.
fn missing_comma(written: &str) -> Option<String> {
    let (first, rest) = KNOWN.iter().find_map(|known| Some((known, written.strip_prefix(known)?)))?;
    KNOWN.contains(&rest).then(|| format!("{first},{rest}"))
}
