//! Puts values that are known into a tree, before files are merged.

use std::borrow::Cow;

use super::{Expansion, Piece, Template, Variable, expand, has_variable};
use plimsoll_diagnostics::Span;

use crate::yaml::{Mapping, Node, Scalar, Shared, Written, Yaml};

/// The value of a variable, and where it is set.
pub type VariableValue = (String, Option<Span>);

/// Puts the values of variables that are known into every value of a tree, as Compose does before it merges files.
///
/// Keys stay as they are, and so do variables that `lookup` does not know. A value keeps the place where it is written,
/// remembers [what stood there](Scalar::template), and stays a string: Compose casts it where a number or a truth value
/// is asked for.
pub fn fill(tree: &mut Yaml<'_>, lookup: &impl Fn(&str) -> Option<VariableValue>) {
    if let Some(node) = rewrite(&tree.node, &mut |scalar| filled_scalar(scalar, lookup)) {
        tree.node = node;
    }
}

/// The node with other scalars in it, when there are any: what stays as it is, trees go on sharing.
pub(super) fn rewrite<'s>(
    node: &Node<'s>,
    change: &mut impl FnMut(&Scalar<'s>) -> Option<Scalar<'s>>,
) -> Option<Node<'s>> {
    match node {
        Node::Scalar(scalar) => change(scalar).map(Node::Scalar),
        Node::Sequence(items) => {
            let new = items.iter().map(|item| rewrite(&item.node, change));
            changed(items, new, |item| item).map(Node::Sequence)
        }
        Node::Mapping(mapping) => {
            let new = mapping.entries.iter().map(|entry| rewrite(&entry.value.node, change));
            let entries = changed(&mapping.entries, new, |entry| &mut entry.value)?;
            Some(Node::Mapping(Mapping { entries }))
        }
        Node::Alias(_) => None,
    }
}

/// The list with these nodes in it, when there are any.
fn changed<'s, T: Clone>(
    list: &Shared<T>,
    new: impl Iterator<Item = Option<Node<'s>>>,
    value: impl Fn(&mut T) -> &mut Yaml<'s>,
) -> Option<Shared<T>> {
    let mut changed: Option<Shared<T>> = None;
    for (at, node) in new.enumerate() {
        let Some(node) = node else { continue };
        if let Some(item) = changed.get_or_insert_with(|| list.clone()).make_mut().get_mut(at) {
            value(item).node = node;
        }
    }
    changed
}

fn filled_scalar<'s>(
    scalar: &Scalar<'s>,
    lookup: &impl Fn(&str) -> Option<VariableValue>,
) -> Option<Scalar<'s>> {
    if !has_variable(&scalar.value) {
        return None;
    }
    let template = Template::parse(&scalar.value);
    if template.error.is_some() {
        return None;
    }
    let mut value = String::new();
    let (mut is_changed, mut set_at) = (false, None);
    for piece in &template.pieces {
        match piece {
            Piece::Literal(text) => value.push_str(text),
            Piece::Escape => value.push_str("$$"),
            Piece::Variable(variable) => {
                if let Some(known) = known(piece, variable, lookup) {
                    is_changed = true;
                    set_at = set_at.or_else(|| lookup(variable.name).and_then(|(_, place)| place));
                    value.push_str(&known.replace('$', "$$"));
                } else {
                    value.push_str(scalar.value.get(variable.range.clone()).unwrap_or_default());
                }
            }
        }
    }
    is_changed.then(|| Scalar {
        value: Cow::Owned(value),
        template: Some(Box::new(Written { text: scalar.value.clone(), set_at })),
        ..scalar.clone()
    })
}

/// What a variable that `lookup` knows stands for, if nothing else is needed to tell.
fn known(
    piece: &Piece<'_>,
    variable: &Variable<'_>,
    lookup: &impl Fn(&str) -> Option<VariableValue>,
) -> Option<String> {
    lookup(variable.name)?;
    let mut expansion = Expansion::default();
    let value = |name: &str| lookup(name).map(|(value, _)| value);
    expand(std::slice::from_ref(piece), &value, &mut expansion);
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
        let lookup = |name: &str| {
            let (_, value) = values.iter().find(|(own, _)| *own == name)?;
            Some(((*value).to_owned(), None))
        };
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
