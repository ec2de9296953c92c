//! From the rules that want what the shell linter finds to the codes that it looks for.

use std::collections::HashMap;

use plimsoll_project::ShellText;
use plimsoll_shellcheck::{Input, ShellCheck};

use crate::{RuleMeta, ShellFinding};

/// The codes that are looked for.
#[derive(Default)]
pub(crate) struct ShellRules {
    /// `None` when there are none: it costs nothing then.
    shellcheck: Option<ShellCheck>,
    /// How pages name each code: `shellcheck:SC2086`.
    aliases: HashMap<u32, &'static str>,
}

impl ShellRules {
    /// Those that the rules answer to.
    pub(crate) fn new(wanted: impl Iterator<Item = &'static RuleMeta>) -> ShellRules {
        let code = |alias: &'static str| Some((alias.strip_prefix("shellcheck:SC")?.parse().ok()?, alias));
        let aliases: HashMap<u32, _> =
            wanted.flat_map(|meta| meta.aliases).filter_map(|alias| code(alias)).collect();
        let shellcheck = (!aliases.is_empty()).then(|| ShellCheck::new(aliases.keys().copied()));
        ShellRules { shellcheck, aliases }
    }

    /// What they say of a script.
    pub(crate) fn check(&self, script: &ShellText<'_>) -> Vec<ShellFinding> {
        let Some(shellcheck) = &self.shellcheck else { return Vec::new() };
        let input = Input {
            script: &script.text,
            dialect: script.dialect,
            errexit: script.errexit,
            pipefail: script.pipefail,
            variables: &script.variables,
            read: script.read(),
            is_plain: script.is_plain,
        };
        let found = shellcheck.check(input).into_iter().filter_map(|found| {
            let alias = *self.aliases.get(&found.code)?;
            let plimsoll_shellcheck::Finding { span, message, label, help, fix, .. } = found;
            Some(ShellFinding { alias, span, message, label, help, fix })
        });
        found.collect()
    }
}
