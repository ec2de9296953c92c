//! Which configurations something in the repository passes to hadolint, so that they may be anywhere.

use std::collections::BTreeMap;

use crate::folders::{folder_of, join, name_of};
use crate::limits::FILE_BYTES;
use crate::{FileKind, FileSystem, Keep, Workspace};

/// Files in which people call hadolint, or an action or a hook that does.
const CALLERS: [&str; 8] = [
    ".pre-commit-config.yaml",
    ".gitlab-ci.yml",
    ".circleci/config.yml",
    "Makefile",
    "justfile",
    "Taskfile.yml",
    "Jenkinsfile",
    "package.json",
];

/// How many workflows are read to find out whether one gives hadolint a file.
const MOST_WORKFLOWS: usize = 50;

/// What calls hadolint. Each directory is looked at once.
pub(super) struct Callers<'a> {
    files: &'a dyn FileSystem,
    /// What was found, with the buffers of an editor.
    workspace: &'a Workspace,
    /// By the path that a configuration would have in a directory.
    known: BTreeMap<String, bool>,
}

impl<'a> Callers<'a> {
    pub(super) fn new(files: &'a dyn FileSystem, workspace: &'a Workspace) -> Callers<'a> {
        Callers { files, workspace, known: BTreeMap::new() }
    }

    /// Whether a workflow or a script in the directory of a configuration, or in one above, names it, or Trunk finds it.
    pub(super) fn pass(&mut self, path: &str) -> bool {
        let name = name_of(path);
        let mut folder = folder_of(path);
        if folder.ends_with(".trunk/configs") {
            return true;
        }
        loop {
            let (files, workspace) = (self.files, self.workspace);
            let find = || is_named_in(files, workspace, folder, name);
            if *self.known.entry(join(folder, name)).or_insert_with(find) {
                return true;
            }
            let above = folder_of(folder);
            if above == folder {
                return false;
            }
            folder = above;
        }
    }
}

/// Whether a workflow or a script of this directory names a file of hadolint's, which is then passed with `--config`.
fn is_named_in(files: &dyn FileSystem, workspace: &Workspace, folder: &str, name: &str) -> bool {
    let names = |text: &str| {
        text.match_indices(name).any(|(at, _)| {
            // `.hadolint.yaml` is another file than `hadolint.yaml`.
            name.starts_with('.') || !text.get(..at).is_some_and(|before| before.ends_with('.'))
        })
    };
    let workflows = join(folder, ".github/workflows");
    let is_yaml = |file: &str| Keep::from(file.ends_with(".yml") || file.ends_with(".yaml"));
    let found = if files.is_folder(&workflows) { files.walk(&workflows, &is_yaml).files } else { Vec::new() };
    let start = format!("{workflows}/");
    let open = workspace.of(FileKind::Script).range(start.clone()..);
    let open = open.take_while(|script| script.starts_with(&start)).cloned();
    let workflows = found.into_iter().chain(open).take(MOST_WORKFLOWS);
    let mut callers = CALLERS.iter().map(|caller| join(folder, caller)).chain(workflows);
    callers.any(|caller| {
        files.read(&caller, FILE_BYTES).is_ok_and(|bytes| names(&String::from_utf8_lossy(&bytes)))
    })
}
