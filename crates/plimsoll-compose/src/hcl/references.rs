//! The names that the expressions of a Bake file in HCL refer to, and those that it declares.
//!
//! Source: docker/buildx, `bake/hclparser/hclparser.go`: a name is a variable, an attribute at the top of a file, one of a
//! matrix, a parameter, one of a `for`, or one that Bake sets itself. Any other fails the whole file, unless `try` or `can`
//! expects that.

use std::collections::{BTreeSet, HashSet};

use hcl_edit::expr::{Expression, ForExpr, FuncCall};
use hcl_edit::structure::{Block, Body, Structure};
use hcl_edit::template::ForDirective;
use hcl_edit::visit::{self, Visit};
use hcl_edit::{Ident, Span as _};
use plimsoll_diagnostics::{Span, Text};

/// What Bake itself sets, and the types of blocks, through which attributes of other blocks are reached.
const GIVEN: [&str; 4] = ["BAKE_CMD_CONTEXT", "BAKE_LOCAL_PLATFORM", "target", "group"];

/// Stands for names that cannot be known.
const ANY: &str = "*";

/// The names in a file that is parsed without a problem.
#[derive(Debug, Default)]
pub struct References {
    /// Variables and attributes that every expression can refer to.
    pub declared: BTreeSet<String>,
    /// The names that expressions refer to and that no scope of their own declares, in order.
    pub used: Vec<(String, Span)>,
}

/// The names in a file, whose text is `source`.
pub(crate) fn references(source: Text<'_>, body: &Body) -> References {
    let mut finder = Finder { source, found: References::default(), scopes: Vec::new() };
    finder.visit_body(body);
    finder.found.declared.extend(declared(body));
    finder.found
}

/// What a file declares for all of its expressions.
fn declared(body: &Body) -> impl Iterator<Item = String> {
    body.iter().filter_map(|structure| match structure {
        Structure::Attribute(attribute) => Some(attribute.key.as_str().to_owned()),
        Structure::Block(block) if block.ident.as_str() == "variable" => {
            block.labels.first().map(|label| label.as_str().to_owned())
        }
        Structure::Block(_) => None,
    })
}

struct Finder<'s> {
    source: Text<'s>,
    found: References,
    /// The names that are declared around an expression.
    scopes: Vec<HashSet<String>>,
}

impl Finder<'_> {
    fn within(&mut self, names: HashSet<String>, visit: impl FnOnce(&mut Self)) {
        self.scopes.push(names);
        visit(self);
        self.scopes.pop();
    }
}

impl Visit for Finder<'_> {
    fn visit_expr(&mut self, node: &Expression) {
        let Expression::Variable(name) = node else { return visit::visit_expr(self, node) };
        let text = name.as_str();
        if GIVEN.contains(&text)
            || self.scopes.iter().any(|scope| scope.contains(text) || scope.contains(ANY))
        {
            return;
        }
        let place = name.span().unwrap_or_default();
        let span = self.source.slice(place.start, place.end).trim().span;
        self.found.used.push((text.to_owned(), span));
    }

    fn visit_block(&mut self, node: &Block) {
        let names = match node.ident.as_str() {
            "function" => parameters(&node.body),
            "target" => matrix(&node.body),
            _ => HashSet::new(),
        };
        // The lists of parameters, and the type of a variable, are names that refer to nothing.
        let is_expression = |key: &str| match node.ident.as_str() {
            "function" => key == "result",
            "variable" => key != "type",
            _ => true,
        };
        // A matrix cannot use its own names.
        let matrix = node.body.get_attribute("matrix").filter(|_| names.contains(ANY));
        if let Some(matrix) = matrix {
            self.visit_expr(&matrix.value);
        }
        self.within(names, |finder| {
            for structure in &node.body {
                match structure {
                    Structure::Attribute(attribute) if !is_expression(attribute.key.as_str()) => {}
                    structure => finder.visit_structure(structure),
                }
            }
        });
    }

    fn visit_func_call(&mut self, node: &FuncCall) {
        if !matches!(node.name.name.as_str(), "try" | "can") {
            visit::visit_func_call(self, node);
        }
    }

    fn visit_for_expr(&mut self, node: &ForExpr) {
        self.visit_expr(&node.intro.collection_expr);
        self.within(of_loop(node.intro.key_var.as_deref(), &node.intro.value_var), |finder| {
            node.key_expr.iter().for_each(|key| finder.visit_expr(key));
            finder.visit_expr(&node.value_expr);
            node.cond.iter().for_each(|condition| finder.visit_for_cond(condition));
        });
    }

    fn visit_for_directive(&mut self, node: &ForDirective) {
        let start = &node.for_expr;
        self.visit_expr(&start.collection_expr);
        self.within(of_loop(start.key_var.as_deref(), &start.value_var), |finder| {
            finder.visit_template(&start.template);
        });
    }
}

