//! ShellCheck: its comments and codes.

use plimsoll_diagnostics::Text;

use super::comment::peer;
use super::{Peer, is_number_behind};
use crate::suppress::{Reach, Request, named};

pub(super) const PEER: Peer = Peer {
    name: "shellcheck",
    configs: &[],
    comments: &["shellcheck"],
    comment: |_, rest| shellcheck(rest),
    is_code: |code| is_number_behind("SC", code),
    code,
};

fn code(written: &str) -> String {
    let is_number = written.starts_with(|first: char| first.is_ascii_digit());
    if is_number { format!("SC{written}") } else { written.to_ascii_uppercase() }
}

/// `shellcheck disable=SC2086,SC2010-SC2020`, `disable=all`.
fn shellcheck<'s>(rest: Text<'s>) -> Option<Request<'s>> {
    let mut names = Vec::new();
    for option in rest.slice(0, rest.raw.find('#').unwrap_or(rest.raw.len())).words() {
        let Some((key, list)) = option.split_once('=') else { continue };
        if !key.raw.eq_ignore_ascii_case("disable") {
            continue;
        }
        for code in list.split(',').filter(|code| !code.raw.is_empty()) {
            let upper = code.raw.to_ascii_uppercase();
            let number = |code: &str| code.trim_start_matches("SC").parse::<u16>().ok();
            if upper == "ALL" {
                names.push(named("shellcheck", "*", code.span));
            } else if let Some((from, to)) = upper.split_once('-') {
                let (from, to) = (number(from)?, number(to)?);
                let range = (from..=to).take(4000);
                names.extend(range.map(|code_of| named("shellcheck", &format!("SC{code_of}"), code.span)));
            } else {
                names.push(named("shellcheck", &format!("SC{}", number(&upper)?), code.span));
            }
        }
    }
    (!names.is_empty()).then_some(peer(Reach::Script, names))
}
