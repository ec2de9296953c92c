//! What rules of a policy in Rego say, and what they see.

use plimsoll_diagnostics::{Diagnostic, Sources};
use plimsoll_project::Project;

use super::Linter;
use crate::carried::Carried;
use crate::policy::Policy;
use crate::postprocess::{arrange, before_comments};
use crate::project_result::ProjectResult;
use crate::walk::walk;

impl Linter {
    /// What rules in Rego say about a project, or said about its earlier text. `found` is what the other rules say,
    /// where it was kept.
    pub(super) fn of_rego(
        &self,
        project: &Project<'_>,
        found: Option<&[Diagnostic]>,
        part: &mut ProjectResult,
    ) -> Vec<Diagnostic> {
        let Some(rego) = &self.configs.rego else { return Vec::new() };
        let carried = part.memo.as_ref().and_then(|memo| memo.rego.as_ref());
        if let Some(carried) = carried.filter(|_| self.rego_rests) {
            part.owes_rego = true;
            return carried.findings(project.sources);
        }
        let seen = || match found {
            Some(found) => self.as_policy_sees(project, found.to_vec()),
            None => self.found_in(project, &part.path),
        };
        let said = rego.check(project, &self.configs.sources, &seen);
        if let Some(memo) = &mut part.memo {
            memo.rego = Some(Carried::new(&said, project.sources));
        }
        said
    }

    /// What the linter's own rules find in a project that starts from this file, as rules of a policy see it: whatever
    /// comments hide.
    pub fn found_in(&self, project: &Project<'_>, path: &str) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = project.problems().cloned().collect();
        found.extend(walk(&self.configs.for_file(path).rules, project, &self.today, None, None, None));
        self.as_policy_sees(project, found)
    }

    fn as_policy_sees(&self, project: &Project<'_>, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut found = before_comments(found, project, &self.registry, &self.configs, &self.today);
        arrange(&mut found);
        found
    }

    /// The rules of the policy in Rego, by name.
    pub fn rego_rules(&self) -> Vec<crate::RegoRule> {
        self.configs.rego.iter().flat_map(|rego| rego.rules()).collect()
    }

    /// The policy of the run, and the files that it stands in.
    pub fn policy(&self) -> (&Policy, &Sources) {
        (&self.configs.policy, &self.configs.sources)
    }
}
