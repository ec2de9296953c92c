//! Files with scripts in them: shell scripts, Makefiles, justfiles, CI and task files, units of systemd. Of these only the
//! command lines of container clients are looked at.

mod builds;
mod ci;
mod comments;
mod found;
mod github;
mod host;
mod jenkins;
mod make;
mod markdown;
mod matrix;
mod names;
mod steps;
mod tasks;
mod unit;

use plimsoll_commands::{CommandLine, Mistake, Variables, Verb, find, may_make_files};
use plimsoll_diagnostics::{Diagnostic, FileId, Sources, Span, Text};
use plimsoll_project::{Line, Project};
use plimsoll_shell::{Command, Script};

pub(crate) use self::builds::{BuiltImage, built_images};
pub(crate) use self::github::workflow_builds;
pub(crate) use self::names::{root_of_workflow, starts_like_script};

use self::found::Shell;
use self::host::Host;
use super::{Format, Name};
use crate::fixable::retain;
use crate::load::Reader;
use crate::proof::{Changes, Proof, Unproven};
use crate::suppress::{Collector, Places};
use crate::unclear::Unclear;
use crate::walk::Walk;
use crate::{Node, NodeRef, Preset, RuleMeta};

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
            walk.offer(NodeRef::CommandLine(line));
        }
        for command in &lines.commands {
            walk.offer(NodeRef::HostCommand(command));
        }
    }

    fn withhold(&self, project: &Project<'_>, found: &mut [Diagnostic], _unclear: &Unclear) {
        let Some(lines) = &project.lines else { return };
        let source = project.sources.text(lines.file);
        let words: Vec<Span> = lines.lines.iter().flat_map(|line| replaceable(line, source)).collect();
        let path = &*project.sources.file(lines.file).path;
        let is_verbatim = names::host(Name::new(path)).is_none_or(Host::is_verbatim);
        let broken = lines.lines.iter().filter_map(|line| line.command.broken.as_ref());
        let gaps: Vec<Span> =
            broken.flat_map(|broken| &broken.gaps).copied().filter(|_| is_verbatim).collect();
        for finding in found.iter_mut().filter(|finding| finding.primary.span.file == lines.file) {
            // What rules about containers write is YAML.
            retain(finding, |edit| {
                words.contains(&edit.span) && is_plain(&edit.text)
                    || edit.text == CONTINUED && gaps.iter().any(|gap| gap.contains(edit.span))
            });
        }
    }

    fn places(&self, path: &str, source: Text<'_>) -> Option<Places> {
        comments::places(path, source)
    }

    fn preset(&self, meta: &RuleMeta) -> Preset {
        in_scripts(meta)
    }

    fn same_meaning(&self, _: &Sources, _: FileId, _: FileId, _: &Changes) -> Proof {
        Err(Unproven::Somewhere)
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
        Err(Unproven::Somewhere)
    }
}

/// What continues a command on the next line.
const CONTINUED: &str = " \\";

/// The words of a line that may be replaced by others, because they certainly stand in the file as they are read: a flag
/// that the client rejects, a stage that is built, a service that is asked for.
fn replaceable(line: &Line, source: Text<'_>) -> Vec<Span> {
    let flags = &line.command.flags;
    let target = flags.get("--target").and_then(|flag| flag.value.as_ref());
    let target = target.and_then(|target| Some((target.span, target.text()?)));
    let services = line.unknown_services.iter().map(|unknown| (unknown.span, &*unknown.name));
    let mistake = flags.mistake.as_ref().and_then(|mistake| match mistake {
        Mistake::UnknownFlag { name, span, .. } => Some((*span, &**name)),
        Mistake::Dash { word, span, .. } => Some((*span, &**word)),
        Mistake::NoValue { .. } => None,
    });
    let words = target.into_iter().chain(services).chain(mistake);
    let written = |span: Span| {
        let base = source.span.start as usize;
        source.raw.get((span.start as usize).checked_sub(base)?..(span.end as usize).checked_sub(base)?)
    };
    words.filter(|(span, text)| written(*span) == Some(*text)).map(|(span, _)| span).collect()
}

/// Whether a text is one word wherever it stands, without quotes.
fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
    !text.is_empty() && text.chars().all(is_plain)
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
    for shell in found.scripts {
        let Some(read) = Read::new(&shell) else { continue };
        for mut command in read.lines {
            command.makes_files |= makes_files;
            command.may_have_more |= host.adds_words();
            let mut line = Line::new(command, shell.folder.clone());
            line.lacks_checkout = found.bare.iter().any(|bare| bare.contains(line.command.span));
            lines.push(line);
        }
        commands.extend(read.script.commands.into_iter().filter(speaks));
    }
    // What a combination builds stands where the value of a matrix does.
    let is_of_matrix = |line: &CommandLine| {
        let base = source.span.start as usize;
        let text = source.slice(line.span.start as usize - base, line.span.end as usize - base).raw;
        text.contains("matrix.") && matches!(line.verb, Verb::Build | Verb::Bake)
    };
    for shell in found.combined {
        let read = Read::new(&shell).map(|read| read.lines).unwrap_or_default();
        for mut command in read.into_iter().filter(is_of_matrix) {
            command.makes_files |= makes_files;
            lines.push(Line::new(command, shell.folder.clone()));
        }
    }
    lines.extend(found.lines);
    lines.sort_by_cached_key(|line| line.whole.start);
    Project::lines(reader.sources, file, found.place, lines, commands, reader)
}

/// What was read of a script.
struct Read {
    script: Script,
    /// The command lines of container clients in it.
    lines: Vec<CommandLine>,
}

impl Read {
    /// Reads a script; `None` where it is of no interest.
    fn new(shell: &Shell<'_>) -> Option<Read> {
        if !names::speaks_of_clients(&shell.text.text) && !shell.variables.speak_of_clients() {
            return None;
        }
        let script = Script::parse(&shell.text);
        let lines = find(&script, &shell.text, shell.variables.clone());
        Some(Read { script, lines })
    }
}

/// Whether a command speaks of an engine.
fn speaks(command: &Command) -> bool {
    command.words.iter().any(|word| {
        let text = word.unquoted();
        text.contains("docker.sock") || text.contains("podman.sock") || text.contains("dockerd")
    }) || sets_host(command)
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
