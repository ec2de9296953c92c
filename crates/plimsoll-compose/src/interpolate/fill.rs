//! Puts values that are known into a tree, before files are merged.

use std::borrow::Cow;

use super::{Expansion, Piece, Template, Variable, expand, has_variable};
use crate::yaml::{Node, Scalar, Yaml};

/// Puts the values of variables that are known into every value of a tree, as Compose does before it merges files.
///
/// Keys stay as they are, and so do variables that `lookup` does not know. A value keeps the place where it is written,
/// remembers [what stood there](Scalar::template), and stays a string: Compose casts it where a number or a truth value
/// is asked for.
pub fn fill(tree: &mut Yaml<'_>, lookup: &impl Fn(&str) -> Option<String>) {
    match &mut tree.node {
        Node::Scalar(scalar) => fill_scalar(scalar, lookup),
        Node::Sequence(items) => items.iter_mut().for_each(|item| fill(item, lookup)),
        Node::Mapping(mapping) => {
            mapping.entries.iter_mut().for_each(|entry| fill(&mut entry.value, lookup));
        }
        Node::Alias(_) => {}
    }
}

fn fill_scalar(scalar: &mut Scalar<'_>, lookup: &impl Fn(&str) -> Option<String>) {
    if !has_variable(&scalar.value) {
        return;
    }
    let template = Template::parse(&scalar.value);
    if template.error.is_some() {
        return;
    }
    let mut value = String::new();
    let mut is_changed = false;
    for piece in &template.pieces {
        match piece {
            Piece::Literal(text) => value.push_str(text),
            Piece::Escape => value.push_str("$$"),
            Piece::Variable(variable) => {
                if let Some(known) = known(piece, variable, lookup) {
                    is_changed = true;
                    value.push_str(&known.replace('$', "$$"));
                } else {
                    value.push_str(scalar.value.get(variable.range.clone()).unwrap_or_default());
                }
            }
        }
    }
    if is_changed {
        scalar.template = Some(std::mem::replace(&mut scalar.value, Cow::Owned(value)));
    }
}

/// What a variable that `lookup` knows stands for, if nothing else is needed to tell.
fn known(
    piece: &Piece<'_>,
    variable: &Variable<'_>,
    lookup: &impl Fn(&str) -> Option<String>,
) -> Option<String> {
    lookup(variable.name)?;
    let mut expansion = Expansion::default();
    expand(std::slice::from_ref(piece), lookup, &mut expansion);
    (expansion.unset.is_empty() && expansion.missing.is_empty()).then_some(expansion.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_filled_and_keeps_its_places() {
        let text = "a: [\"$SET:80\", '${NONE:?}', $$, \"${\", '$SET$$${NONE:-d}', '${EMPTY:-d}', '$DOLLAR']\n$SET: 1\n";
        let source = plimsoll_diagnostics::Text::new(text, plimsoll_diagnostics::FileId::FIRST, 0);
        let mut tree = crate::yaml::read(source).documents.remove(0);
        let values = [("SET", "8080"), ("EMPTY", ""), ("DOLLAR", "a$b")];
        let lookup =
            |name: &str| values.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        fill(&mut tree, &lookup);
        let items = tree.get("a").and_then(Yaml::as_sequence).unwrap_or_default();
        let values: Vec<_> = items.iter().filter_map(Yaml::as_scalar).map(|scalar| &*scalar.value).collect();
        assert_eq!(values, ["8080:80", "${NONE:?}", "$$", "${", "8080$$${NONE:-d}", "d", "a$$b"]);
        let port = items.first().and_then(Yaml::as_scalar).unwrap();
        assert_eq!((port.place(0..4).range(), port.place(5..7).range()), (5..9, 10..12));
        assert_eq!(port.template(), "$SET:80");
        assert!(port.is_interpolated() && port.literal().is_none());
        assert!(tree.get("$SET").is_some());
    }
}
