//! A module: read, repaired, and what it wants to see.

use std::collections::BTreeSet;

use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Span, nearest};
use plimsoll_linter::{RegoModule, rego_mistake};
use regorus::Engine;
use regorus::unstable::{Expr, Module, RuleHead};
use regorus::unstable::{Ref, Rule};

use crate::names::{EXCEPTION, kind, path, reporting};
use crate::nesting::{MOST_BRACKETS, too_deep, too_many};
use crate::repair::{head, repaired};
use crate::visit::{Piece, pieces, visit};
use crate::{calls, metadata};

/// How deep an expression may nest.
const MOST_NESTING: usize = 200;

/// How many imports a module may have: the engine compares each with those before it.
const MOST_IMPORTS: usize = 500;

/// The kinds of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shape {
    /// As conftest gives a file: the commands of a Dockerfile, or the YAML of a Compose file.
    Conftest,
    /// The files of a project in one list, each as conftest gives it: `conftest --combine`.
    Combined,
    /// As Trivy gives a Dockerfile: stages with commands.
    Trivy,
    /// A Compose file as YAML gives it.
    Yaml,
    /// A project with the values that count, and their places.
    Plimsoll,
}

/// A module that can be evaluated.
pub(crate) struct Read {
    pub(crate) file: FileId,
    pub(crate) path: String,
    /// Its text, repaired.
    pub(crate) text: String,
    /// Whether it sees the files of a project as one document.
    pub(crate) is_combined: bool,
    /// Whether it is written in the older form of the language.
    pub(crate) is_old: bool,
    /// Its tree, which belongs to an engine that has read this module alone.
    pub(crate) tree: Ref<Module>,
}

/// A rule that findings come from.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) package: String,
    pub(crate) name: String,
    /// Where it is defined for the first time.
    pub(crate) place: Span,
    pub(crate) about: metadata::Metadata,
}

impl Source {
    /// Its name with that of its package.
    pub(crate) fn full_name(&self) -> String {
        format!("{}.{}", self.package, self.name)
    }
}

/// Whether a package is for another program, and for which. Docker's and Kubernetes's own programs ask such policies about
/// requests, which no file shows.
pub(crate) fn other_program(package: &str) -> Option<&'static str> {
    match package {
        "docker.authz" => Some("Docker's authorization plugin"),
        _ if package.starts_with("kubernetes.") || package.starts_with("k8s") => Some("Kubernetes"),
        _ => None,
    }
}

/// The name behind the first `package` of a text, without reading the rest.
pub(crate) fn package_line(text: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        if let Some(rest) = content.strip_prefix("package").filter(|rest| rest.starts_with([' ', '\t'])) {
            let name = rest.split('#').next().unwrap_or_default().trim();
            return Some((at + (line.len() - content.len()), name));
        }
        if !content.is_empty() && !content.starts_with('#') {
            return None;
        }
        at += line.len();
    }
    None
}

impl Read {
    /// Reads a module. The older form of the language is tried when the present one does not fit.
    pub(crate) fn new(module: &RegoModule, sources: &Sources) -> Result<Read, Box<Diagnostic>> {
        let source = sources.file(module.file);
        let (path, text) = (&source.path, &source.text);
        if let Some(at) = too_deep(text) {
            let message = "brackets are nested too deeply, so this module is not checked";
            let mut mistake = rego_mistake(Span::new(module.file, at, at + 1), message);
            mistake.help("give the inner values names, or move them to a data file");
            return Err(Box::new(mistake));
        }
        if let Some(at) = too_many(text) {
            let message =
                format!("more than {MOST_BRACKETS} lists and objects, so this module is not checked");
            let mut mistake = rego_mistake(Span::new(module.file, at, at + 1), message);
            mistake.help("move the values to a data file");
            return Err(Box::new(mistake));
        }
        let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        if code.map(|line| line.matches("import ").count()).sum::<usize>() > MOST_IMPORTS {
            let message = format!("the module has more than {MOST_IMPORTS} imports, so it is not checked");
            let mut mistake = rego_mistake(Span::at(module.file, 0), message);
            mistake.help("split the module into several modules");
            return Err(Box::new(mistake));
        }
        let first = match parse(path, text, false) {
            Ok(tree) => Ok((tree, false)),
            Err(why) => parse(path, text, true).map(|tree| (tree, true)).map_err(|_| why),
        };
        let (tree, is_old) = first.map_err(|why| {
            let (place, message) = located(&why, module.file, text);
            let mut mistake =
                rego_mistake(place, format!("not valid Rego, so this module is not checked: {message}"));
            mistake.help("run `opa check` to find out more");
            Box::new(mistake)
        })?;
        // An expression that nests deeper than the stack is high must not even be dropped.
        let too_deep = tree.policy.iter().find(|rule| {
            let mut deepest = 0;
            visit(pieces(rule), |_, depth| deepest = deepest.max(depth));
            deepest > MOST_NESTING
        });
        if let Some(rule) = too_deep {
            let place = span(module.file, rule.span());
            std::mem::forget(tree);
            let message = format!("this rule is nested more than {MOST_NESTING} levels deep");
            let mut mistake = rego_mistake(place, message);
            mistake.help("split the rule into several rules");
            return Err(Box::new(mistake));
        }
        let text = repaired(text, &tree);
        let path = path.clone();
        let is_combined = module.is_combined;
        Ok(Read { file: module.file, path, text, is_combined, is_old, tree })
    }

