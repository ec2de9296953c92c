//! ENV, LABEL and ARG: names and values.

use super::{Head, Parser};
use crate::line_slice::Part;
use crate::words::split_quoted;
use crate::{Arg, Env, Keyword, Kind, Label, Pair};

impl<'s> Parser<'s> {
    pub(super) fn pairs(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let words = split_quoted(head.rest, self.escape);
        let Some(first) = words.first() else {
            self.missing(head, "a name and a value");
            return Self::malformed(head);
        };
        let is_legacy = !first.text().contains('=');
        let mut pairs = Vec::new();
        if is_legacy {
            let (name, value) = head.rest.split_blank();
            if value.is_none() {
                let keyword = head.keyword.name();
                self.problems.unreadable(
                    name.span(),
                    format!("`{keyword}` has no value for `{}`", name.text()),
                    "no value follows this name",
                    format!("write `{keyword} {}=value`", name.text()),
                );
            }
            pairs.push(Pair {
                span: value.map_or(name.span(), |value| name.span().to(value.span())),
                name: self.word(name),
                value: value.map(|value| self.word(value)),
            });
        } else {
            let mut told = false;
            for word in words {
                let pair = self.pair(head, word);
                if pair.value.is_none() && !told {
                    told = true;
                    self.problems.unreadable(
                        word.span(),
                        format!("`{}` contains a word without `=`", head.keyword.name()),
                        "this is not a `name=value` pair, and not part of the previous value",
                        "quote values with spaces, and write each pair as `name=value`",
                    );
                }
                pairs.push(pair);
            }
        }
        match head.keyword {
            Keyword::Label => Kind::Label(Label { pairs, is_legacy }),
            _ => Kind::Env(Env { pairs, is_legacy }),
        }
    }

    pub(super) fn arg(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let words = split_quoted(head.rest, self.escape);
        if words.is_empty() {
            self.missing(head, "a variable name");
            return Self::malformed(head);
        }
        let pairs = words.into_iter().map(|word| self.pair(head, word)).collect();
        Kind::Arg(Arg { pairs })
    }

    fn pair(&mut self, head: &Head<'_, '_, 's>, word: Part<'_, 's>) -> Pair<'s> {
        let (name, value) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
        if name.is_empty() {
            self.problems.syntax(
                word.span(),
                format!("`{}` has a value without a name", head.keyword.name()),
                "there is no name before `=`",
                "write the name directly before `=`",
            );
        }
        // A name of ARG is taken as it is.
        let name = if head.keyword == Keyword::Arg { name.word(None) } else { self.word(name) };
        let value = value.map(|value| self.word(value));
        Pair { span: word.span(), name, value }
    }
}
