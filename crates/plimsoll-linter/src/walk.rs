//! One walk over a project: each node goes to the rules that look at its kind.

use std::sync::Arc;

use plimsoll_diagnostics::Diagnostic;
use plimsoll_project::{Container, Project, ShellText};

use crate::allowance::Allowance;
use crate::context::Sink;
use crate::costs::Costs;
use crate::instruction_cache::InstructionCache;
use crate::ruleset::Ruleset;
use crate::{Context, FileKind, Node, NodeRef, RuleMeta, ShellFinding};

/// What the rules find in a project, in the order of the walk. `memo` is of the walk before. With a `sink`, which gets all
/// other findings on the way, only the last of them are returned.
pub(crate) fn walk<'a>(
    rules: &'a Ruleset,
    project: &'a Project<'a>,
    today: &'a str,
    memo: Option<&'a mut InstructionCache>,
    costs: Option<&'a mut Costs>,
    sink: Option<Sink<'a>>,
) -> Vec<Diagnostic> {
    let allowance = Allowance::default();
    let mut cx = Context::new(project, today);
    cx.sink = sink;
    let is_of_lines = project.lines.is_some();
    let mut walk =
        Walk { rules, cx, memo, costs, is_of_lines, filter: RuleFilter::All, escape: '\\', allowance };
    for kind in FileKind::ALL {
        kind.format().walk(project, &mut walk);
    }
    if rules.looks_at(Node::Image) {
        for image in project.images() {
            walk.offer(NodeRef::Image(&image));
        }
    }
    if rules.looks_at(Node::Container) {
        for container in project.containers().filter(Container::is_run) {
            walk.offer(NodeRef::Container(&container));
        }
    }
    if rules.looks_at(Node::Build) {
        for container in project.containers().filter(Container::is_built) {
            walk.offer(NodeRef::Build(&container));
        }
    }
    // People have ShellCheck for their own scripts.
    if rules.looks_at(Node::Shellcheck) && project.lines.is_none() {
        walk.allowance = Allowance::default();
        for container in project.containers() {
            walk.cx.container = Some(container);
            for script in container.shell_texts() {
                if walk.allows(&script) {
                    walk.shell_findings(&rules.shell.check(&script));
                }
            }
        }
        walk.cx.container = None;
    }
    for document in project.documents.iter().filter(|document| !document.is_template) {
        walk.offer(NodeRef::Document(document));
    }
    walk.offer(NodeRef::Project(project));
    if let Some(memo) = &mut walk.memo {
        memo.turn();
    }
    walk.cx.take_found()
}

/// A walk on its way.
pub(crate) struct Walk<'a> {
    pub(crate) rules: &'a Ruleset,
    pub(crate) cx: Context<'a>,
    pub(crate) memo: Option<&'a mut InstructionCache>,
    /// Where the calls of rules are counted, if they are.
    costs: Option<&'a mut Costs>,
    /// Whether the project is made of command lines, whose scripts people have other linters for.
    is_of_lines: bool,
    pub(crate) filter: RuleFilter,
    /// The escape character of the Dockerfile.
    pub(crate) escape: char,
    /// What is left for the shell linter in the file.
    pub(crate) allowance: Allowance,
}

/// The rules to which a node is offered.
pub(crate) enum RuleFilter {
    /// All that look at its kind.
    All,
    /// The same, and those are noted that look at more than the current instruction.
    Noting(Vec<&'static str>),
    /// Those only; of all others the answer is known.
    Only(Arc<[&'static str]>),
}

/// Whether a rule is one of these. Each has one name at one address, and every rule is looked for in every instruction.
fn is_among(rule: &'static str, rules: &[&'static str]) -> bool {
    rules.iter().any(|other| std::ptr::eq(*other, rule))
}

impl<'a> Walk<'a> {
    /// Offers a node to the rules that look at its kind.
    pub(crate) fn offer(&mut self, node: NodeRef<'_, 'a>) {
        for active in self.rules.looking_at(node.kind()) {
            let rule = active.meta.name;
            if matches!(&self.filter, RuleFilter::Only(rules) if !is_among(rule, rules)) {
                continue;
            }
            let is_of_scripts = |node: &Node| matches!(node, Node::Script | Node::Shellcheck);
            if self.is_of_lines && active.meta.on.iter().any(is_of_scripts) {
                continue;
            }
            self.cx.rule = rule;
            self.cx.policy_check = active.policy_check;
            match &mut self.costs {
                Some(costs) => costs.call(rule, || active.rule.check(node, &mut self.cx)),
                None => active.rule.check(node, &mut self.cx),
            }
            if let RuleFilter::Noting(further) = &mut self.filter
                && self.cx.takes_looked_further()
                && !is_among(rule, further)
            {
                further.push(rule);
            }
        }
    }

    /// Whether a node of this kind would be offered to anybody.
    pub(crate) fn has_rules_at(&self, node: Node) -> bool {
        match &self.filter {
            RuleFilter::Only(rules) => {
                self.rules.looking_at(node).any(|active| is_among(active.meta.name, rules))
            }
            RuleFilter::All | RuleFilter::Noting(_) => self.rules.looks_at(node),
        }
    }

    /// Whether the shell linter is given a script; it is said when it is not.
    pub(crate) fn allows(&mut self, script: &ShellText<'_>) -> bool {
        let taken = self.allowance.take(&script.text.text);
        let is_taken = taken.is_ok();
        if let Err(why) = taken {
            self.cx.rule = "long-script";
            self.cx.policy_check = None;
            self.cx.report(script.text.span(0..0), why);
        }
        is_taken
    }

    /// Tells the rules that want it what the shell linter found.
    pub(crate) fn shell_findings(&mut self, found: &[ShellFinding]) {
        for finding in found {
            let has_code = |meta: &RuleMeta| meta.aliases.contains(&finding.alias);
            for active in self.rules.looking_at(Node::Shellcheck).filter(|active| has_code(active.meta)) {
                self.cx.rule = active.meta.name;
                self.cx.policy_check = active.policy_check;
                active.rule.check(NodeRef::Shellcheck(finding), &mut self.cx);
            }
        }
    }
}
