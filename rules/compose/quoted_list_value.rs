//! Quotes in a list item that become part of the value.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedListValue;

impl Rule for QuotedListValue {
    fn check_service(&self, service: &compose::Service, cx: &mut Context) {
        report(&service.environment, cx);
        report(&service.labels, cx);
        if let Some(build) = &service.build {
            report(&build.args, cx);
        }
    }
}

/// Reports the values of a list, which is one thing to mend.
fn report(pairs: &[compose::Pair], cx: &mut Context) {
    let mut quoted = pairs.iter().filter_map(|pair| Some((pair, inside(pair)?)));
    let Some((first, inside)) = quoted.next() else { return };
    let Some(value) = &first.value else { return };
    let name = &first.name.value;
    let others: Vec<_> = quoted.filter_map(|(pair, _)| pair.value.as_ref()).collect();
    let message = match others.len() {
        0 => format!("quotes are part of the value of `{name}`"),
        count => format!("quotes are part of the values of `{name}` and {count} more"),
    };
    let finding = cx.report(value.span, message);
    finding
        .here("Compose does not remove quotes inside a list item")
        .help(format!("write `{name}={inside}`, and quote the whole item if YAML requires it"));
    for other in others {
        finding.label(other.span, "these quotes are part of the value as well");
    }
}

/// What the quotes of a value enclose, if they are a part of it that nothing removes.
fn inside(pair: &compose::Pair) -> Option<String> {
    let value = pair.value.as_ref()?;
    // In a mapping, whoever writes two pairs of quotes means one of them.
    let is_item = pair.name.span.end + 1 == value.span.start && pair.span != value.span;
    let text = value.template();
    let inside = ['"', '\''].into_iter().find_map(|quote| {
        let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(quote)).then_some(inside)
    });
    let inside = inside.filter(|_| is_item)?;
    (!facts::quoted_variables::are_removed(&pair.name.value, inside)).then(|| inside.to_owned())
}
