//! `pip install` into the Python of a distribution that only its own package manager may change.

use dockerfile::{Kind, Run};
use facts::debian_releases::DebianRelease;
use plimsoll_linter::prelude::*;
use shell::{Command, PackageManager, PackageVerb};

#[derive(Default)]
pub(crate) struct ExternallyManagedPython;

/// What stands in a step that may allow it, or bring another Python.
const ALLOWING: [&str; 19] = [
    "venv",
    "virtualenv",
    "PATH",
    "PIP_",
    "pip_",
    "EXTERNALLY",
    "break-system",
    "conda",
    "pyenv",
    "pip.conf",
    "pip config",
    "get-pip",
    "ensurepip",
    "uv ",
    ".sh",
    "./",
    "source ",
    "||",
    "make",
];

impl Rule for ExternallyManagedPython {
    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        let is_managed = |image: &project::ImageName| {
            if image.official() == Some("alpine") {
                return is_managed_alpine(image.tag.as_ref().map_or("latest", |tag| &*tag.text));
            }
            let is_distribution = image.official().is_some_and(|name| matches!(name, "debian" | "ubuntu"));
            is_distribution && image.debian_release().is_some_and(DebianRelease::has_managed_python)
        };
        let Some(image) = stage.written_image().filter(|image| is_managed(image)) else { return };
        if !stage.is_reachable() {
            return;
        }
        let manager = if image.official() == Some("alpine") { "apk" } else { "apt-get" };
        let mut has_pip = false;
        for (at, instruction) in stage.indexed() {
            let text = cx.text(instruction.span);
            if ALLOWING.iter().any(|sign| text.contains(sign)) {
                return;
            }
            match &instruction.kind {
                Kind::Run(run) => {
                    if let Some(command) = installing(run, at, stage, &mut has_pip) {
                        let Some(word) = command.name_word() else { return };
                        cx.report(word.span, "`pip install` cannot change the system's Python")
                            .here("this command fails: `externally-managed-environment`")
                            .label(
                                image.span,
                                format!("only `{manager}` can add packages to this image's Python"),
                            )
                            .help(
                                "create a virtual environment and use its `pip`: `python3 -m venv /opt/venv`",
                            );
                        return;
                    }
                }
                Kind::Shell(_) => return,
                _ if instruction.copy_paths().is_some_and(|(_, to)| may_bring_python(&to.value)) => return,
                _ => {}
            }
        }
    }
}

/// The command of a step that installs into the Python of the distribution, once `pip` is from there too.
fn installing<'p>(run: &'p Run<'p>, at: usize, stage: &Stage<'p>, has_pip: &mut bool) -> Option<&'p Command> {
    let script = run.command.script();
    script.commands.iter().find(|command| {
        let filled = stage.filled(script, command, at);
        let Some(action) = filled.package_action() else { return false };
        if action.verb != PackageVerb::Install {
            return false;
        }
        *has_pip |= action.packages.iter().any(|package| matches!(&*package.name, "python3-pip" | "py3-pip"));
        *has_pip
            && action.manager == PackageManager::Pip
            && matches!(command.name(), "pip" | "pip3" | "python3")
            && command.position.is_unconditional()
            && stage.fails_with(&run.command, command, at)
            && command.assignments.is_empty()
            && !command
                .has_option('t', &["--target", "--prefix", "--root", "--dry-run", "--python", "--help"])
    })
}

/// Whether this release of Alpine marks its Python: since 3.19
/// (<https://alpinelinux.org/posts/Alpine-3.19.0-released.html>).
fn is_managed_alpine(tag: &str) -> bool {
    let mut numbers = tag.split(['.', '-', '_']).map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(3)), Some(Ok(minor))) => minor >= 19,
        _ => matches!(tag, "latest" | "3" | "edge"),
    }
}

/// Whether what is copied there may be another Python, or a configuration of pip.
fn may_bring_python(destination: &str) -> bool {
    let is_system = ["/etc", "/usr", "/root"].iter().any(|folder| destination.starts_with(folder));
    let is_application = destination.starts_with("/usr/src");
    is_system && !is_application
        || destination == "/"
        || destination.contains("bin")
        || destination.contains('$')
}
