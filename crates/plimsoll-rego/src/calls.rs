//! What can be known of modules before they are evaluated: calls of functions that do not exist, imports that lead to
//! nothing, rules that need themselves, and chains of rules that are longer than the stack.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use regorus::unstable::{BUILTINS, Expr, Literal, Module, Rule, RuleHead, Span};

use crate::host;
use crate::names::path;
use crate::patterns;
use crate::repair::{head, redeclared};
use crate::visit::{Piece, pieces, visit};

/// How many statements may be open at once, over rules that need each other.
const MOST_OPEN: usize = 2_000;

/// What is wrong with a module.
pub(crate) struct Mistake {
    /// Which module.
    pub(crate) module: usize,
    /// Where in it.
    pub(crate) range: (u32, u32),
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
    /// Whether the module can be evaluated all the same.
    pub(crate) is_note: bool,
}

/// A rule, all of its definitions together.
#[derive(Default)]
struct Node {
    /// How many statements the longest of its definitions may have open.
    weight: usize,
    /// The rules that it certainly needs: where, and which.
    needs: BTreeMap<usize, (usize, (u32, u32))>,
    /// Those that it perhaps needs: the name may be that of a variable.
    perhaps: BTreeSet<usize>,
}

/// Looks at all modules of a policy together. `data` are the top keys of its data.
pub(crate) fn mistakes(modules: &[&Module], data: &BTreeSet<String>) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let packages: Vec<String> = modules.iter().map(|module| package(module)).collect();
    for (module, package) in modules.iter().zip(&packages) {
        for rule in &module.policy {
            let count = names.len();
            names.entry(format!("{package}.{}", path(head(rule)).join("."))).or_insert(count);
        }
    }
    let mut nodes: Vec<Node> = (0..names.len()).map(|_| Node::default()).collect();
    for (number, (module, package)) in modules.iter().zip(&packages).enumerate() {
        let scope = Scope::new(module, package, &names);
        mistakes.extend(scope.unknown_imports(number, &packages, data));
        for rule in &module.policy {
            let name = format!("{package}.{}", path(head(rule)).join("."));
            let Some(node) = names.get(&name).and_then(|at| nodes.get_mut(*at)) else { continue };
            scope.read(rule, number, node, &mut mistakes);
        }
    }
    let by_number: HashMap<usize, &str> = names.iter().map(|(name, at)| (*at, &**name)).collect();
    let certain: Vec<Vec<usize>> = nodes.iter().map(|node| node.needs.keys().copied().collect()).collect();
    for (part, is_circle) in parts(&certain) {
        if !is_circle {
            continue;
        }
        let place = part.iter().find_map(|at| {
            let needs = &nodes.get(*at)?.needs;
            needs.iter().find(|(to, _)| part.contains(to)).map(|(_, place)| (*at, *place))
        });
        let Some((at, (module, range))) = place else { continue };
        let name = by_number.get(&at).copied().unwrap_or_default();
        mistakes.push(Mistake {
            module,
            range,
            message: format!("rule `{name}` is recursive"),
            help: "remove the recursion: Rego does not allow it".to_owned(),
            is_note: false,
        });
    }
    if mistakes.iter().all(|mistake| mistake.is_note)
        && let Some(name) = too_long(&nodes).and_then(|at| by_number.get(&at))
    {
        mistakes.push(Mistake {
            module: 0,
            range: (0, 0),
            message: format!("rule `{name}` depends on too many other rules"),
            help: format!("split the policy: at most {MOST_OPEN} statements can depend on each other"),
            is_note: false,
        });
    }
    mistakes
}

/// The name of the package of a module.
pub(crate) fn package(module: &Module) -> String {
    path(&module.package.refr).join(".")
}

/// What names mean in a module.
struct Scope<'m> {
    module: &'m Module,
    package: &'m str,
    names: &'m BTreeMap<String, usize>,
    imports: HashMap<String, Vec<String>>,
}

impl<'m> Scope<'m> {
    fn new(module: &'m Module, package: &'m str, names: &'m BTreeMap<String, usize>) -> Scope<'m> {
        let import = |import: &'m regorus::unstable::Import| {
            let whole = path(&import.refr);
            let name = import.r#as.as_ref().map(|name| name.text().to_owned());
            Some((name.or_else(|| whole.last().cloned())?, whole))
        };
        Scope { module, package, names, imports: module.imports.iter().filter_map(import).collect() }
    }

