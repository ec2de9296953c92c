//! A repair of modules before they are evaluated: the engine refuses a bare `some x` behind a loop, as if `x` were declared
//! twice. Blanking it changes no meaning where nothing else has the name, and no place: the text keeps its length.

use std::collections::{BTreeSet, HashMap};

use regorus::unstable::{Expr, Literal, Module, Query, Rule, RuleHead};

use crate::names::path;
use crate::visit::{Piece, pieces, visit};

/// The text with every bare `some x` blanked that can be done without.
pub(crate) fn repaired(text: &str, module: &Module) -> String {
    let taken = taken(module);
    let mut bytes = text.as_bytes().to_vec();
    for rule in &module.policy {
        let Rule::Spec { head, bodies, .. } = &**rule else { continue };
        let own = match head {
            RuleHead::Func { args, .. } => variables(args.iter().map(|arg| Piece::Expr(arg))),
            _ => BTreeSet::new(),
        };
        let top: Vec<&Query> = bodies.iter().map(|body| &*body.query).collect();
        let declarations = declarations(rule);
        let is_top = |query: &Query| top.iter().any(|one| std::ptr::eq(*one, query));
        let inner = declarations.iter().filter(|(query, ..)| !is_top(query));
        let inner: BTreeSet<&String> = inner.flat_map(|(.., names)| names).collect();
        for (query, scope, start, end, names) in &declarations {
            let (is_top, start, end) = (is_top(query), *start, *end);
            // In a comprehension, the name may be that of another variable around it.
            let is_free = |name: &String| {
                let is_apart = || uses(pieces(rule), name) == uses([*scope], name);
                !taken.contains(name)
                    && !own.contains(name)
                    && if is_top { !inner.contains(name) } else { is_apart() }
            };
            // `some i; …`: what follows the semicolon must not begin with it. A body must not be left without a statement.
            let rest = text.get(end..).unwrap_or_default();
            let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let end = if rest.trim_start_matches([' ', '\t']).starts_with(';') { end + gap + 1 } else { end };
            if names.iter().all(is_free)
                && query.stmts.len() > 1
                && let Some(part) = bytes.get_mut(start..end)
            {
                part.iter_mut().filter(|byte| !matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The names that a comprehension declares again, and where: the engine takes them for the variables around it.
pub(crate) fn redeclared(rule: &Rule) -> Vec<(String, (u32, u32))> {
    let declarations = declarations(rule);
    let inner = || declarations.iter().filter(|(_, scope, ..)| matches!(scope, Piece::Expr(_)));
    let is_used_around = |name: &String| {
        let own = inner().filter(|(.., names)| names.contains(name));
        uses(pieces(rule), name) > own.map(|(_, scope, ..)| uses([*scope], name)).sum()
    };
    let found = inner().flat_map(|(_, _, start, end, names)| {
        let place = (*start as u32, *end as u32);
        names.iter().filter(|name| is_used_around(name)).map(move |name| (name.clone(), place))
    });
    found.collect()
}

/// The names of the rules and imports of a module.
fn taken(module: &Module) -> BTreeSet<String> {
    let rules = module.policy.iter().filter_map(|rule| path(head(rule)).into_iter().next());
    let imports = module.imports.iter().filter_map(|import| match &import.r#as {
        Some(name) => Some(name.text().to_owned()),
        None => path(&import.refr).pop(),
    });
    rules.chain(imports).collect()
}

/// What a rule is called.
pub(crate) fn head(rule: &Rule) -> &Expr {
    match rule {
        Rule::Default { refr, .. } => refr,
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => refr,
        },
    }
}

/// A query, what is local together with it, and a bare `some` in it: from where to where, and the names that it declares.
type Declaration<'m> = (&'m Query, Piece<'m>, usize, usize, Vec<String>);

fn declarations(rule: &Rule) -> Vec<Declaration<'_>> {
    let (mut found, mut scopes) = (Vec::new(), HashMap::new());
    visit(pieces(rule), |piece, _| {
        if let Piece::Expr(
            Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } | Expr::ObjectCompr { query, .. },
        ) = piece
        {
            scopes.insert(std::ptr::from_ref::<Query>(query), piece);
        }
        let Piece::Query(query) = piece else { return };
        let scope = scopes.get(&std::ptr::from_ref(query)).copied().unwrap_or(piece);
        for statement in &query.stmts {
            if let Literal::SomeVars { span, vars } = &statement.literal
                && let Some(last) = vars.last()
            {
                let names = vars.iter().map(|name| name.text().to_owned()).collect();
                found.push((query, scope, span.start as usize, last.end as usize, names));
            }
        }
    });
    found
}

fn variables<'m>(pieces: impl IntoIterator<Item = Piece<'m>>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    visit(pieces, |piece, _| {
        if let Piece::Expr(Expr::Var { span, .. }) = piece {
            names.insert(span.text().to_owned());
        }
    });
    names
}

/// How often a variable is used.
fn uses<'m>(pieces: impl IntoIterator<Item = Piece<'m>>, name: &str) -> usize {
    let mut count = 0;
    visit(pieces, |piece, _| {
        count += usize::from(matches!(piece, Piece::Expr(Expr::Var { span, .. }) if span.text() == name));
    });
    count
}

#[cfg(test)]
mod tests {
    use regorus::Engine;

    use super::repaired;

    fn repair(text: &str) -> String {
        let mut engine = Engine::new();
        engine.add_policy("a.rego".to_owned(), text.to_owned()).expect("it can be read");
        let module = engine.get_modules().first().cloned().expect("there is one");
        let repaired = repaired(text, &module);
        assert_eq!(repaired.len(), text.len());
        repaired
    }

    #[test]
    fn a_bare_some_goes_where_nothing_else_has_the_name() {
        let text = "package a\n\nx if {\n\tsome i, j\n\tinput[i].a[j]\n\tl := [k | some k; input[k]]\n}\n";
        let expected = text.replace("some i, j", "         ").replace("some k;", "       ");
        assert_eq!(repair(text), expected);
        // Another variable around it, a rule, an argument: the name is needed.
        for kept in [
            "package a\n\nx if {\n\tinput[i]\n\tl := [i | some i; input[i]]\n}\n",
            "package a\n\nx if {\n\tsome i\n\tinput[i]\n\tl := [i | some i; input[i]]\n}\n",
            "package a\n\nx if {\n\tsome y\n\tinput[y]\n}\n\ny := 1\n",
            "package a\n\nf(y) if {\n\tsome y\n\tinput[y]\n}\n",
            "package a\n\nx if {\n\tsome y in input\n\ty > 1\n}\n",
        ] {
            assert_eq!(repair(kept), kept);
        }
    }
}