    /// The name of its package.
    pub(crate) fn package(&self) -> String {
        calls::package(&self.tree)
    }

    /// What is said about its package.
    pub(crate) fn about(&self) -> metadata::Metadata {
        metadata::before(&self.text, self.tree.package.span.start as usize)
    }

    /// The rules that findings come from, and those that look like it and find nothing.
    pub(crate) fn sources(&self) -> (Vec<Source>, Vec<Span>) {
        let (mut sources, mut wrong) = (Vec::new(), Vec::new());
        for rule in &self.tree.policy {
            let name = path(head(rule)).into_iter().next().unwrap_or_default();
            if kind(&name).is_none() && name != EXCEPTION {
                continue;
            }
            let place = span(self.file, head(rule).span());
            match &**rule {
                // A list is as good as a set.
                Rule::Spec {
                    head: RuleHead::Set { .. } | RuleHead::Compr { assign: Some(_), .. }, ..
                } => {
                    let about = metadata::before(&self.text, rule.span().start as usize);
                    sources.push(Source { package: self.package(), name, place, about });
                }
                Rule::Spec { head: RuleHead::Func { .. }, .. } | Rule::Default { .. } => {}
                Rule::Spec { head: RuleHead::Compr { .. }, .. } => wrong.push(place),
            }
        }
        (sources, wrong)
    }

    /// The rules that are perhaps meant to report: where each stands, its name, and what it may be meant to be called.
    pub(crate) fn misspelt(&self) -> Vec<(Span, String, &'static str)> {
        let rules = self.tree.policy.iter().filter_map(|rule| {
            let name = path(head(rule)).into_iter().next()?;
            let near = nearest(&name, reporting())?;
            Some((span(self.file, head(rule).span()), name, near))
        });
        rules.collect()
    }

    /// The documents that it wants.
    pub(crate) fn shapes(&self) -> BTreeSet<Shape> {
        let of_name = |name: &String| match &**name {
            "dockerfile" => Some(Shape::Trivy),
            "yaml" => Some(Shape::Yaml),
            "plimsoll" => Some(Shape::Plimsoll),
            _ => None,
        };
        let about = self.about();
        let mut shapes: BTreeSet<Shape> = about.inputs.iter().filter_map(of_name).collect();
        if shapes.is_empty() && about.inputs.is_empty() {
            shapes.extend(self.by_keys());
        }
        shapes
    }

    /// What it sees where nothing says otherwise.
    pub(crate) fn usual(&self) -> Shape {
        if self.is_combined { Shape::Combined } else { Shape::Conftest }
    }

    /// The rules that excuse files from others: where each stands, and its text.
    pub(crate) fn exceptions(&self) -> impl Iterator<Item = (Span, &str)> {
        let own = self
            .tree
            .policy
            .iter()
            .filter(|rule| path(head(rule)).first().is_some_and(|name| name == EXCEPTION));
        own.map(|rule| {
            let (start, end) = (rule.span().start as usize, rule.span().end as usize);
            (span(self.file, head(rule).span()), self.text.get(start..end).unwrap_or_default())
        })
    }

    /// Whether comments say that it is for files of other kinds.
    pub(crate) fn is_for_other_files(&self) -> bool {
        !self.about().inputs.is_empty() && self.shapes().is_empty()
    }

    /// The same, where comments say nothing: by the keys of `input` that it looks at.
    fn by_keys(&self) -> Option<Shape> {
        let (mut found, mut looks) = (None, false);
        let all = self.tree.policy.iter().flat_map(|rule| pieces(rule));
        visit(all, |piece, _| {
            let Piece::Expr(expr @ (Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. })) = piece
            else {
                return;
            };
            let names = path(expr);
            if names.first().is_none_or(|name| name != "input") {
                return;
            }
            looks = true;
            match names.get(1).map(|name| &**name) {
                Some("Stages") => found = Some(Shape::Trivy),
                Some("plimsoll") => found = Some(Shape::Plimsoll),
                _ => {}
            }
        });
        found.or_else(|| looks.then(|| self.usual()))
    }
}

fn parse(path: &str, text: &str, is_old: bool) -> Result<Ref<Module>, String> {
    let mut engine = Engine::new();
    engine.set_rego_v0(is_old);
    engine.add_policy(path.to_owned(), text.to_owned()).map_err(|why| why.to_string())?;
    engine.get_modules().first().cloned().ok_or_else(|| "there is no module".to_owned())
}

/// The place of a part of a module.
pub(crate) fn span(file: FileId, span: &regorus::unstable::Span) -> Span {
    Span::new(file, span.start as usize, span.end as usize)
}

/// What the engine says, in a line, and where: it writes `--> path:line:column`, the line, and `error: …`.
pub(crate) fn located(why: &str, file: FileId, text: &str) -> (Span, String) {
    let place = why.lines().rev().find_map(|line| line.strip_prefix("--> "));
    let place = place.and_then(|place| {
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let rest = text.get(start..)?;
        let column = column.saturating_sub(1).min(rest.lines().next().map_or(0, str::len));
        Some(Span::at(file, start + column))
    });
    let message = why.lines().rev().find_map(|line| line.strip_prefix("error: "));
    let message = message.or_else(|| why.lines().rev().find(|line| !line.trim().is_empty()));
    let message = message.unwrap_or_default().trim();
    let message = if message.contains("Missing package declaration") {
        "it has no `package` declaration"
    } else {
        message
    };
    (place.unwrap_or_else(|| Span::at(file, 0)), message.to_owned())
}
