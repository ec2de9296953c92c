//! The `version` key, which Compose ignores.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct ObsoleteVersion;

impl Rule for ObsoleteVersion {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // A stack needs it.
        if app.is_stack() {
            return;
        }
        for file in app.files() {
            let Some(entry) = file.fields.entry("version") else { continue };
            // What stands below it by mistake belongs elsewhere, and must not go with it.
            let is_plain = entry.value.as_mapping().is_none() && entry.value.as_sequence().is_none();
            let line = whole_line(file.source, entry.span()).filter(|_| is_plain);
            let finding = cx.report(entry.key.span, "`version` has no effect");
            finding.here("Compose ignores this key and prints a warning on every run").help("remove the key");
            if let Some(line) = line {
                finding.fix(Fix::safe("remove `version`").delete(line));
            }
        }
    }
}

/// The lines of `span` with their ends and the blank lines below, when nothing else stands there, no comment either.
fn whole_line(source: Text, span: Span) -> Option<Span> {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = source.raw.get(..start)?;
    let behind = source.raw.get(end..)?;
    if !before.is_empty() && !before.ends_with('\n') {
        return None;
    }
    let rest = behind.split_inclusive('\n').next().unwrap_or_default();
    if !rest.trim().is_empty() {
        return None;
    }
    let mut len = rest.len();
    if before.is_empty() || before.ends_with("\n\n") || before.ends_with("\r\n\r\n") {
        let blank = behind.get(len..)?.split_inclusive('\n').take_while(|line| line.trim().is_empty());
        len += blank.map(str::len).sum::<usize>();
    }
    Some(Span::new(span.file, start, end + len))
}
