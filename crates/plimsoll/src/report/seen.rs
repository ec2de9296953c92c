//! What the checked files have: a control that is about none of it is neither broken nor met.

use std::collections::HashSet;

use plimsoll_linter::pages::{self, Example, Expectation};
use plimsoll_linter::{Checked, FileKind, RuleMeta, Workspace};
use plimsoll_rules::RULES;

/// What was there to be checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// The rules for which the policy declares something.
    pub(super) declared: HashSet<&'static str>,
    images: bool,
    containers: bool,
    daemon: bool,
    commands: bool,
    documents: bool,
}

impl Seen {
    /// What the names of files say.
    pub(super) fn new(workspace: &Workspace, checked: &Checked) -> Seen {
        let has = |kinds: &[FileKind]| {
            kinds.iter().any(|kind| workspace.of(*kind).iter().any(|path| checked.files.contains(path)))
        };
        let commands = has(&[FileKind::Script, FileKind::Markdown]);
        Seen {
            declared: HashSet::new(),
            images: has(&[FileKind::Dockerfile, FileKind::Bake, FileKind::Devcontainer]),
            containers: commands || has(&[FileKind::Quadlet, FileKind::Devcontainer]),
            daemon: has(&[FileKind::Daemon]),
            commands,
            documents: has(&[FileKind::Seccomp, FileKind::ClientConfig, FileKind::Daemon, FileKind::Dotenv]),
        }
    }

    /// Adds what a project has: a Compose file can hold a Dockerfile.
    pub(super) fn add(&mut self, has_images: bool, has_containers: bool) {
        self.images |= has_images;
        self.containers |= has_containers;
    }

    /// What could be found in it by some rules.
    pub(super) fn looked<'n>(&self, names: impl Iterator<Item = &'n str>) -> Looked {
        let names: HashSet<&str> = names.collect();
        let metas = RULES.iter().map(|rule| &rule.meta).filter(|meta| names.contains(meta.name));
        let rules = metas.filter(|meta| self.has_any_for(meta)).map(|meta| meta.name).collect();
        Looked { rules, has_daemon: self.daemon }
    }

    /// Whether a rule could have reported something in it. The page of a rule says where: at the places of its examples.
    fn has_any_for(&self, meta: &RuleMeta) -> bool {
        let is_declared = self.declared.contains(meta.name);
        let examples = pages::examples(meta.body()).unwrap_or_default();
        let reported = examples.iter().filter_map(|example| match &example.expectation {
            Expectation::Reported(printed) if is_declared || !needs_options(example, meta) => {
                Some(&printed.text)
            }
            _ => None,
        });
        let mut kinds = reported.flat_map(|printed| printed.lines()).filter_map(|line| {
            let (path, _) = line.trim_start().strip_prefix("--> ")?.split_once(':')?;
            FileKind::of(path)
        });
        kinds.any(|kind| self.has(kind))
    }

    fn has(&self, kind: FileKind) -> bool {
        match kind {
            FileKind::Dockerfile | FileKind::Bake => self.images,
            FileKind::Compose | FileKind::Quadlet | FileKind::Devcontainer => self.containers,
            FileKind::Daemon => self.daemon,
            FileKind::Script | FileKind::Markdown => self.commands,
            FileKind::Seccomp | FileKind::ClientConfig | FileKind::Dotenv => self.documents,
            FileKind::Config | FileKind::Policy => false,
        }
    }
}

/// What could be found in the checked files.
pub(super) struct Looked {
    /// The rules that could have reported something.
    pub(super) rules: HashSet<&'static str>,
    /// Whether there are settings of the engine.
    pub(super) has_daemon: bool,
}

/// Whether an example is reported only because of its options.
fn needs_options(example: &Example, meta: &RuleMeta) -> bool {
    let is_settings = |path: &str| matches!(FileKind::of(path), Some(FileKind::Config | FileKind::Policy));
    meta.needs_options && example.files.iter().any(|file| is_settings(&file.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_counts_where_its_page_has_an_example() {
        let all = || RULES.iter().map(|rule| rule.meta.name);
        let containers = Seen { containers: true, ..Seen::default() }.looked(all()).rules;
        let images = Seen { images: true, ..Seen::default() }.looked(all()).rules;
        assert!(containers.contains("unhardened-service") && !images.contains("unhardened-service"));
        assert!(images.contains("local-add") && !containers.contains("local-add"));
        // Nothing is reported until somebody declares what is approved.
        assert!(!containers.contains("unapproved-port") && !containers.contains("world-writable-socket"));
        assert!(containers.contains("root-user") && containers.contains("end-of-life-image"));
        assert!(Seen::default().looked(all()).rules.is_empty());
    }
}