    /// Imports of data that nothing provides: what needs them would say nothing, and pass.
    fn unknown_imports(&self, number: usize, packages: &[String], data: &BTreeSet<String>) -> Vec<Mistake> {
        let is_known = |whole: &[String]| {
            let name = whole.join(".");
            let first = whole.first().map_or("", |first| first);
            let is_below = |longer: &str, shorter: &str| {
                longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            data.contains(first) || packages.iter().any(|one| is_below(one, &name) || is_below(&name, one))
        };
        let unknown = self.module.imports.iter().filter_map(|import| {
            let whole = path(&import.refr);
            let rest = whole.strip_prefix(&["data".to_owned()])?;
            (!rest.is_empty() && !is_known(rest)).then(|| Mistake {
                module: number,
                range: range(&import.span),
                message: format!("`{}` is not defined", whole.join(".")),
                help: "list its files under `rego`, or its data under `data`".to_owned(),
                // A package of functions has a longer name. One word is data that may be missing.
                is_note: rest.len() == 1,
            })
        });
        unknown.collect()
    }

    /// The full name behind a reference, without `data`.
    fn resolve(&self, names: &[String]) -> Option<String> {
        let (first, rest) = names.split_first()?;
        if first == "data" {
            return Some(rest.join("."));
        }
        if let Some(whole) = self.imports.get(first) {
            let whole = whole.strip_prefix(&["data".to_owned()])?;
            return Some([whole, rest].concat().join("."));
        }
        Some(format!("{}.{}", self.package, names.join(".")))
    }

    /// The rules that a reference needs: one, or all below a package.
    fn targets(&self, names: &[String]) -> Vec<usize> {
        let Some(whole) = self.resolve(names) else { return Vec::new() };
        let mut shorter = &*whole;
        loop {
            if let Some(found) = self.names.get(shorter) {
                return vec![*found];
            }
            let Some((above, _)) = shorter.rsplit_once('.') else { break };
            shorter = above;
        }
        let below = format!("{whole}.");
        let found = self.names.range(below.clone()..).take_while(|(name, _)| name.starts_with(&below));
        found.map(|(_, at)| *at).collect()
    }

    fn read(&self, rule: &'m Rule, number: usize, node: &mut Node, mistakes: &mut Vec<Mistake>) {
        let locals = locals(rule);
        let (mut deepest, mut statements) = (0, 0);
        let add = |expr: &Expr, is_call: bool, node: &mut Node| {
            let names = path(expr);
            let is_local = !is_call && names.first().is_some_and(|name| locals.contains(name));
            for target in self.targets(&names) {
                if is_local {
                    node.perhaps.insert(target);
                } else {
                    node.needs.entry(target).or_insert((number, range(expr.span())));
                }
            }
        };
        visit(pieces(rule), |piece, depth| {
            deepest = deepest.max(depth);
            match piece {
                Piece::Literal(_) => statements += 1,
                Piece::Expr(Expr::Call { fcn, .. }) => {
                    if let Some(unknown) = self.unknown(fcn) {
                        mistakes.push(Mistake {
                            module: number,
                            range: range(fcn.span()),
                            message: format!("unknown function `{unknown}`"),
                            help: "define it, or call a built-in function that reads only its arguments"
                                .to_owned(),
                            is_note: false,
                        });
                    }
                    add(fcn, true, node);
                }
                Piece::Expr(expr @ (Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. })) => {
                    add(expr, false, node);
                }
                _ => {}
            }
        });
        for (range, pattern) in patterns::invalid(rule) {
            mistakes.push(Mistake {
                module: number,
                range,
                message: format!("`{pattern}` is not a valid regular expression"),
                help: "correct it: otherwise it matches nothing, and this rule reports nothing".to_owned(),
                is_note: false,
            });
        }
        for (name, range) in redeclared(rule) {
            mistakes.push(Mistake {
                module: number,
                range,
                message: format!("`{name}` is declared again inside a comprehension"),
                help: "use a different name: the engine would use the outer variable".to_owned(),
                is_note: false,
            });
        }
        node.weight = node.weight.max(deepest + statements);
    }

    /// The name of a function that neither the language nor the policy has.
    fn unknown(&self, function: &Expr) -> Option<String> {
        let names = path(function);
        let name = names.join(".");
        let is_built_in = BUILTINS.contains_key(&*name) || name == "print" || host::has(&name);
        if is_built_in || self.resolve(&names).is_some_and(|whole| self.names.contains_key(&whole)) {
            return None;
        }
        Some(name)
    }
}

