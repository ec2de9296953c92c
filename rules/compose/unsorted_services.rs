//! Services that are not in the order of their names.

use plimsoll_linter::prelude::*;

#[derive(Default)]
pub(crate) struct UnsortedServices;

impl Rule for UnsortedServices {
    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        for file in app.files() {
            let spans: Vec<Span> = file.services.iter().map(|service| service.span).collect();
            let names: Vec<Place> =
                file.services.iter().map(|service| alphabet(&service.name.value)).collect();
            let Some(at) = first_unsorted(&names) else { continue };
            let (Some(service), Some(other)) = (file.services.get(at), file.services.get(at - 1)) else {
                continue;
            };
            let message = format!("service `{}` comes after `{}`", service.name.value, other.name.value);
            let finding = cx.report(service.name.span, message);
            finding.here("not in alphabetical order");
            finding
                .label(other.name.span, format!("this should come after `{}`", service.name.value))
                .help("sort by name");
            finding.fixes.extend(sort("services", file, &spans, &names));
        }
    }
}

/// What decides where a name stands in the alphabet: its letters first, and where they are the same, that small ones come
/// before capital ones.
pub(crate) type Place = (Vec<(u8, char)>, Vec<bool>);

/// As people sort, and as Unicode does: signs before digits before letters, whatever their case.
pub(crate) fn alphabet(name: &str) -> Place {
    let weight = |letter: char| {
        let kind = match letter {
            '_' => 0,
            '-' => 1,
            '.' => 2,
            '0'..='9' => 4,
            _ if letter.is_alphabetic() => 5,
            _ => 3,
        };
        (kind, letter.to_ascii_lowercase())
    };
    (name.chars().map(weight).collect(), name.chars().map(|letter| letter.is_ascii_uppercase()).collect())
}

/// The first of some keys that is less than the one before it.
pub(crate) fn first_unsorted<K: PartialOrd>(keys: &[K]) -> Option<usize> {
    keys.windows(2).position(|pair| matches!(pair, [one, next] if next < one)).map(|at| at + 1)
}

/// Puts the elements that are written at `spans` into the order of their keys.
pub(crate) fn sort<K: Ord>(what: &str, file: &compose::Compose, spans: &[Span], keys: &[K]) -> Option<Fix> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|&at| keys.get(at));
    let (span, text) = compose::edit::reorder(file.source, spans, &order)?;
    Some(Fix::safe(format!("sort the {what}")).replace(span, text))
}
