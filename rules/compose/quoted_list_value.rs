//! Quotes in a list item that become part of the value.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedListValue;

impl Rule for QuotedListValue {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        let args = service.build.iter().flat_map(|build| &build.args);
        for pair in service.environment.iter().chain(&service.labels).chain(args) {
            let Some(value) = &pair.value else { continue };
            // In a mapping, whoever writes two pairs of quotes means one of them.
            let is_item = pair.name.span.end + 1 == value.span.start && pair.span != value.span;
            let text = value.template();
            let inside = ['"', '\''].into_iter().find_map(|quote| {
                let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
                (!inside.contains(quote)).then_some(inside)
            });
            let Some(inside) = inside.filter(|_| is_item) else { continue };
            let name = &pair.name.value;
            if facts::quoted_variables::are_removed(name, inside) {
                continue;
            }
            cx.report(value.span, format!("quotes are part of the value of `{name}`"))
                .here("Compose does not remove quotes inside a list item")
                .help(format!("write `{name}={inside}`, and quote the whole item if YAML requires it"));
        }
    }
}
