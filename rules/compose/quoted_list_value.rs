//! Quotes in a list item that become part of the value.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct QuotedListValue;

/// How many values a finding shows.
const MOST_SHOWN: usize = 6;

impl Rule for QuotedListValue {
    // Whoever quotes one value so quotes them all: a file has one thing to mend.
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let pairs = app.compose.services.iter().flat_map(compose::Service::pairs);
        let mut quoted =
            pairs.filter_map(|pair| Some((&*pair.name.value, pair.value.as_ref()?.span, inside(pair)?)));
        let Some((name, place, inside)) = quoted.next() else { return };
        let others: Vec<Span> = quoted.map(|(_, place, _)| place).filter(|other| *other != place).collect();
        let message = match others.len() {
            0 => format!("quotes are part of the value of `{name}`"),
            count => format!("quotes are part of the values of `{name}` and {count} more"),
        };
        let finding = cx.report(place, message);
        finding
            .here("Compose does not remove quotes inside a list item")
            .help(format!("write `{name}={inside}`, and quote the whole item if YAML requires it"));
        for other in others.into_iter().take(MOST_SHOWN) {
            finding.label(other, "these quotes are part of the value as well");
        }
    }
}

/// What the quotes of a value enclose, if they are a part of it that nothing removes.
fn inside(pair: &compose::Pair) -> Option<String> {
    let value = pair.value.as_ref()?;
    // In a mapping, whoever writes two pairs of quotes means one of them.
    let text = value.template();
    let inside = ['"', '\''].into_iter().find_map(|quote| {
        let inside = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inside.contains(quote)).then_some(inside)
    });
    let inside = inside.filter(|_| pair.is_list_item())?;
    (!facts::quoted_variables::are_removed(&pair.name.value, inside)).then(|| inside.to_owned())
}
