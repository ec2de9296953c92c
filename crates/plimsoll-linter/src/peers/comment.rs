//! What the comments of several linters have in common.
//!
//! More is taken than the peers take (letter case, blanks, text behind a list): whoever writes it means it, and most of
//! them drop what they do not like without a word. What cannot be taken is said.

use plimsoll_diagnostics::Text;

use crate::suppress::{PeerName, Reach, Request, named};

/// The request of any peer but hadolint.
pub(super) fn peer<'s>(reach: Reach, names: Vec<PeerName>) -> Request<'s> {
    Request::Peer { reach, names, by_hadolint: false }
}

/// What stands between commas and blanks.
pub(super) fn words_of_list(list: Text<'_>) -> impl Iterator<Item = Text<'_>> {
    list.split(',').flat_map(Text::words)
}

/// `shell=…` tells which dialect ShellCheck reads: none for those of Windows, and in those that have more than POSIX
/// has, nothing is said about what POSIX lacks (SC2039, SC3000 and up).
pub(super) fn shell<'s>(shell: Text<'s>) -> Option<Request<'s>> {
    let name = shell.raw.rsplit('/').next()?.to_ascii_lowercase();
    let codes = match name.as_str() {
        name if ["powershell", "pwsh", "cmd"].iter().any(|windows| name.contains(windows)) => &["*"][..],
        "bash" | "ksh" | "zsh" => &["2039", "3*"],
        _ => return None,
    };
    let names = codes.iter().map(|code| {
        let code = if *code == "*" { (*code).to_owned() } else { format!("SC{code}") };
        named("shellcheck", &code, shell.span)
    });
    Some(peer(Reach::RestOfStage, names.collect()))
}
