//! COPY and ADD.

use super::{Head, Parser};
use crate::line_slice::Part;
use crate::{Add, Copy, Keyword, Kind, Word, heredoc};

impl<'s> Parser<'s> {
    pub(super) fn copy(&mut self, head: &Head<'_, '_, 's>) -> Kind<'s> {
        let is_json = head.array.is_some();
        let parts: Vec<Part<'_, 's>> = match &head.array {
            Some(array) => array.clone(),
            None => head.rest.split_blanks().collect(),
        };
        let Some((last, first)) = parts.split_last().filter(|(_, sources)| !sources.is_empty()) else {
            self.too_few(head, parts.first().copied());
            return Self::malformed(head);
        };
        let escape = Some(self.escape);
        let word = |part: &Part<'_, 's>| {
            if is_json { Self::json_word(*part, escape) } else { part.word(escape) }
        };
        let sources: Vec<Word<'s>> = first.iter().map(word).collect();
        let destination = word(last);
        if !is_json && heredoc::marker(*last).is_some() {
            self.problems.syntax(
                last.span(),
                format!("a here-document cannot be the destination of `{}`", head.keyword.name()),
                "this is file content, not a path",
                "write the path of the file after the here-document",
            );
        }
        // Of an array that is not valid, a rule says more than that its parts do not hold whole strings.
        let inside = head.rest.text().strip_prefix('[').map(str::trim_start);
        let is_array = inside.is_some_and(|inside| inside.starts_with(['"', '\'']));
        let words = sources.iter().chain([&destination]).filter(|word| !word.value.starts_with("<<"));
        for word in words.filter(|_| is_json || !is_array) {
            self.check_expansion(word);
        }
        self.check_sources(head, &sources);
        if head.keyword == Keyword::Add {
            return Kind::Add(Add { sources, destination, is_json });
        }
        let from = head.flags.iter().rev().find(|scanned| scanned.flag.key() == "from");
        // BuildKit does not expand it.
        let from =
            from.and_then(|scanned| scanned.flag.value.clone()).map(|value| Word { escape: None, ..value });
        Kind::Copy(Copy { sources, destination, from, is_json })
    }

    fn too_few(&mut self, head: &Head<'_, '_, 's>, only: Option<Part<'_, 's>>) {
        let Some(only) = only else {
            self.missing(head, "a source and a destination");
            return;
        };
        let keyword = head.keyword.name();
        self.problems.syntax(
            only.span(),
            format!("`{keyword}` has no destination"),
            "this is the only argument",
            format!("add the destination: `{keyword} source destination`"),
        );
    }

    /// What BuildKit refuses in flags and sources when the build comes to them.
    fn check_sources(&mut self, head: &Head<'_, '_, 's>, sources: &[Word<'s>]) {
        let value = |name: &str| {
            let scanned = head.flags.iter().rev().find(|scanned| scanned.flag.key() == name);
            scanned.and_then(|scanned| scanned.flag.value.as_ref())
        };
        if let Some(mode) = value("chmod").filter(|mode| mode.literal().is_some_and(|mode| !is_mode(&mode))) {
            self.problems.validity(
                mode.text.span,
                format!("`{}` is not a valid file mode", mode.value),
                "this mode is neither octal nor symbolic",
                "write up to four octal digits (`755`) or a symbolic mode (`u=rwX,go=rX`)",
            );
        }
        let is_remote =
            |word: &Word<'_>| word.literal().is_none_or(|source| is_url(&source) || is_git(&source));
        if head.keyword == Keyword::Add {
            if let Some(sum) =
                value("checksum").filter(|_| sources.len() > 1 || !sources.iter().all(is_remote))
            {
                self.problems.validity(
                    sum.text.span,
                    "`--checksum` only works with a single HTTP or Git source",
                    "this instruction does not have exactly one remote source",
                    "use a separate `ADD` for each remote file, and do not set `--checksum` for local files",
                );
            }
            let is_web = sources
                .iter()
                .all(|source| source.literal().is_some_and(|it| is_url(&it) && !it.contains(".git")));
            let sum = value("checksum").filter(|_| is_web);
            if let Some(sum) = sum.filter(|sum| sum.literal().is_some_and(|sum| !is_checksum(&sum))) {
                self.problems.validity(
                    sum.text.span,
                    format!("`{}` is not a valid checksum", sum.value),
                    "expected `sha256:` and 64 hexadecimal digits",
                    "write `sha256:`, followed by the digest that `sha256sum` prints",
                );
            }
            return;
        }
        for source in sources {
            let Some(text) = source.literal() else { continue };
            if is_url(&text) || is_git(&text) {
                self.problems.validity(
                    source.text.span,
                    "`COPY` cannot download files",
                    if is_url(&text) { "this is a URL" } else { "this is a Git repository" },
                    "use `ADD` to download files",
                );
            }
        }
    }
}

fn is_url(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// Source: opencontainers/go-digest, `Digest.Validate`.
fn is_checksum(sum: &str) -> bool {
    let is_hex = |hex: &str| hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    let lengths = [("sha256:", 64), ("sha384:", 96), ("sha512:", 128)];
    lengths
        .iter()
        .any(|(name, length)| sum.strip_prefix(name).is_some_and(|hex| hex.len() == *length && is_hex(hex)))
}

/// A Git repository that cannot be a path of the build context.
fn is_git(source: &str) -> bool {
    source.starts_with("git://") || source.starts_with("ssh://") || source.starts_with("git@")
}

/// A file mode as `chmod` takes it: octal up to 7777, or symbolic.
fn is_mode(mode: &str) -> bool {
    if mode.starts_with(|c: char| c.is_ascii_digit()) {
        return u32::from_str_radix(mode, 8).is_ok_and(|mode| mode <= 0o7777);
    }
    !mode.is_empty() && mode.split(',').all(is_symbolic)
}

/// `ugoa` in any number, then one or more of `+rwx`, `-g`, `=`.
fn is_symbolic(clause: &str) -> bool {
    let actions = clause.trim_start_matches(['u', 'g', 'o', 'a']);
    actions.starts_with(['+', '-', '='])
        && actions.split(['+', '-', '=']).all(|permissions| {
            matches!(permissions, "u" | "g" | "o")
                || permissions.bytes().all(|byte| b"rwxXst".contains(&byte))
        })
}
