//! Files with scripts in them: shell scripts, Makefiles, justfiles, CI and task files, units of systemd. Of these only the
//! command lines of container clients are looked at.

mod ci;
mod comments;
mod found;
mod github;
mod host;
mod jenkins;
mod make;
mod markdown;
mod names;
mod steps;
mod tasks;
mod unit;

use plimsoll_commands::{Variables, find, may_make_files};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Text};
use plimsoll_project::{Line, Project};
use plimsoll_shell::{Command, Script};

pub(crate) use self::names::starts_like_script;

use self::found::Shell;
use self::host::Host;
use super::{Format, Name};
use crate::load::Reader;
use crate::proof::{Changes, Doubt, Proof};
use crate::suppress::{Collector, Places};
use crate::walk::Walk;
use crate::{Node, Preset, RuleMeta};

/// The format of files with scripts in them.
pub(super) struct ScriptFormat;

/// The format of texts with examples in them: the same, asked for by name only.
pub(super) struct MarkdownFormat;

impl Format for ScriptFormat {
    fn is_named(&self, name: Name<'_>) -> bool {
        names::host(name).is_some_and(|host| host != Host::Markdown)
    }

    /// Only one with the name of a client in it is of interest.
    fn is_doubtful(&self, _: Name<'_>) -> bool {
        true
    }

    fn reads_all(&self) -> bool {
        true
    }

    fn reads_like(&self, text: &str) -> bool {
        names::speaks_of_clients(text)
    }

    fn languages(&self) -> &'static [&'static str] {
        &["shellscript", "makefile", "just", "groovy", "github-actions-workflow", "jenkinsfile"]
    }

    fn globs(&self) -> &'static [&'static str] {
        names::GLOBS
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        open(file, reader)
    }

    fn comments(&self, project: &Project<'_>, collector: &mut Collector<'_>) {
        comments::collect(project, collector);
    }

    fn walk<'a>(&self, project: &'a Project<'a>, walk: &mut Walk<'a>) {
        let Some(lines) = &project.lines else { return };
        for line in &lines.lines {
            walk.offer(Node::CommandLine, |rule, cx| rule.check_command_line(line, cx));
        }
        for command in &lines.commands {
            walk.offer(Node::HostCommand, |rule, cx| rule.check_host_command(command, cx));
        }
    }

    fn withhold(
        &self,
        project: &Project<'_>,
        found: &mut [Diagnostic],
        _is_syntax: &dyn Fn(&Diagnostic) -> bool,
    ) {
        let Some(lines) = &project.lines else { return };
        // What rules about containers write is YAML.
        for finding in found.iter_mut().filter(|finding| finding.primary.span.file == lines.file) {
            finding.fixes.clear();
        }
    }

    fn places(&self, source: Text<'_>) -> Option<Places> {
        comments::places(source)
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        in_scripts(meta)
    }

    fn same_meaning(&self, _: &Sources, _: FileId, _: FileId, _: &Changes) -> Proof {
        Err(Doubt::Somewhere)
    }
}

impl Format for MarkdownFormat {
    fn is_named(&self, name: Name<'_>) -> bool {
        names::host(name) == Some(Host::Markdown)
    }

    fn is_default(&self) -> bool {
        false
    }

    fn languages(&self) -> &'static [&'static str] {
        &["markdown", "mdx"]
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/*.{md,mdx,markdown}"]
    }

    fn open<'s>(&self, file: FileId, reader: &Reader<'s>) -> Project<'s> {
        open(file, reader)
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        in_scripts(meta)
    }

    fn same_meaning(&self, _: &Sources, _: FileId, _: FileId, _: &Changes) -> Proof {
        Err(Doubt::Somewhere)
    }
}

/// By default only what certainly fails is said of a script: what is dangerous is said when security is asked for, and so
/// is what a Compose file would be told besides.
pub(super) fn in_scripts(meta: &RuleMeta) -> Preset {
    let of_lines = [Node::CommandLine, Node::HostCommand, Node::Build, Node::Command];
    let is_of_lines = meta.on.iter().all(|node| of_lines.contains(node));
    let is_certain = meta.level == plimsoll_diagnostics::Level::Error
        && meta.category != plimsoll_diagnostics::Category::Security;
    if is_of_lines || is_certain || meta.tells_of_reading() {
        meta.preset
    } else if meta.level == plimsoll_diagnostics::Level::Note {
        // What is merely missing.
        meta.preset.max(Preset::Strict)
    } else {
        meta.preset.max(Preset::Security)
    }
}

fn open<'s>(file: FileId, reader: &Reader<'s>) -> Project<'s> {
    let source = reader.sources.text(file);
    let path = &*reader.sources.file(file).path;
    let host = names::host(Name::new(path)).unwrap_or(Host::Shell);
    let found = host.scripts(source, path);
    let makes_files = may_make_files(&source.raw.replace("actions/checkout", ""));
    let (mut lines, mut commands) = (Vec::new(), Vec::new());
    for script in found.scripts {
        read(script, makes_files, &mut lines, &mut commands);
    }
    lines.extend(found.lines);
    lines.sort_by_key(|line| line.whole.start);
    Project::lines(reader.sources, file, found.place, lines, commands, reader)
}

fn read(shell: Shell<'_>, makes_files: bool, lines: &mut Vec<Line>, commands: &mut Vec<Command>) {
    if !names::speaks_of_clients(&shell.text.text) && !shell.variables.speak_of_clients() {
        return;
    }
    let script = Script::parse(&shell.text);
    let found = find(&script, &shell.text, shell.variables);
    for mut command in found {
        command.makes_files |= makes_files;
        lines.push(Line::new(command, shell.folder.clone()));
    }
    let speaks = |command: &&Command| {
        command.words.iter().any(|word| {
            let text = word.unquoted();
            text.contains("docker.sock") || text.contains("podman.sock") || text.contains("dockerd")
        }) || sets_host(command)
    };
    commands.extend(script.commands.iter().filter(speaks).cloned());
}

/// Whether a command says which engine is asked.
fn sets_host(command: &Command) -> bool {
    let in_words = command.assignments_in_words().map(|(word, _)| word.unquoted());
    command.assignments.iter().any(|assignment| &*assignment.name == "DOCKER_HOST")
        || in_words.into_iter().any(|text| text.starts_with("DOCKER_HOST="))
}

/// The variables of nobody.
fn none() -> Variables {
    Variables::default()
}
