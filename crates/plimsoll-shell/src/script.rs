//! A script: all that is read from one shell text.

use plimsoll_diagnostics::{Joined, Span};

use crate::draft::{Draft, Source};
use crate::nested::{executed_by_find, nested_script};
use crate::wrappers::take_wrappers;
use crate::{Command, Loop, Pipeline, Position, parser};

/// How deep scripts are read inside strings of scripts.
const MOST_NESTING: usize = 4;

/// A script, split into its simple commands in the order in which they are written.
///
/// It owns its text, so that whoever keeps it lazily is not bound to a lifetime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// Every simple command, those inside conditions, loops, substitutions and `sh -c '…'` included.
    pub commands: Vec<Command>,
    /// Every pipeline, also those of a single command, and those of groups: [`Position::pipeline`] counts them.
    pub pipelines: Vec<Pipeline>,
    /// Where it could not be read as shell, with the parser's reason. The commands hold the rest.
    pub problems: Vec<(Span, String)>,
    /// Its `for` loops, outside of strings.
    pub loops: Vec<Loop>,
    /// How many scripts were read: the whole, and the strings in it.
    pub(crate) scripts: u32,
}

impl Script {
    /// Reads a script, given as the text that the shell gets. Never fails: what cannot be read is a problem.
    pub fn parse(script: &Joined<'_>) -> Script {
        let mut read = Script::default();
        read.append(script, &[], Position::default(), 0, |_| true);
        read.shrink();
        read
    }

    /// Gives back what lists have room for: most scripts have one command of a few words, and a file many scripts.
    fn shrink(&mut self) {
        for command in &mut self.commands {
            command.words.shrink_to_fit();
            command.assignments.shrink_to_fit();
            command.redirects.shrink_to_fit();
        }
        self.commands.shrink_to_fit();
        self.pipelines.shrink_to_fit();
    }

    /// Whether `BusyBox`, given this script as it is `written`, becomes its last command, as after `exec`: `prepare; server`.
    /// So it does with the last one of each branch of an `if` or `case` at the end (`shell/ash.c`, `EV_EXIT`).
    pub fn ends_in_program(&self, written: &str) -> bool {
        const BUILTINS: [&str; 7] = [":", "echo", "exit", "false", "return", "true", "wait"];
        let is_program = |it: &Command| !it.name().is_empty() && !BUILTINS.contains(&it.name());
        let is_last = |it: &&Command| {
            !it.position.is_followed && !it.position.in_condition && !it.position.in_substitution
        };
        let stays_here = |it: &Command| {
            let at = it.position;
            let is_own = at.in_current_shell() && !at.nested && !at.in_loop && !at.in_function;
            is_own && !at.is_negated && !at.failure_is_handled && (at.depth > 0 || is_program(it))
        };
        let last: Vec<&Command> = self.commands.iter().filter(is_last).collect();
        // What runs in the background never gets the signal.
        let rest = ["&&", ">&", "&>"].iter().fold(written.to_owned(), |text, it| text.replace(it, ""));
        last.iter().any(|it| is_program(it)) && last.iter().all(|it| stays_here(it)) && !rest.contains('&')
    }

    fn append(
        &mut self,
        script: &Joined<'_>,
        wrappers: &[crate::Wrapper],
        outer: Position,
        nesting: usize,
        is_its_own: impl Fn(&Draft) -> bool,
    ) {
        let parsed = parser::parse(script, Position { script: self.scripts, ..outer });
        self.scripts += 1;
        let source = Source::new(script);
        let first_pipeline = self.pipelines.len() as u32;
        self.problems.extend(parsed.problems);
        if nesting == 0 {
            self.loops = parsed.loops;
        }
        self.pipelines.extend(parsed.pipelines.into_iter().map(|mut pipeline| {
            pipeline.position.pipeline += first_pipeline;
            pipeline
        }));
        for mut draft in parsed.drafts.into_iter().filter(is_its_own) {
            draft.command.position.pipeline += first_pipeline;
            draft.command.wrappers.splice(0..0, wrappers.iter().cloned());
            self.add(draft, source, nesting);
        }
    }

    /// Adds a command, and behind it the commands that it holds.
    fn add(&mut self, mut draft: Draft, source: Source<'_>, nesting: usize) {
        take_wrappers(&mut draft);
        let (executed, nested) = if nesting < MOST_NESTING {
            (executed_by_find(&draft), nested_script(&draft, source))
        } else {
            (Vec::new(), None)
        };
        let outer = Position { nested: true, ..draft.command.position };
        self.commands.push(draft.command);
        for inner in executed {
            self.add(inner, source, nesting + 1);
        }
        if let Some(nested) = nested {
            // Substitutions in a here-document are made by the script around it, and stand there already.
            let are_made = nested.is_expanded && !outer.in_substitution;
            let is_its_own = |draft: &Draft| !are_made || !draft.command.position.in_substitution;
            self.append(&nested.script, &nested.wrappers, outer, nesting + 1, is_its_own);
        }
    }

    /// Each pipeline with its commands. Those in a group (`{ a; b; } | c`) belong to pipelines of their own; those
    /// that `find` runs or that a string holds are not in it.
    pub fn pipelines(&self) -> impl Iterator<Item = (&Pipeline, Vec<&Command>)> {
        let mut commands = vec![Vec::new(); self.pipelines.len()];
        for command in &self.commands {
            let stages: Option<&mut Vec<&Command>> = commands.get_mut(command.position.pipeline as usize);
            let position = command.position;
            // What `find` runs stands behind it, at the same place.
            let is_next = |stages: &&mut Vec<&Command>| {
                stages.last().is_none_or(|last: &&Command| last.position.stage < position.stage)
            };
            if let Some(stages) = stages.filter(is_next) {
                stages.push(command);
            }
        }
        self.pipelines.iter().zip(commands)
    }
}
