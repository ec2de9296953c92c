//! Modules with guards around what makes values of others.
//!
//! The engine shares a value that a list contains twice, but compares, sorts and prints the list as if it were there twice.
//! Forty steps that double a list make a value that nobody can compare. So each value gets a call around it that refuses
//! one that is too large. Calls are put into the text; lines stay the same, and columns are mapped back.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{
    ArithOp, AssignOp, BUILTINS, BinOp, Expr, Literal, Module, Query, Rule, RuleHead, WithModifier,
};

use crate::calls::{locals, package};
use crate::names::path;
use crate::nesting::opening_braces;
use crate::policy_names::Names;
use crate::visit::{is_constant, is_list, is_part};

/// The function around a value: returns it, unless it is too large.
pub(crate) const VALUE: &str = "plimsoll__value";

/// The function around a value that is added to others: returns it, unless these have become too large together.
pub(crate) const ADDED: &str = "plimsoll__added";

/// The function that is given the variables of a unification: returns true, unless they are too large.
pub(crate) const BOUND: &str = "plimsoll__bound";

/// A module with guards.
pub(crate) struct Guarded {
    pub(crate) text: String,
    /// What was inserted, and where in the original text, in order.
    inserted: Vec<(usize, String)>,
}

impl Guarded {
    /// The text of a module with guards.
    pub(crate) fn new(text: &str, module: &Module, names: &Names) -> Guarded {
        let imports = module.imports.iter().filter_map(|import| {
            let whole = path(&import.refr);
            let name = import.r#as.as_ref().map(|name| name.text().to_owned());
            Some((name.or_else(|| whole.last().cloned())?, whole))
        });
        let mut guards = Guards {
            names,
            package: package(module),
            imports: imports.collect(),
            locals: BTreeSet::new(),
            braces: opening_braces(text),
            inserted: Vec::new(),
        };
        for rule in &module.policy {
            guards.rule(rule);
        }
        let mut inserted = guards.inserted;
        // What stands at the same place is in the right order already.
        inserted.sort_by_cached_key(|(at, _)| *at);
        let (mut guarded, mut done) = (String::with_capacity(text.len() + 32 * inserted.len()), 0);
        for (at, what) in &inserted {
            guarded.push_str(text.get(done..*at).unwrap_or_default());
            guarded.push_str(what);
            done = *at;
        }
        guarded.push_str(text.get(done..).unwrap_or_default());
        Guarded { text: guarded, inserted }
    }

    /// The column that a column of a line in the text with guards has in the original. Both begin with 1.
    pub(crate) fn column(&self, line: usize, column: usize) -> usize {
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let at = before + column.saturating_sub(1);
        let (mut shift, mut shift_before) = (0, 0);
        for (place, what) in &self.inserted {
            let start = place + shift;
            if start >= at {
                break;
            }
            shift += what.len().min(at - start);
            if start < before {
                shift_before += what.len();
            }
        }
        column.saturating_sub(shift - shift_before).max(1)
    }
}

/// The guards of a module.
struct Guards<'m> {
    names: &'m Names,
    package: String,
    imports: BTreeMap<String, Vec<String>>,
    /// The variables of the current rule.
    locals: BTreeSet<String>,
    /// Where the opening braces are.
    braces: Vec<usize>,
    inserted: Vec<(usize, String)>,
}

