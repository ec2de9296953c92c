//! FROM.

use super::{Head, Parser};
use crate::{From, Kind, Word};

impl<'s> Parser<'s> {
    pub(super) fn from(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let parts: Vec<_> = head.rest.split_blanks().collect();
        let Some(image) = parts.first() else {
            self.missing(head, "a base image");
            return Self::malformed(head);
        };
        let platform = head.flags.iter().rev().find(|scanned| scanned.flag.key() == "platform");
        let mut from = From {
            image: self.word(*image),
            platform: platform.and_then(|scanned| scanned.flag.value.clone()),
            as_keyword: None,
            name: None,
        };
        if let Some(platform) = from.platform.as_ref().filter(|word| !is_platform(word)) {
            self.problems.validity(
                platform.text.span,
                format!("`{}` is not a valid platform", platform.value),
                "expected `os/architecture`",
                "write one platform, for example `linux/amd64` or `$BUILDPLATFORM`",
            );
        }
        let as_keyword = parts.get(1).filter(|word| word.text().eq_ignore_ascii_case("as"));
        from.as_keyword = as_keyword.map(|word| word.raw());
        from.name = as_keyword.and_then(|_| parts.get(2)).map(|name| name.word(None));
        let help = "write `FROM image` or `FROM image AS name`";
        match (parts.as_slice(), as_keyword) {
            ([_], _) => {}
            ([_, _, name], Some(_)) => {
                if !is_stage_name(name.text()) {
                    self.problems.validity(
                        name.span(),
                        format!("`{}` is not a valid stage name", name.text()),
                        "stage names start with a letter",
                        "use a letter, followed by letters, digits, `-`, `_` and `.`",
                    );
                }
            }
            ([_, word], Some(_)) => {
                let here = "a stage name must follow";
                self.problems.syntax(word.span(), "`AS` without a stage name", here, help);
            }
            ([_, _, _, extra @ ..], Some(_)) => {
                let span = extra.iter().fold(None, |all: Option<plimsoll_diagnostics::Span>, word| {
                    Some(all.map_or(word.span(), |all| all.to(word.span())))
                });
                let span = span.unwrap_or(head.rest.span());
                self.problems.syntax(
                    span,
                    "`FROM` has too many arguments",
                    "nothing is allowed after the stage name",
                    help,
                );
            }
            ([_, comment, ..], _) if comment.text().starts_with('#') => {
                let message = "a comment cannot follow `FROM` on the same line";
                let help = "move the comment to a separate line";
                self.problems.syntax(comment.span(), message, "this is parsed as an argument", help);
            }
            (words, _) => {
                let first = words.get(1).unwrap_or(image);
                let message = "`FROM` only accepts an image, optionally followed by `AS` and a stage name";
                self.problems.syntax(first.span(), message, "expected `AS`", help);
            }
        }
        Kind::From(from)
    }
}

/// Whether BuildKit takes the value of `--platform`; variables are not looked into.
///
/// Source: containerd/platforms, `Parse`: up to three parts of letters, digits, `-`, `_` and `.`; a single part must be
/// an operating system or an architecture that it knows. An operating system may have its version in parentheses.
fn is_platform(word: &Word<'_>) -> bool {
    let Some(text) = word.literal() else { return true };
    let is_part = |part: &str| {
        let part = part.split_once('(').map_or(part, |(name, _)| name);
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let parts: Vec<&str> = text.split('/').collect();
    match &*parts {
        [one] => SINGLE_PLATFORMS.contains(&&*one.to_ascii_lowercase()),
        parts => parts.len() <= 3 && parts.iter().all(|part| is_part(part)),
    }
}

/// The operating systems and architectures of Go, and the other names of some.
#[rustfmt::skip]
const SINGLE_PLATFORMS: [&str; 40] = [
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
    "openbsd", "plan9", "solaris", "windows", "zos", "macos", "386", "amd64", "amd64p32", "arm", "armbe", "arm64",
    "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle", "mips64", "mips64le", "riscv64", "s390x", "wasm",
    "aarch64", "x86_64", "x86-64", "i386", "armhf",
];

/// `^[a-z][a-z0-9-_.]*$`, of the name in lower case.
fn is_stage_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // Go's lower case of the Kelvin sign is `k`.
    let name = name.replace('\u{212a}', "k");
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part)
}
