//! `AS` in another letter case than its FROM.

use dockerfile::From;
use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct AsKeywordCasing;

impl Rule for AsKeywordCasing {
    fn check_from(&self, from: &From, cx: &mut Context) {
        let (Some(written), Some(instruction)) = (from.as_keyword, cx.instruction()) else { return };
        let keyword = &*instruction.keyword.value;
        let expected = match keyword {
            _ if keyword == keyword.to_ascii_uppercase() => "AS",
            _ if keyword == keyword.to_ascii_lowercase() => "as",
            // `From` is the business of `instruction-casing`.
            _ => return,
        };
        if written.raw != expected {
            cx.report(written.span, format!("`{}` and `{keyword}` differ in casing", written.raw))
                .here("BuildKit warns about mixed casing")
                .help(format!("write `{expected}`"))
                .fix(Fix::safe(format!("write `{expected}`")).replace(written.span, expected));
        }
    }
}
