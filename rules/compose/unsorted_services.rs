//! Services that are not in the order of their names.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsortedServices;

impl Rule for UnsortedServices {
    fn check_app(&self, app: &App, cx: &mut Context) {
        for file in app.files() {
            let names = file.services.iter().map(|service| (&*service.name.value, service.name.span));
            report_unsorted(names, "service", cx);
        }
    }
}

/// Reports the first of some names that stands behind one it should stand before.
pub(crate) fn report_unsorted<'n>(
    names: impl Iterator<Item = (&'n str, Span)>,
    noun: &str,
    cx: &mut Context,
) {
    let mut before: Option<(&str, Span)> = None;
    for (name, span) in names {
        match before {
            Some((greater, other)) if name < greater => {
                cx.report(span, format!("{noun} `{name}` stands behind `{greater}`"))
                    .here("is not in the order of the alphabet")
                    .label(other, "comes after it")
                    .help("sort by name");
                return;
            }
            _ => before = Some((name, span)),
        }
    }
}
