//! A platform in FROM that no build argument can change.

use dockerfile::From;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct FixedPlatform;

impl Rule for FixedPlatform {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let Some(platform) = &from.platform else { return };
        let Some(text) = platform.literal().filter(|text| !text.is_empty()) else { return };
        let is_platform = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        let name = from.name.as_ref().map_or(String::new(), |name| name.value.to_lowercase());
        // A stage that carries the platform in its name is one of several.
        let is_named = text.split('/').take(2).any(|part| name.contains(normal(&part.to_lowercase())));
        if is_named || !text.split('/').all(is_platform) {
            return;
        }
        cx.report(platform.text.span, format!("this stage is always built for `{text}`"))
            .here("builds for other platforms still use this platform")
            .help("remove `--platform`, or use `$BUILDPLATFORM` for a stage that only runs during the build");
    }
}

/// A name as containerd's `platforms` writes it.
fn normal(part: &str) -> &str {
    match part {
        "aarch64" => "arm64",
        "x86_64" | "x86-64" => "amd64",
        "i386" | "i486" | "i586" | "i686" => "386",
        "armhf" | "armel" => "arm",
        "macos" => "darwin",
        other => other,
    }
}