impl Guards<'_> {
    fn rule(&mut self, rule: &Rule) {
        let Rule::Spec { head, bodies, .. } = rule else { return };
        self.locals = locals(rule);
        match head {
            RuleHead::Set { key, .. } => key.iter().for_each(|key| self.added(key)),
            RuleHead::Compr { refr, assign, .. } => {
                self.keys(refr);
                if let Some(assign) = assign {
                    if matches!(&**refr, Expr::Var { .. }) {
                        self.value(&assign.value);
                    } else {
                        self.added(&assign.value);
                    }
                }
            }
            RuleHead::Func { assign, .. } => assign.iter().for_each(|assign| self.value(&assign.value)),
        }
        for body in bodies {
            body.assign.iter().for_each(|assign| self.value(&assign.value));
            self.query(&body.query);
        }
    }

    /// The keys under which a rule adds its values: they are compared with each other.
    fn keys(&mut self, mut refr: &Expr) {
        while let Expr::RefDot { refr: inner, .. } | Expr::RefBrack { refr: inner, .. } = refr {
            if let Expr::RefBrack { index, .. } = refr
                && is_list(index)
            {
                self.added(index);
            }
            refr = inner;
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            let mut variables = Vec::new();
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { collection, .. } => self.value(collection),
                Literal::Expr { expr, .. } => variables = self.unified(expr),
                Literal::NotExpr { expr, .. } => drop(self.unified(expr)),
                Literal::Every { domain, query, .. } => {
                    self.value(domain);
                    self.query(query);
                }
            }
            for with in &statement.with_mods {
                if self.replaces_document(with) && !is_constant(&with.r#as) {
                    self.guard(VALUE, &with.r#as);
                } else {
                    self.value(&with.r#as);
                }
            }
            // A query of one statement may have no brackets, and its variables are used in no other.
            if !variables.is_empty() && query.stmts.len() > 1 {
                let call = format!("; {BOUND}([{}])", variables.join(", "));
                self.inserted.push((statement.span.end as usize, call));
            }
        }
    }

    /// Whether a modifier replaces a part of `input` or `data`, and not a function by another.
    fn replaces_document(&self, with: &WithModifier) -> bool {
        let is_value = || {
            let names = path(&with.r#as);
            let is_rule = |name: String| !self.names.functions.contains_key(&name);
            names.first().is_some_and(|first| first == "input" || self.locals.contains(first))
                || self.resolve(&names).is_some_and(is_rule)
        };
        match path(&with.refr).first().map(|name| &**name) {
            Some("input") => true,
            Some("data") => is_value(),
            _ => false,
        }
    }

    /// A statement. Returns the variables that get the parts of a list, or a list of them.
    fn unified(&mut self, expr: &Expr) -> Vec<String> {
        let Expr::AssignExpr { op: AssignOp::Eq, lhs, rhs, .. } = expr else {
            self.value(expr);
            return Vec::new();
        };
        let mut variables = BTreeSet::new();
        let mut is_pattern = false;
        for side in [lhs, rhs] {
            if is_list(side) {
                is_pattern |= !is_constant(side);
            } else {
                self.value(side);
            }
            self.pattern(side, &mut variables);
        }
        if is_pattern { variables.into_iter().collect() } else { Vec::new() }
    }

    /// The variables of a pattern. What it calls gets guards.
    fn pattern(&mut self, expr: &Expr, variables: &mut BTreeSet<String>) {
        match expr {
            Expr::Var { span, .. } if span.text() != "_" => {
                variables.insert(span.text().to_owned());
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                for item in items {
                    self.part(item, variables);
                }
            }
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.part(key, variables);
                    self.part(value, variables);
                }
            }
            _ => {}
        }
    }

    fn part(&mut self, expr: &Expr, variables: &mut BTreeSet<String>) {
        if !is_list(expr) {
            self.value(expr);
        }
        self.pattern(expr, variables);
    }

    /// An expression that is used once.
    fn value(&mut self, expr: &Expr) {
        self.expression(expr, false);
    }

    /// An expression that is added to a set or an object.
    fn added(&mut self, expr: &Expr) {
        if !is_constant(expr) {
            self.guard(ADDED, expr);
        }
    }

    fn guard(&mut self, function: &str, expr: &Expr) {
        self.inserted.push((self.start(expr), format!("{function}(")));
        self.expression(expr, true);
        self.inserted.push((expr.span().end as usize, ")".to_owned()));
    }

    /// Where an expression starts. For the engine, an object of several fields starts with the last of them.
    fn start(&self, expr: &Expr) -> usize {
        let Expr::Object { fields, span, .. } = expr else { return expr.span().start as usize };
        let Some((_, first, _)) = fields.first() else { return span.start as usize };
        let first = self.start(first);
        let before = self.braces.partition_point(|brace| *brace < first).checked_sub(1);
        before.and_then(|before| self.braces.get(before)).map_or(span.start as usize, |brace| *brace)
    }

    /// Puts a guard around an expression that makes a value, or around its parts. What `is_inside` a guard needs no other.
    fn expression(&mut self, expr: &Expr, is_inside: bool) {
        if !is_inside && self.makes(expr) {
            return self.guard(VALUE, expr);
        }
        match expr {
            Expr::Array { items, .. } => {
                for item in items {
                    self.expression(item, is_inside);
                }
            }
            // Its parts are compared before it is whole.
            Expr::Set { items, .. } => items.iter().for_each(|item| self.value(item)),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.value(key);
                    self.expression(value, is_inside);
                }
            }
            Expr::ArrayCompr { term, query, .. } => {
                self.expression(term, is_inside);
                self.query(query);
            }
            Expr::SetCompr { term, query, .. } => {
                self.value(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.value(key);
                self.expression(value, is_inside);
                self.query(query);
            }
            Expr::Call { fcn, params, .. } => {
                let is_print = path(fcn) == ["print"];
                let arguments = self.arguments(fcn).unwrap_or(params.len());
                for (number, param) in params.iter().enumerate() {
                    match param {
                        _ if is_print => self.added(param),
                        // It gets the result.
                        param if number >= arguments && is_list(param) => {}
                        param => self.value(param),
                    }
                }
            }
            Expr::UnaryExpr { expr, .. } => self.value(expr),
            Expr::RefDot { refr, .. } => self.expression(refr, true),
            Expr::RefBrack { refr, index, .. } => {
                self.expression(refr, true);
                if !is_list(index) {
                    self.value(index);
                }
            }
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. } => {
                self.value(lhs);
                self.value(rhs);
            }
            Expr::AssignExpr { op: AssignOp::ColEq, rhs, .. } => self.value(rhs),
            Expr::Membership { key, value, collection, .. } => {
                if let Some(key) = key {
                    self.value(key);
                }
                self.value(value);
                self.value(collection);
            }
            _ => {}
        }
    }

    /// How many arguments a function has.
    fn arguments(&self, function: &Expr) -> Option<usize> {
        let names = path(function);
        let own = || self.names.functions.get(&self.resolve(&names)?).copied();
        own().or_else(|| BUILTINS.get(&*names.join(".")).map(|(_, count)| usize::from(*count)))
    }

    /// Whether an expression makes a value of others.
    fn makes(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Array { .. } | Expr::Set { .. } | Expr::Object { .. } => !is_constant(expr),
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. } => true,
            Expr::BinExpr { op, .. } => *op == BinOp::Union,
            Expr::ArithExpr { op, .. } => *op == ArithOp::Mul,
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                is_part(expr) || self.is_package(expr)
            }
            _ => false,
        }
    }

    /// Whether a reference leads to all rules of a package, or of several.
    fn is_package(&self, expr: &Expr) -> bool {
        let Some(whole) = self.resolve(&path(expr)) else { return false };
        let below = format!("{whole}.");
        whole.is_empty()
            || self.names.packages.contains(&whole)
            || self.names.packages.range(below.clone()..).next().is_some_and(|name| name.starts_with(&below))
    }

    /// The full name behind a reference, without `data`; `None` if it leads to no rule or package.
    fn resolve(&self, names: &[String]) -> Option<String> {
        let (first, rest) = names.split_first()?;
        if self.locals.contains(first) {
            return None;
        }
        if first == "data" {
            return Some(rest.join("."));
        }
        if let Some(whole) = self.imports.get(first) {
            let whole = whole.strip_prefix(&["data".to_owned()])?;
            return Some([whole, rest].concat().join("."));
        }
        let own = format!("{}.{}", self.package, names.join("."));
        self.names.rules.contains(&own).then_some(own)
    }
}

#[cfg(test)]
mod tests {
    use regorus::Engine;

    use super::Guarded;
    use crate::policy_names::Names;

    #[test]
    fn columns_are_those_of_the_original() {
        let text = "package a\n\nx := [{\"a\": 1, \"b\": input}] if input == 1\n";
        let mut engine = Engine::new();
        engine.add_policy("a.rego".to_owned(), text.to_owned()).expect("it can be read");
        let module = engine.get_modules().first().cloned().expect("there is one");
        let guarded = Guarded::new(text, &module, &Names::new([&*module].into_iter()));
        assert_eq!(guarded.text, text.replace("[{", "plimsoll__value([{").replace("}]", "}])"));
        assert_eq!([6, 22, 46, 55].map(|column| guarded.column(3, column)), [6, 6, 29, 38]);
    }
}
