//! Where policies are found: named, in configurations, or at the root of the repository.

use std::collections::BTreeSet;

use plimsoll_diagnostics::{FileId, Level, SourceFile, Text};

use super::places::{is_repository, is_there, up_to_repository};
use super::{ConfigReader, Configured};
use crate::folders::{folder_of, join, name_of};
use crate::formats::CONFIG_NAME;
use crate::limits::FILE_BYTES;
use crate::load::unreadable;
use crate::policy::{self, POLICY_NAMES, Policy, PolicyNames, PolicyUse, Surroundings};
use crate::{FileKind, FileSystem, Workspace};

/// The folders that a policy is looked for in: the root of the repository, else where the run was started.
pub(super) fn folders(files: &dyn FileSystem, workspace: &Workspace, here: &str) -> BTreeSet<String> {
    let root = |folder: &String| {
        let top = up_to_repository(files, folder, here).last();
        top.filter(|top| is_repository(files, top)).unwrap_or_else(|| folder.clone())
    };
    workspace.roots.iter().map(root).collect()
}

impl ConfigReader<'_> {
    /// Every policy that holds: those that were named, those that configurations name or are, and those that lie where
    /// policies are looked for.
    pub(super) fn policy<'c>(
        &self,
        workspace: &Workspace,
        folders: &BTreeSet<String>,
        configs: impl Iterator<Item = &'c Configured>,
    ) -> Policy {
        let settings = self.settings;
        let is_rego = |path: &&String| path.ends_with(".rego") || self.files.is_named_folder(path);
        let (only_rego, named): (Vec<&String>, Vec<&String>) = settings.policies.iter().partition(is_rego);
        let mut found: Vec<(String, bool, bool, bool)> = Vec::new();
        let mut known = BTreeSet::new();
        let mut push = |path: &str, is_trusted: bool, is_inline: bool, holds: bool| {
            if known.insert(join(&settings.here, path)) {
                found.push((path.to_owned(), is_trusted, is_inline, holds));
            }
        };
        for path in named {
            push(path, true, false, true);
        }
        let mut add = |path: &str, is_inline: bool, holds: bool| push(path, false, is_inline, holds);
        for configured in configs {
            configured.config.policies().iter().for_each(|path| add(path, false, true));
            if let Some(path) = configured.path.as_deref().filter(|_| configured.config.has_policy()) {
                add(path, true, true);
            }
        }
        let mut left_out = Vec::new();
        if !settings.requirements.is_empty() {
            let paths = folders.iter().flat_map(|folder| POLICY_NAMES.map(|name| join(folder, name)));
            // A link that leads nowhere is a policy that is missing: in a submodule that nobody fetched.
            let is_named = |path: &String| is_there(self.files, path) || self.files.is_link(path);
            let found = paths.filter(is_named);
            if settings.isolated {
                let in_configs = self.policies_of_configs(workspace, folders);
                let all: BTreeSet<String> = found.chain(in_configs).collect();
                left_out.extend(all.into_iter().filter(|path| !settings.policies.contains(path)));
            } else {
                found.for_each(|path| add(&path, false, true));
            }
        }
        // Another policy that is among the files is only looked at.
        let others = workspace.of(FileKind::Policy).iter();
        let is_left = |path: &&String| settings.isolated && FileKind::of(path).is_some();
        others.filter(|path| !is_left(path)).for_each(|path| add(path, false, false));
        if found.is_empty() && only_rego.is_empty() || settings.requirements.is_empty() {
            let mut none = Policy::default();
            none.left_out = left_out;
            return none;
        }
        let files = found.into_iter().map(|(path, is_trusted, is_inline, holds)| policy::Loaded {
            text: self.policy_text(&path, is_trusted),
            path,
            is_trusted,
            is_inline,
            holds,
        });
        let load = |path: &str, is_trusted: bool| {
            let is_trusted = is_trusted && settings.policy_use == PolicyUse::Hold;
            self.text(path, is_trusted).map_err(|why| unreadable(FileId::FIRST, &why).message)
        };
        let known = PolicyNames::new(settings.requirements);
        let list = |path: &str, is_trusted: bool, keep: &(dyn Fn(&str) -> bool + Sync)| {
            let is_trusted = is_trusted && settings.policy_use == PolicyUse::Hold;
            let keep = |name: &str| keep(name).into();
            let found = match is_trusted {
                true if self.files.is_named_folder(path) => self.files.walk_named(path, &keep),
                false if self.files.is_folder(path) => self.files.walk(path, &keep),
                _ => return Ok(vec![path.to_owned()]),
            };
            match found.problems.first() {
                Some((path, why)) => Err(format!("`{path}`: {why}")),
                None => Ok(found.files),
            }
        };
        let around = Surroundings {
            names: known,
            rules: &self.names,
            load: &load,
            list: &list,
            valid_up_to: &|file| self.not_utf8.borrow().get(&file).copied(),
            has_rego: settings.rego.is_some(),
            here: &settings.here,
            roots: folders,
            today: &settings.today,
            pins: settings.policy_use == PolicyUse::Pin,
        };
        let files: Vec<policy::Loaded<'_>> = files.collect();
        let known = self.problems.borrow();
        let of_policies = known.iter().filter(|one| one.rule == policy::RULE);
        let unread: BTreeSet<FileId> = of_policies.map(|one| one.primary.span.file).collect();
        drop(known);
        let (mut policy, mut problems) = policy::read(files, &around);
        // What nobody could read is not empty.
        problems.retain(|one| one.level == Level::Error || !unread.contains(&one.primary.span.file));
        policy.left_out = left_out;
        for path in only_rego {
            self.add_rego(&mut policy, path, &list);
        }
        self.problems.borrow_mut().extend(problems);
        policy
    }

    /// What configurations that an isolated run ignores say about policies: the files that they name, and themselves if a policy
    /// is among their settings.
    fn policies_of_configs(&self, workspace: &Workspace, folders: &BTreeSet<String>) -> Vec<String> {
        let at_roots = folders.iter().map(|folder| join(folder, CONFIG_NAME));
        let below = workspace.of(FileKind::Config).iter().filter(|path| name_of(path) == CONFIG_NAME);
        let paths: BTreeSet<String> = at_roots.chain(below.cloned()).collect();
        let mut found = Vec::new();
        for path in paths {
            let Ok(text) = self.files.read(&path, FILE_BYTES) else { continue };
            let (named, is_policy) = policy::in_config(&String::from_utf8_lossy(&text));
            found.extend(named.iter().map(|file| join(folder_of(&path), file)));
            found.extend(Some(path).filter(|_| is_policy));
        }
        found
    }

    /// A module or a folder of modules that is named as a policy: all that it says is in Rego.
    fn add_rego(&self, policy: &mut Policy, folder: &str, list: &policy::List<'_>) {
        let wanted = |path: &str| path.ends_with(".rego") && !path.ends_with("_test.rego");
        let mut paths = list(folder, true, &wanted).unwrap_or_default();
        paths.sort_unstable();
        let texts: Vec<(String, Text<'_>)> =
            paths.into_iter().map(|path| (path.clone(), self.policy_text(&path, true))).collect();
        let has_any = !texts.is_empty();
        policy.add_folder(folder, texts);
        let message = match (has_any, self.settings.rego.is_some()) {
            (true, true) => return,
            (true, false) => "this build does not include Rego, so these rules are not checked",
            (false, _) => "this directory has no `.rego` file, so it sets no requirements",
        };
        let file = self.sources.add(SourceFile::new(folder, ""));
        let problem = policy::finding(policy::RULE, Level::Error, self.sources.text(file).span, message);
        self.problems.borrow_mut().push(problem);
    }

    /// The text of a policy. One that cannot be read makes the run fail: nobody knows what it asks for.
    fn policy_text(&self, path: &str, is_trusted: bool) -> Text<'_> {
        self.text(path, is_trusted).unwrap_or_else(|why| {
            let file = self.sources.add(SourceFile::new(path, ""));
            let why = unreadable(file, &why);
            let message = format!("cannot read the policy, so it is not checked: {}", why.message);
            let problem = policy::finding(policy::RULE, Level::Error, why.primary.span, message);
            self.problems.borrow_mut().push(problem);
            self.sources.text(file)
        })
    }
}
