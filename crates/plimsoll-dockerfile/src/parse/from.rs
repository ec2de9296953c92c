//! FROM.

use super::{Head, Parser};
use crate::{From, Kind};

impl<'s> Parser<'s> {
    pub(super) fn from(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let parts: Vec<_> = head.rest.split_blanks().collect();
        let Some(image) = parts.first() else {
            self.missing(head, "the image to build on");
            return Self::malformed(head);
        };
        let platform = head.flags.iter().rev().find(|scanned| scanned.flag.key() == "platform");
        let mut from = From {
            image: self.word(*image),
            platform: platform.and_then(|scanned| scanned.flag.value.clone()),
            as_keyword: None,
            name: None,
        };
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
                        format!("`{}` cannot name a stage", name.text()),
                        "not a name",
                        "start with a letter, and go on with letters, digits, `-`, `_` and `.`",
                    );
                }
            }
            ([_, word], Some(_)) => {
                let here = "a name must follow";
                self.problems.syntax(word.span(), "`AS` without the name of the stage", here, help);
            }
            ([_, _, _, extra @ ..], Some(_)) => {
                let span = extra.iter().fold(None, |all: Option<plimsoll_diagnostics::Span>, word| {
                    Some(all.map_or(word.span(), |all| all.to(word.span())))
                });
                let span = span.unwrap_or(head.rest.span());
                self.problems.syntax(
                    span,
                    "`FROM` has too many arguments",
                    "nothing may follow the name",
                    help,
                );
            }
            (words, _) => {
                let first = words.get(1).unwrap_or(image);
                let message = "`FROM` takes one image, and a name behind `AS`";
                self.problems.syntax(first.span(), message, "`AS` expected here", help);
            }
        }
        Kind::From(from)
    }
}

/// `^[a-z][a-z0-9-_.]*$`, of the name in lower case.
fn is_stage_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // Go's lower case of the Kelvin sign is `k`.
    let name = name.replace('\u{212a}', "k");
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part)
}
