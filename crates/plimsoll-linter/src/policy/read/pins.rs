//! The digests that the files which a policy extends must have.

use plimsoll_diagnostics::{Fix, Span};

use super::Reader;
use crate::policy::digest::same_digest;

impl Reader<'_, '_> {
    /// Compares the digest of a file that it extends with the one that it must have, or says that it has none.
    pub(super) fn pinned(&mut self, path: &str, item: Option<(String, Span)>, pin: Option<(String, Span)>) {
        let item = item.filter(|_| self.around.pins);
        if item.is_none() && pin.is_none() {
            return;
        }
        let real = self.texts.digest(path, self.around.here);
        match pin.filter(|(wanted, _)| !same_digest(wanted, &real)) {
            Some((wanted, place)) if wanted.is_empty() => {
                self.unpinned(path, place, format!("\"{real}\""));
            }
            Some((wanted, place)) => {
                self.problem(place, format!("`{path}` has changed since it was pinned"))
                    .here(format!("this digest is pinned: {wanted}"))
                    .note(format!("the file's digest is now {real}"))
                    .fix(Fix::manual("pin this version").replace(place, format!("\"{real}\"")))
                    .help("compare the two versions, then run `plimsoll policy pin`");
            }
            None => {}
        }
        if let Some((written, place)) = item {
            let pinned = if self.file.path.ends_with(".toml") {
                format!("{{ file = {written:?}, sha256 = \"{real}\" }}")
            } else {
                format!("{{ file: {written:?}, sha256: \"{real}\" }}")
            };
            self.unpinned(path, place, pinned);
        }
    }

    /// Says that a file has no digest yet, with the text that gives it one.
    fn unpinned(&mut self, path: &str, place: Span, pinned: String) {
        self.problem(place, format!("`{path}` is not pinned yet"))
            .fix(Fix::manual("pin this version").replace(place, pinned))
            .help("run `plimsoll policy pin`");
    }
}
