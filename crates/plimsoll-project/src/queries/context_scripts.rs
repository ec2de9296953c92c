//! Scripts that a Dockerfile starts by their paths, and what keeps them from being started: nothing brings them into the
//! image, or nothing makes them executable.

use plimsoll_diagnostics::{Span, Text};
use plimsoll_dockerfile::{Instruction, Kind, Word};
use plimsoll_facts::paths::{Role, with_role};
use plimsoll_facts::programs;
use plimsoll_shell::Command;

use super::started_scripts::{StartedScript, absolute, may_change_mode};
use crate::{DockerfileModel, Loader, Presence, ScriptTrouble, Stage, path};

/// How many scripts of a Dockerfile are looked for.
const MOST_SCRIPTS: usize = 16;

/// What brings a script into the image.
enum Brought {
    /// A COPY, instruction `at` of a stage, takes it from this path of the context. No flag says who can execute it.
    Copied {
        stage: usize,
        at: usize,
        copy: Span,
        source: String,
    },
    /// A directory that is copied to where it is meant to be does not have it, or nothing is copied there.
    Missing(Option<Span>),
    Unknown,
}

impl DockerfileModel<'_> {
    /// The scripts that cannot be started.
    pub fn script_troubles(&self) -> &[ScriptTrouble] {
        &self.script_troubles
    }

    /// Looks for the scripts in the directories that may be the build context; where it is certain, in this one alone.
    pub(crate) fn find_script_troubles(&mut self, contexts: &[&str], loader: &dyn Loader) {
        let started = self.stages().flat_map(|stage| stage.started_scripts());
        let started = started.filter(|script| !script.may_be_changed);
        let started = started.filter_map(|script| Some((script.path()?, script))).take(MOST_SCRIPTS);
        let troubles: Vec<ScriptTrouble> =
            started.filter_map(|(path, script)| self.trouble(&script, &path, contexts, loader)).collect();
        self.script_troubles = troubles;
    }

    fn trouble(
        &self,
        script: &StartedScript<'_>,
        place: &str,
        contexts: &[&str],
        loader: &dyn Loader,
    ) -> Option<ScriptTrouble> {
        let trouble = |copy, source| ScriptTrouble {
            place: script.place,
            path: script.written.to_owned(),
            is_step: script.is_step,
            is_in_shell: script.is_in_shell,
            copy,
            source,
        };
        match self.brought(script, place, contexts, loader) {
            Brought::Unknown => None,
            Brought::Missing(copy) => Some(trouble(copy, None)),
            Brought::Copied { stage: copied_in, at, copy, source } => {
                let copy = Some(copy);
                let full = path::join(contexts.first()?, &source);
                let since = |stage: &Stage<'_>| if stage.index() == copied_in { at } else { 0 };
                let later = script.stage.lineage().take_while(|stage| stage.index() >= copied_in);
                let mut steps = later.flat_map(|stage| {
                    let between = since(&stage)..script.until(&stage);
                    stage.indexed().filter(move |(step, _)| between.contains(step))
                });
                let is_changed = steps.any(|(_, instruction)| {
                    matches!(instruction.kind, Kind::Run(_))
                        && may_change_mode(self.text.at(instruction.span).raw)
                });
                (!is_changed && loader.is_executable(&full) == Some(false))
                    .then(|| trouble(copy, Some(source)))
            }
        }
    }

    fn brought(
        &self,
        script: &StartedScript<'_>,
        place: &str,
        contexts: &[&str],
        loader: &dyn Loader,
    ) -> Brought {
        let name = place.rsplit('/').next().unwrap_or_default();
        let is_first = script.earlier.iter().all(|command| is_harmless(command, name));
        let mut missing: Option<Span> = None;
        // No image has a directory that only this Dockerfile speaks of.
        let is_own_place = script.written.starts_with("./") && script.stage.has_workdir_at(script.at);
        // Of a script of another kind, a build outside may make it.
        let is_known = script.stage.known_image().is_some();
        let mut is_certain = name.ends_with(".sh") && is_known && is_first && !may_be_of_image(place);
        for stage in script.stage.lineage() {
            let until = script.until(&stage);
            let before = stage.indexed().rev().filter(|(at, _)| *at < until);
            for (at, instruction) in before {
                match &instruction.kind {
                    Kind::Run(run) => {
                        let is_harmless = |command: &Command| is_harmless(command, name);
                        let problems = &run.command.script().problems;
                        is_certain &= problems.is_empty() && run.command.commands().iter().all(is_harmless);
                    }
                    Kind::Malformed(_) => return Brought::Unknown,
                    _ => {}
                }
                let Some((sources, to)) = instruction.copy_paths() else { continue };
                let Some(target) = absolute(&stage, at, &to.value).filter(|_| !to.value.contains('$')) else {
                    return Brought::Unknown;
                };
                let inside = below(place, &target);
                if inside.is_none() {
                    continue;
                }
                if !is_plain(instruction, sources) {
                    return Brought::Unknown;
                }
                let is_folder = sources.len() > 1
                    || to.value.ends_with(['/', '.'])
                    || stage.workdir_at(at).get().is_some_and(|folder| path::clean(folder) == target);
                for source in sources {
                    let from = path::rooted(&source.value);
                    let looked = |path: &str| {
                        contexts.iter().map(|context| loader.presence(&path::join(context, path))).collect()
                    };
                    let there: Vec<Presence> = looked(&from);
                    let candidate = match there.first() {
                        Some(Presence::File) => {
                            let own = from.rsplit('/').next().unwrap_or_default();
                            let is_it = if is_folder {
                                inside == Some(own)
                            } else {
                                inside.is_some_and(str::is_empty)
                            };
                            if !is_it {
                                continue;
                            }
                            from
                        }
                        Some(Presence::Folder) => path::join(&from, inside.unwrap_or_default()),
                        _ => return Brought::Unknown,
                    };
                    let there: Vec<Presence> = looked(&candidate);
                    let is_ignored = self.ignore.as_ref().is_some_and(|it| it.ignores(&candidate).is_some());
                    match there.first() {
                        _ if is_ignored => return Brought::Unknown,
                        Some(Presence::File) if instruction.flag("chmod").is_none() => {
                            let (stage, copy) = (stage.index(), source.text.span);
                            return Brought::Copied { stage, at, copy, source: candidate };
                        }
                        Some(Presence::Missing) if there.iter().all(|it| *it == Presence::Missing) => {
                            missing = missing.or(Some(source.text.span));
                        }
                        _ => return Brought::Unknown,
                    }
                }
            }
        }
        if is_certain && (missing.is_some() || is_own_place) {
            Brought::Missing(missing)
        } else {
            Brought::Unknown
        }
    }
}

