//! Every expression below another, without recursion: a module may nest as deep as it likes. And what kinds there are.

use regorus::unstable::{Expr, Literal, Query, Rule, RuleHead};

/// A piece of a module.
#[derive(Clone, Copy)]
pub(crate) enum Piece<'m> {
    Expr(&'m Expr),
    Query(&'m Query),
    Literal(&'m Literal),
}

/// Shows every piece below `start` to `see`, with how deep it lies.
pub(crate) fn visit<'m>(start: impl IntoIterator<Item = Piece<'m>>, mut see: impl FnMut(Piece<'m>, usize)) {
    let mut open: Vec<(Piece<'m>, usize)> = start.into_iter().map(|piece| (piece, 1)).collect();
    while let Some((piece, depth)) = open.pop() {
        see(piece, depth);
        let mut below = |piece| open.push((piece, depth + 1));
        match piece {
            Piece::Expr(expr) => children(expr, &mut below),
            Piece::Query(query) => {
                for statement in &query.stmts {
                    below(Piece::Literal(&statement.literal));
                    for with in &statement.with_mods {
                        below(Piece::Expr(&with.r#as));
                    }
                }
            }
            Piece::Literal(literal) => match literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { key, value, collection, .. } => {
                    if let Some(key) = key {
                        below(Piece::Expr(key));
                    }
                    below(Piece::Expr(value));
                    below(Piece::Expr(collection));
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => below(Piece::Expr(expr)),
                Literal::Every { domain, query, .. } => {
                    below(Piece::Expr(domain));
                    below(Piece::Query(query));
                }
            },
        }
    }
}

/// What a rule consists of: its head, and its bodies.
pub(crate) fn pieces(rule: &Rule) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut add = |expr| pieces.push(Piece::Expr(expr));
    match rule {
        Rule::Default { value, args, .. } => {
            for arg in args {
                add(arg);
            }
            add(value);
        }
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    indices(refr, &mut add);
                    if let Some(assign) = assign {
                        add(&assign.value);
                    }
                }
                RuleHead::Set { refr, key, .. } => {
                    indices(refr, &mut add);
                    if let Some(key) = key {
                        add(key);
                    }
                }
                RuleHead::Func { args, assign, .. } => {
                    for arg in args {
                        add(arg);
                    }
                    if let Some(assign) = assign {
                        add(&assign.value);
                    }
                }
            }
            for body in bodies {
                if let Some(assign) = &body.assign {
                    add(&assign.value);
                }
            }
            pieces.extend(bodies.iter().map(|body| Piece::Query(&body.query)));
        }
    }
    pieces
}

/// The expressions in the brackets of a head: `msg` of `deny[msg]`. Its names are no references.
fn indices<'m>(head: &'m Expr, add: &mut impl FnMut(&'m Expr)) {
    let mut head = head;
    loop {
        match head {
            Expr::RefBrack { refr, index, .. } => {
                add(index);
                head = refr;
            }
            Expr::RefDot { refr, .. } => head = refr,
            _ => return,
        }
    }
}

fn children<'m>(expr: &'m Expr, below: &mut impl FnMut(Piece<'m>)) {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => {
            for item in items {
                below(Piece::Expr(item));
            }
        }
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                below(Piece::Expr(key));
                below(Piece::Expr(value));
            }
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            below(Piece::Expr(term));
            below(Piece::Query(query));
        }
        Expr::ObjectCompr { key, value, query, .. } => {
            below(Piece::Expr(key));
            below(Piece::Expr(value));
            below(Piece::Query(query));
        }
        Expr::Call { params, .. } => params.iter().for_each(|one| below(Piece::Expr(one))),
        Expr::UnaryExpr { expr, .. } => below(Piece::Expr(expr)),
        Expr::RefDot { refr, .. } => below(Piece::Expr(refr)),
        Expr::RefBrack { refr, index, .. } => {
            below(Piece::Expr(refr));
            below(Piece::Expr(index));
        }
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            below(Piece::Expr(lhs));
            below(Piece::Expr(rhs));
        }
        Expr::Membership { key, value, collection, .. } => {
            if let Some(key) = key {
                below(Piece::Expr(key));
            }
            below(Piece::Expr(value));
            below(Piece::Expr(collection));
        }
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
    }
}

/// Whether a reference begins with a list or an object that is written there.
pub(crate) fn is_part(mut expr: &Expr) -> bool {
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = expr {
        expr = refr;
        if is_list(expr) || is_comprehension(expr) {
            return true;
        }
    }
    false
}

fn is_comprehension(expr: &Expr) -> bool {
    matches!(expr, Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. })
}

/// Whether it is a list, a set or an object as it is written.
pub(crate) fn is_list(expr: &Expr) -> bool {
    matches!(expr, Expr::Array { .. } | Expr::Set { .. } | Expr::Object { .. })
}

/// Whether an expression is the same in every evaluation.
pub(crate) fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. } => true,
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().all(|item| is_constant(item)),
        Expr::Object { fields, .. } => {
            fields.iter().all(|(_, key, value)| is_constant(key) && is_constant(value))
        }
        Expr::UnaryExpr { expr, .. } => is_constant(expr),
        _ => false,
    }
}
