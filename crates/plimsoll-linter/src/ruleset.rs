//! The rules of one run, made from their options and sorted by the nodes that they look at.

use plimsoll_diagnostics::Diagnostic;

use crate::config::Config;
use crate::policy::Policy;
use crate::shellcheck::ShellRules;
use crate::{Check, Node, Registered, RuleMeta};

/// A rule that is ready to run.
pub(crate) struct Active {
    pub(crate) meta: &'static RuleMeta,
    pub(crate) rule: Box<dyn Check>,
    /// The check of a policy that it runs for.
    pub(crate) policy_check: Option<usize>,
}

/// Rules, ready to run.
#[derive(Default)]
pub(crate) struct Ruleset {
    active: Vec<Active>,
    /// Which of them look at each kind of node.
    by_node: Vec<Vec<usize>>,
    /// The codes that the shell linter looks for, for the rules that want them.
    pub(crate) shell: ShellRules,
    /// The files at the roots of build contexts that any rule asks about.
    pub(crate) context_files: Vec<String>,
}

impl Ruleset {
    /// Makes every rule that `wanted` lets through, with its options. Options that a rule does not take are
    /// problems of the configuration file; the rule runs with its defaults then.
    pub(crate) fn new(
        registry: &'static [Registered],
        config: &Config,
        wanted: impl Fn(&RuleMeta) -> bool,
    ) -> (Ruleset, Vec<Diagnostic>) {
        let mut rules = Ruleset { by_node: vec![Vec::new(); Node::COUNT], ..Ruleset::default() };
        let mut problems = Vec::new();
        for registered in registry.iter().filter(|registered| wanted(&registered.meta)) {
            let Some(make) = registered.make else { continue };
            let rule = make.make(config.options(registered.meta.name)).or_else(|problem| {
                problems.extend(config.option_problem(registered.meta.name, &problem));
                make.make(toml::Table::new())
            });
            if let Ok(rule) = rule {
                rules.add(&registered.meta, rule);
            }
        }
        rules.shell = ShellRules::new(rules.looking_at(Node::Shellcheck).map(|active| active.meta));
        (rules, problems)
    }

    /// Adds what a policy wants to run. A rule that runs in the same way already runs for both.
    pub(crate) fn add_policy(
        &mut self,
        registry: &'static [Registered],
        policy: &Policy,
        config: &Config,
    ) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (index, check) in policy.checks.iter().enumerate() {
            let runs = |active: &&mut Active| active.meta.name == check.rule && active.policy_check.is_none();
            if policy.is_shared(index, config)
                && let Some(active) = self.active.iter_mut().find(runs)
            {
                active.policy_check = Some(index);
                continue;
            }
            let Some(registered) = registry.iter().find(|one| one.meta.name == check.rule) else { continue };
            let Some(make) = registered.make else { continue };
            match make.make(check.options.clone()) {
                Ok(rule) => {
                    self.add(&registered.meta, rule);
                    if let Some(active) = self.active.last_mut() {
                        active.policy_check = Some(index);
                    }
                }
                Err(problem) => problems.push(policy.option_problem(check, &problem)),
            }
        }
        self.shell = ShellRules::new(self.looking_at(Node::Shellcheck).map(|active| active.meta));
        problems
    }

    fn add(&mut self, meta: &'static RuleMeta, rule: Box<dyn Check>) {
        self.by_node.resize(Node::COUNT, Vec::new());
        for &node in meta.on {
            if let Some(rules) = self.by_node.get_mut(node as usize) {
                rules.push(self.active.len());
            }
        }
        self.context_files.extend(rule.context_files().iter().cloned());
        self.context_files.sort_unstable();
        self.context_files.dedup();
        self.active.push(Active { meta, rule, policy_check: None });
    }

    /// The rules that look at a kind of node.
    pub(crate) fn looking_at(&self, node: Node) -> impl Iterator<Item = &Active> {
        let rules = self.by_node.get(node as usize).map(Vec::as_slice).unwrap_or_default();
        rules.iter().filter_map(|&index| self.active.get(index))
    }

    /// Whether any rule looks at a kind of node: what costs something to find is found only then.
    pub(crate) fn looks_at(&self, node: Node) -> bool {
        self.by_node.get(node as usize).is_some_and(|rules| !rules.is_empty())
    }
}