fn of_loop(key: Option<&Ident>, value: &Ident) -> HashSet<String> {
    key.into_iter().chain([value]).map(|name| name.as_str().to_owned()).collect()
}

/// The names of the parameters of a function.
fn parameters(body: &Body) -> HashSet<String> {
    let mut names = HashSet::new();
    let lists = ["params", "variadic_params"].into_iter().filter_map(|key| body.get_attribute(key));
    for list in lists {
        match &list.value {
            Expression::Array(items) => names.extend(items.iter().filter_map(name)),
            single => names.extend(name(single)),
        }
    }
    names
}

/// The names that a target with a matrix may use.
fn matrix(body: &Body) -> HashSet<String> {
    let matrix = body.get_attribute("matrix").map(|attribute| &attribute.value);
    match matrix {
        Some(Expression::Object(object)) => object.iter().filter_map(|(key, _)| key_name(key)).collect(),
        // Its names are those of the value of a variable or a function.
        Some(_) => HashSet::from([ANY.to_owned()]),
        None => HashSet::new(),
    }
}

fn key_name(key: &hcl_edit::expr::ObjectKey) -> Option<String> {
    use hcl_edit::expr::ObjectKey;
    match key {
        ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(Expression::String(name)) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(expression) => name(expression),
    }
}

fn name(expression: &Expression) -> Option<String> {
    expression.as_variable().map(|name| name.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::FileId;

    use super::*;

    #[test]
    fn names_are_those_that_bake_looks_up() {
        let unknown = |text: &str| {
            let body = hcl_edit::parser::parse_body(text).unwrap();
            let found = references(Text::new(text, FileId::FIRST, 0), &body);
            let used = found.used.into_iter().filter(|(name, _)| !found.declared.contains(name));
            used.map(|(name, span)| {
                assert_eq!(text.get(span.range()), Some(&*name));
                name
            })
            .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("variable \"V\" {}\ntarget \"a\" {\n  tags = [\"x:${V}\", W]\n}", &["W"][..]),
            ("V = \"1\"\ntarget \"a\" {\n  args = { A = V, B = \"${U}\" }\n}", &["U"]),
            (
                "function \"f\" {\n  params = [a]\n  variadic_params = more\n  result = join(a, more, z)\n}",
                &["z"],
            ),
            ("target \"a\" {\n  matrix = { tgt = [\"x\"] }\n  name = tgt\n  target = tgt\n}", &[]),
            ("target \"a\" {\n  matrix = M\n  name = tgt\n}\ntarget \"b\" { name = tgt }", &["M", "tgt"]),
            ("target \"a\" {\n  tags = [for k, v in all : \"${k}:${v}\"]\n}", &["all"]),
            ("target \"a\" {\n  tags = target.b.tags\n  context = BAKE_CMD_CONTEXT\n}", &[]),
            ("target \"a\" {\n  context = try(X, \".\")\n  target = X == \"\" ? \"a\" : \"b\"\n}", &["X"]),
            ("variable \"V\" {\n  type = string\n  default = D\n}", &["D"]),
            ("target \"a\" {\n  args = {\n    A = <<E\n${X}\nE\n  }\n}", &["X"]),
            ("target \"a\" {\n  tags = [\"$${X}\"]\n}", &[]),
        ] {
            assert_eq!(unknown(text), expected, "{text}");
        }
    }
}