/// The names that are variables somewhere in a rule.
pub(crate) fn locals(rule: &Rule) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Rule::Spec { head: RuleHead::Func { args, .. }, .. } = rule {
        visit(args.iter().map(|arg| Piece::Expr(arg)), |piece, _| add_variable(piece, &mut names));
    }
    visit(pieces(rule), |piece, _| match piece {
        Piece::Expr(Expr::AssignExpr { op: regorus::unstable::AssignOp::ColEq, lhs, .. }) => {
            visit([Piece::Expr(lhs)], |piece, _| add_variable(piece, &mut names));
        }
        Piece::Literal(Literal::SomeVars { vars, .. }) => {
            names.extend(vars.iter().map(|name| name.text().to_owned()));
        }
        Piece::Literal(Literal::SomeIn { key, value, .. }) => {
            let both = key.iter().map(|key| Piece::Expr(key)).chain([Piece::Expr(value)]);
            visit(both, |piece, _| add_variable(piece, &mut names));
        }
        Piece::Literal(Literal::Every { key, value, .. }) => {
            names.extend(key.iter().chain([value]).map(|name| name.text().to_owned()));
        }
        _ => {}
    });
    names
}

fn add_variable(piece: Piece<'_>, names: &mut BTreeSet<String>) {
    if let Piece::Expr(Expr::Var { span, .. }) = piece {
        names.insert(span.text().to_owned());
    }
}

fn range(span: &Span) -> (u32, u32) {
    (span.start, span.end)
}

/// The strongly connected parts of a graph, those that others need first, and whether each is a circle.
fn parts(graph: &[Vec<usize>]) -> Vec<(Vec<usize>, bool)> {
    let mut state = vec![(0_usize, 0_usize, false); graph.len()];
    let (mut next, mut stack, mut found) = (1, Vec::new(), Vec::new());
    for start in 0..graph.len() {
        let mut open = vec![(start, 0_usize)];
        while let Some((at, edge)) = open.pop() {
            let (Some(own), Some(edges)) = (state.get(at).copied(), graph.get(at)) else { continue };
            if own.0 == 0 {
                if let Some(own) = state.get_mut(at) {
                    *own = (next, next, true);
                }
                next += 1;
                stack.push(at);
            } else if edge == 0 {
                continue;
            }
            if let Some(to) = edges.get(edge) {
                open.push((at, edge + 1));
                match state.get(*to).copied() {
                    Some((0, ..)) => open.push((*to, 0)),
                    Some((index, _, true)) => lower(&mut state, at, index),
                    _ => {}
                }
                continue;
            }
            let low = state.get(at).map_or(0, |own| own.1);
            if state.get(at).is_some_and(|own| own.0 == own.1) {
                let from = stack.iter().rposition(|one| *one == at).unwrap_or(0);
                let part = stack.split_off(from);
                for one in &part {
                    if let Some(one) = state.get_mut(*one) {
                        one.2 = false;
                    }
                }
                let is_circle = part.len() > 1 || edges.contains(&at);
                found.push((part, is_circle));
            }
            if let Some((above, _)) = open.last() {
                lower(&mut state, *above, low);
            }
        }
    }
    found
}

fn lower(state: &mut [(usize, usize, bool)], at: usize, to: usize) {
    if let Some(own) = state.get_mut(at) {
        own.1 = own.1.min(to);
    }
}

/// A rule that may have more open than the stack has room for.
fn too_long(nodes: &[Node]) -> Option<usize> {
    let edges = |node: &Node| node.needs.keys().copied().chain(node.perhaps.iter().copied()).collect();
    let graph: Vec<Vec<usize>> = nodes.iter().map(edges).collect();
    let mut total = vec![0_usize; nodes.len()];
    for (part, _) in parts(&graph) {
        let own: usize = part.iter().filter_map(|at| nodes.get(*at)).map(|node| node.weight).sum();
        let below = part.iter().filter_map(|at| graph.get(*at)).flatten();
        let below = below.filter(|to| !part.contains(to)).filter_map(|to| total.get(*to)).max();
        let whole = own + below.copied().unwrap_or(0);
        if whole > MOST_OPEN {
            return part.first().copied();
        }
        for at in part {
            if let Some(slot) = total.get_mut(at) {
                *slot = whole;
            }
        }
    }
    None
}
