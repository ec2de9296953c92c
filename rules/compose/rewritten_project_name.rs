//! A project name that Compose changes.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct RewrittenProjectName;

impl Rule for RewrittenProjectName {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for name in
            app.files().iter().filter_map(|file| file.name.as_ref()).filter(|name| !name.is_interpolated())
        {
            let is_kept = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
            let used: String = name.value.to_lowercase().chars().filter(is_kept).collect();
            let used = used.trim_start_matches(['-', '_']);
            if used == name.value || used.is_empty() {
                continue;
            }
            cx.report(name.span, format!("the project is named `{used}`, not `{}`", name.value))
                .here("Compose lowercases the name and drops invalid characters")
                .help(format!("write `{used}`"))
                .fix(Fix::safe(format!("write `{used}`")).replace(name.span, used));
        }
    }
}