/// What steps that may rewrite a script contain.
const EDITORS: [&str; 6] = ["sed ", "dos2unix", "\\r", "tr ", "perl", "awk"];

/// What the first line of a script says about who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLine<'t> {
    /// No `#!`.
    Plain(Span),
    /// A carriage return belongs to the name of the interpreter.
    CarriageReturn(Span),
    /// The program that is named.
    Program(Span, &'t str),
}

impl<'t> FirstLine<'t> {
    /// Reads the first line; `None` where it says nothing that is understood.
    pub fn of(text: Text<'t>) -> Option<FirstLine<'t>> {
        let first = text.raw.lines().next().unwrap_or_default();
        let line = text.slice(0, first.len().max(1)).span;
        let Some(interpreter) = first.strip_prefix("#!") else { return Some(FirstLine::Plain(line)) };
        // The line's end is a part of it.
        if text.raw.get(first.len()..).is_some_and(|rest| rest.starts_with('\r')) {
            return Some(FirstLine::CarriageReturn(line));
        }
        let mut parts = interpreter.split_whitespace();
        let program = match parts.next() {
            Some("/usr/bin/env") => parts.next(),
            path => path.and_then(|path| path.rsplit('/').next()),
        };
        program.filter(|program| !program.starts_with('-')).map(|program| FirstLine::Program(line, program))
    }
}

impl<'s> DockerfileModel<'s> {
    /// The script that a stage starts at an instruction under this path, where one COPY brings it from the build context
    /// and no step before may change it.
    pub fn unchanged_script(&self, stage: &Stage<'_>, at: usize, path: &str) -> Option<Text<'s>> {
        let (text, _) = self.entrypoint_script(path)?;
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_copy = |it: &&Instruction<'_>| matches!(it.kind, Kind::Copy(_) | Kind::Add(_));
        let names = |it: &&Instruction<'_>| self.text.at(it.span).raw.contains(name);
        let is_copied_once = self.tree.instructions.iter().filter(is_copy).filter(names).count() == 1;
        let may_change = |it: &Instruction<'_>| {
            let text = self.text.at(it.span).raw;
            let is_named = text.contains(name) && !text.contains("chmod");
            matches!(it.kind, Kind::Run(_)) && (is_named || EDITORS.iter().any(|word| text.contains(word)))
        };
        let mut before = stage.lineage().flat_map(|own| {
            let end = if own.index() == stage.index() { at } else { own.end() };
            own.indexed().filter(move |(index, _)| *index < end)
        });
        let is_unchanged = is_copied_once && !before.any(|(_, it)| may_change(it));
        (is_unchanged && !text.raw.trim().is_empty()).then_some(text)
    }
}

/// Whether an image may bring a file itself: at its root, or where programs of a system are.
fn may_be_of_image(file: &str) -> bool {
    let roles = [Role::Sensitive, Role::Secret, Role::System];
    path::folder(file) == "/" || with_role(&roles).any(|known| known.covers(file))
}

/// What is left of a path below another: nothing, where they are the same.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    if folder == "/" {
        return path.strip_prefix('/');
    }
    let rest = path.strip_prefix(folder)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// Whether a COPY takes files and directories of the context that are named there, and nothing else.
fn is_plain(instruction: &Instruction<'_>, sources: &[Word<'_>]) -> bool {
    let is_named = |source: &Word<'_>| {
        let name = &*source.value;
        let is_archive = [".tar", ".tgz", ".zip", ".gz", ".xz", ".bz2"].iter().any(|end| name.contains(end));
        !name.contains(['$', '*', '?', '[', '<', '\\']) && !name.contains("://") && !is_archive
    };
    let is_from_context = instruction.context_sources().count() == sources.len();
    let chooses = ["exclude", "parents"].iter().any(|flag| instruction.flag(flag).is_some());
    is_from_context && !chooses && sources.iter().all(is_named)
}

/// Whether a command certainly makes no file of this name.
fn is_harmless(command: &Command, name: &str) -> bool {
    let is_known =
        command.package_action().is_some() || programs::Role::BringsNoProgram.is_of(command.name());
    let names = command.words.iter().any(|word| word.raw.contains(name));
    // It fails itself where there is no such file.
    let needs = matches!(command.name(), "chmod" | "chown") || command.name().ends_with(name);
    (needs || is_known && !names) && command.redirects.is_empty()
}
