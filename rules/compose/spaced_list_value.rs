//! A list item whose value starts with a space.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct SpacedListValue;

/// How many values a finding shows.
const MOST_SHOWN: usize = 6;

impl Rule for SpacedListValue {
    // Whoever puts a space there once does so everywhere: a file has one thing to mend.
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        let pairs = app.compose.services.iter().flat_map(compose::Service::pairs);
        let mut spaced = pairs.filter_map(|pair| Some((&*pair.name.value, spaces(pair)?)));
        let Some((name, place)) = spaced.next() else { return };
        let others: Vec<Span> = spaced.map(|(_, place)| place).filter(|other| *other != place).collect();
        let message = match others.len() {
            0 => format!("the value of `{name}` starts with a space"),
            count => format!("the values of `{name}` and {count} more start with a space"),
        };
        let fix = Fix::risky("remove the space").delete(place);
        let fix = others.iter().fold(fix, |fix, other| fix.delete(*other));
        let finding = cx.report(place, message);
        finding.here("Compose does not remove spaces inside a list item").help("remove the space").fix(fix);
        for other in others.into_iter().take(MOST_SHOWN) {
            finding.label(other, "this space is part of the value as well");
        }
    }
}

/// The spaces that a value starts with, if they are a part of it that nothing removes.
fn spaces(pair: &compose::Pair) -> Option<Span> {
    let value = pair.value.as_ref()?;
    let text = value.template();
    let length = text.len() - text.trim_start_matches(' ').len();
    // A space alone is meant, and `compose-schema` reports one on both sides.
    if !pair.is_list_item() || length == 0 || length == text.len() || pair.name.value.ends_with(' ') {
        return None;
    }
    // An item may continue on the next line, and YAML joins both with a space.
    Some(value.place(0..length)).filter(|place| place.start == value.span.start)
}
