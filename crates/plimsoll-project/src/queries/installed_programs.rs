//! Whether an instruction may bring a program into the image.

use plimsoll_dockerfile::{Copy, Kind, Run};
use plimsoll_facts::images::package_managers;
use plimsoll_facts::{packages, programs};
use plimsoll_shell::{Command, PackageManager, PackageSource, PackageVerb};

use crate::Stage;

/// Whether a step has a word of a command that installs something.
fn has_sign_of_installer(step: &str) -> bool {
    package_managers().chain(["install", ".sh", "./"]).any(|word| step.contains(word))
}

impl Stage<'_> {
    /// Whether a stage before its instruction `until` names the program, installs packages, runs scripts or copies what
    /// may be one.
    pub(crate) fn may_bring_before(&self, program: &str, until: usize) -> bool {
        let path = program;
        let program = path.rsplit('/').next().unwrap_or(path);
        self.indexed().take(until).any(|(at, instruction)| {
            let text = self.text_of(instruction.span);
            match instruction.kind.triggered() {
                Kind::Run(run) => {
                    text.contains(program)
                        || installs_manager(text, program)
                        || self.installs(run, at, text, program)
                }
                Kind::Copy(copy) if holds(&copy.destination.value, path) => true,
                Kind::Copy(copy) if is_plain_copy(copy, program) => false,
                Kind::Copy(copy) if is_folder(&copy.destination.value) => true,
                Kind::Copy(_) | Kind::Add(_) => {
                    ["bin", " / "].iter().any(|word| text.contains(word))
                        || text.trim_end().ends_with(" /")
                        || text.split_ascii_whitespace().any(|word| word.contains(program) && !is_data(word))
                }
                _ => false,
            }
        })
    }

    /// Whether an instruction before `until` says where programs are looked for.
    pub fn sets_path_before(&self, until: usize) -> bool {
        self.instructions_before(until).any(|instruction| {
            matches!(instruction.kind, Kind::Env(_)) && names_path(self.text_of(instruction.span))
        })
    }

    /// Whether what stands in a step before a command may bring the program that the command runs.
    pub fn step_may_bring(&self, step: &str, program: &str) -> bool {
        step.contains(program)
            || names_path(step)
            || installs_manager(step, program)
            || has_sign_of_installer(step)
    }

    /// Whether a RUN at `at`, of which `text` is all, installs what may hold the program.
    fn installs(&self, run: &Run<'_>, at: usize, text: &str, program: &str) -> bool {
        if !has_sign_of_installer(text) {
            return false;
        }
        let script = run.command.script();
        let brings = |command: &Command| match self.filled(script, command, at).package_action() {
            Some(action) if is_system(action.manager) => {
                let is_plain = |name: &str| {
                    matches!(program, "curl" | "wget") && packages::Role::NoDownloader.is_of(name)
                };
                let mut packages = action.packages.iter();
                // Where none is named, `xargs` or a list does.
                action.verb == PackageVerb::Install
                    && (action.packages.is_empty()
                        || packages.any(|it| it.source != PackageSource::Registry || !is_plain(&it.name)))
            }
            Some(_) => false,
            None => {
                !programs::Role::BringsNoProgram.is_of(command.name())
                    && has_sign_of_installer(self.text_of(command.span))
            }
        };
        !script.problems.is_empty() || script.commands.is_empty() || script.commands.iter().any(brings)
    }

    fn text_of(&self, span: plimsoll_diagnostics::Span) -> &str {
        self.file().text.at(span).raw
    }
}

/// Whether a step may bring a package manager of Node.js: Corepack has them all.
fn installs_manager(step: &str, program: &str) -> bool {
    let brings = step.contains("corepack") || step.contains("npm i");
    brings && programs::Role::NodeManager.is_of(program)
}

fn names_path(text: &str) -> bool {
    text.contains("PATH")
}

fn is_system(manager: PackageManager) -> bool {
    use PackageManager as M;
    matches!(
        manager,
        M::Apk
            | M::Apt
            | M::AptGet
            | M::Aptitude
            | M::Conda
            | M::Dnf
            | M::Mamba
            | M::Microdnf
            | M::Yum
            | M::Zypper
    )
}

/// Names of folders that hold programs, or folders with programs.
const FOLDERS: [&str; 6] = ["", "bin", "sbin", "usr", "local", "libexec"];

/// Whether what is copied there may be folders with programs.
fn is_folder(destination: &str) -> bool {
    let last = destination.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    destination.starts_with('/') && FOLDERS.contains(&last)
}

/// Whether all that is copied are files of other names: scripts, or a program that keeps its name.
fn is_plain_copy(copy: &Copy<'_>, program: &str) -> bool {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let target = name(&copy.destination.value);
    copy.sources.iter().all(|source| {
        let own = name(&source.value);
        let is_script = [".sh", ".py", ".js", ".conf"].iter().any(|end| own.ends_with(end));
        (is_script || own == target && !FOLDERS.contains(&&*own)) && own != program && !own.contains('$')
    })
}

/// Whether a path is that of a file with data, such as `yarn.lock`.
fn is_data(path: &str) -> bool {
    let end = path.trim_end_matches(['"', ',', ']']).rsplit('.').next();
    matches!(end, Some("json" | "lock" | "md" | "toml" | "txt" | "xml" | "yaml" | "yml"))
}

/// Whether what is copied to `destination` may put a file at `path`, which is more than the name of a program.
fn holds(destination: &str, path: &str) -> bool {
    let (folder, name) = (destination.trim_end_matches('/'), path.rsplit('/').next().unwrap_or(path));
    let is_relative = path != name && !path.starts_with('/');
    let is_inside = |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    is_relative || path.starts_with('/') && (is_inside(folder) || path == folder || folder.contains('$'))
}
