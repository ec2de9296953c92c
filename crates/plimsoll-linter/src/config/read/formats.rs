//! `[formats]`: which kinds of files are linted.

use super::{Reader, Value, Written, in_order};
use crate::FileKind;

impl Reader<'_> {
    /// Which kinds of files are linted.
    pub(super) fn kinds(&mut self, value: &Value<'_>, written: &mut Written) {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(value, "a table").help("write `[formats]` and a line such as `markdown = true`");
            return;
        };
        for (key, value) in in_order(table) {
            let name = &**key.get_ref();
            let Some(kind) = FileKind::linted().find(|kind| kind.name() == name) else {
                let names: Vec<String> = FileKind::linted().map(FileKind::name).collect();
                let names: Vec<&str> = names.iter().map(|name| &**name).collect();
                self.unknown(key.span(), "unknown format", name, &names);
                continue;
            };
            if let Some(is_on) = self.truth(value) {
                let place = self.span(key.span());
                written.kinds.insert(kind, (is_on, place));
            }
        }
    }
}
