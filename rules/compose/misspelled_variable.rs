//! A variable in `.env` that nothing reads, beside one that Compose reads and nothing sets.

use plimsoll_linter::prelude::*;
use project::MisspelledName;

#[derive(Default)]
pub(crate) struct MisspelledVariable;

impl Rule for MisspelledVariable {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        if !app.is_complete() {
            return;
        }
        for MisspelledName { name, read, read_at } in app.misspelled_names() {
            cx.report(name.span, format!("no Compose file uses `{}`", name.raw))
                .here(format!("the Compose file uses `{read}`, which is not set"))
                .label(read_at, "used here")
                .help(format!("did you mean `{read}`?"));
        }
    }
}
