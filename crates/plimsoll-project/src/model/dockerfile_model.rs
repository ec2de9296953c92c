//! A Dockerfile and its stages.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use plimsoll_diagnostics::{Sources, Span, Text};
use plimsoll_dockerfile::{Arg, Dockerfile, Instruction, Kind, Word};
use plimsoll_shell::Script;

use crate::model::context_files::{ContextFiles, ScriptTrouble};
use crate::model::evaluation::{Budget, BuildInputs, Evaluation};
use crate::model::shell_comments::shell_comments;
use crate::model::text_hints::{self, TextHints};
use crate::values::ignore_file::NotRead;
use crate::{IgnoreFile, Loaded, Loader, Presence, Value, path};

/// A Dockerfile and its stages.
#[derive(Debug)]
pub struct DockerfileModel<'s> {
    /// Its tree.
    pub tree: Dockerfile<'s>,
    /// Its path, as its [`Sources`] have it.
    pub path: &'s str,
    /// The same from the root of its repository.
    from_root: &'s str,
    /// All of its text.
    pub text: Text<'s>,
    /// Where each stage stands among the instructions; the first of each is its FROM.
    pub(crate) ranges: Vec<Range<usize>>,
    /// The last stage of each name, in lower case.
    pub(crate) names: HashMap<String, usize>,
    /// What it means when no build arguments are given.
    pub(crate) evaluation: Evaluation<'s>,
    /// Which stages something builds.
    pub(crate) reachable: Vec<bool>,
    /// Which stages are, or are the start of, an image that is used.
    pub(crate) shipped: Vec<bool>,
    /// The hints in the text of each stage.
    pub(crate) hints: Vec<TextHints>,
    /// What its build leaves out of the context, where the context is known.
    pub(crate) ignore: Option<IgnoreFile>,
    /// The pattern because of which the build rejects its ignore file.
    invalid_ignore_pattern: Option<Span>,
    /// Whether there is certainly no ignore file.
    pub(crate) lacks_ignore_file: bool,
    /// What there is of the files that somebody asks about, at the root of the context.
    pub(crate) asked_files: HashMap<String, Presence>,
    /// The sources of COPY and ADD that are not in the context.
    pub(crate) missing_sources: HashSet<Span>,
    /// Those of them that are there under another path of the context, and that path.
    pub(crate) misplaced_sources: HashMap<Span, String>,
    /// The directory that should be built.
    pub(crate) meant_context: Option<MeantContext>,
    pub(crate) climbing_sources: HashSet<Span>,
    /// Directories that usually hold secrets, and hold none of the usual ones.
    pub(crate) bare_folders: HashSet<Span>,
    /// What lies in the context, where that is known.
    pub(crate) context: ContextFiles<'s>,
    /// The scripts that cannot be started.
    pub(crate) script_troubles: Vec<ScriptTrouble>,
    /// Where comments name the shell, in order, and which.
    pub(crate) shell_comments: Vec<(u32, &'s str)>,
    is_template: bool,
    /// Whether its name says that it builds for Windows: `Dockerfile-windows` on an image of one's own.
    pub(crate) is_for_windows: bool,
}

/// The directory that the sources of a Dockerfile are relative to, where it is not the one that is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeantContext {
    /// That of the Dockerfile.
    OwnDirectory,
    /// The one that contains the build context.
    ParentDirectory,
}

impl<'s> DockerfileModel<'s> {
    /// What a tree means where a build is given this from outside. Problems of the tree stay in it.
    pub(crate) fn under(
        sources: &'s Sources,
        mut tree: Dockerfile<'s>,
        conditions: &BuildInputs<'s>,
    ) -> DockerfileModel<'s> {
        if path::names_one_of_several(&sources.file(tree.file).path) && tree.has_no_stage() {
            tree.take_for_part();
        }
        let starts: Vec<usize> = tree
            .instructions
            .iter()
            .enumerate()
            .filter(|(_, instruction)| matches!(instruction.kind, Kind::From(_)))
            .map(|(at, _)| at)
            .collect();
        let ends = starts.iter().skip(1).copied().chain([tree.instructions.len()]);
        let ranges: Vec<Range<usize>> =
            starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
        let evaluation = Evaluation::new(&tree, &ranges, conditions, &mut Budget::default());
        let (file, text) = (sources.file(tree.file), sources.text(tree.file));
        let (path, from_root) = (&*file.path, file.repository_path());
        let mut reachable = vec![false; ranges.len()];
        evaluation.mark_reachable(ranges.len().checked_sub(1), &mut reachable);
        let mut shipped = vec![false; ranges.len()];
        evaluation.mark_shipped(evaluation.unused(), &mut shipped);
        let mut names = HashMap::new();
        for (index, range) in ranges.iter().enumerate() {
            if let Some(Kind::From(from)) = tree.instructions.get(range.start).map(|from| &from.kind)
                && let Some(name) = &from.name
            {
                names.insert(name.value.to_ascii_lowercase(), index);
            }
        }
        let hints = text_hints::find(&tree, text, &ranges, &evaluation);
        let shell_comments = shell_comments(&tree);
        let is_template = tree.is_template || has_template_line(&tree, text);
        let mut file = DockerfileModel {
            tree,
            path,
            from_root,
            text,
            ranges,
            names,
            evaluation,
            reachable,
            shipped,
            hints,
            ignore: None,
            invalid_ignore_pattern: None,
            lacks_ignore_file: false,
            asked_files: HashMap::new(),
            missing_sources: HashSet::new(),
            script_troubles: Vec::new(),
            misplaced_sources: HashMap::new(),
            meant_context: None,
            climbing_sources: HashSet::new(),
            bare_folders: HashSet::new(),
            context: ContextFiles::default(),
            shell_comments,
            is_template,
            is_for_windows: false,
        };
        file.is_for_windows = file.looks_like_windows();
        file
    }

    /// Whether it is named or written as Dockerfiles for Windows are: in a directory `nanoserver-1809`, with the backtick as
    /// the escape character, with variables of PowerShell or calls of it.
    fn looks_like_windows(&self) -> bool {
        let (folder, name) = self.path.rsplit_once('/').unwrap_or(("", self.path));
        let is_in = |word: &str| folder.contains(word);
        let is_named = name.to_ascii_lowercase().contains("windows");
        let text = self.text.raw;
        // On Linux, PowerShell is called `pwsh`.
        let calls_powershell = || ["$env:", "RUN powershell"].iter().any(|part| text.contains(part));
        let is_run_in_powershell = || calls_powershell() && !text.contains("pwsh");
        is_named
            || is_in("windowsservercore")
            || is_in("nanoserver")
            || self.tree.escape == '`'
            || is_run_in_powershell()
    }

    /// Whether its name is not that which a build looks for by itself: `Dockerfile.base`.
    pub fn is_one_of_several(&self) -> bool {
        path::names_one_of_several(self.path)
    }

    /// Whether a template engine will change it before it is built.
    pub fn is_template(&self) -> bool {
        self.is_template
    }

    /// Takes it for one of the parts that a script joins.
    pub(crate) fn take_for_joined(&mut self) {
        self.tree.take_for_joined();
        self.is_template = true;
    }

    /// Whether it is for tests, a CI job, development or an example, as its name or its directory says.
    pub fn is_for_tests(&self) -> bool {
        path::is_for_tests(self.from_root)
    }

    /// The ignore file of its build, where the folder that it is built in is known and has one.
    pub fn ignore_file(&self) -> Option<&IgnoreFile> {
        self.ignore.as_ref()
    }

    /// The pattern because of which the build rejects its ignore file.
    pub fn invalid_ignore_pattern(&self) -> Option<Span> {
        self.invalid_ignore_pattern
    }

    /// Reads the ignore file of a build in the folder `context`: that of this Dockerfile, else that of the folder.
    pub(crate) fn read_ignore_file(&mut self, sources: &'s Sources, context: &str, loader: &dyn Loader) {
        let own = format!("{}.dockerignore", self.path);
        let of_context = path::join(context, ".dockerignore");
        let found = [own, of_context].iter().find_map(|path| match loader.load(path) {
            Loaded::File(id) => Some(id),
            Loaded::Missing | Loaded::Refused => None,
        });
        self.ignore = None;
        match found.map(|id| IgnoreFile::parse(sources.text(id))) {
            Some(Ok(read)) => self.ignore = Some(read),
            Some(Err(NotRead::Invalid(pattern))) => self.invalid_ignore_pattern = Some(pattern),
            Some(Err(NotRead::TooLarge)) | None => {}
        }
    }

    /// Looks for files that tell more than the Dockerfile, in the folder that is built.
    pub(crate) fn find_context_files(&mut self, context: &str, sources: &'s Sources, loader: &dyn Loader) {
        self.context = ContextFiles::find(&self.tree, self.text, context, sources, loader);
    }

    /// Whether a lock file certainly lies at the root of the build context.
    pub fn has_in_context(&self, name: &str) -> bool {
        self.context.locks().contains(&name)
    }

    /// The lock files at the root of the build context.
    pub fn locks_in_context(&self) -> impl Iterator<Item = &'static str> {
        self.context.locks().iter().copied()
    }

    /// Whether a file of settings beside what it copies puts the modules of Node.js elsewhere.
    pub fn moves_modules(&self) -> bool {
        self.context.moves_modules()
    }

    /// The command of a script in `package.json`, where that lies in the build context.
    pub fn package_script(&self, name: &str) -> Option<&'s str> {
        self.context.package_script(name)
    }

    /// The minimum release of Go that the module at the root of the build context requires.
    pub fn required_go(&self) -> Option<&'s str> {
        self.context.required_go()
    }

    /// The entrypoint script with this path in the image, where it lies in the build context.
    pub fn entrypoint_script(&self, path: &str) -> Option<(Text<'s>, Script)> {
        self.context.script(path)
    }

    /// The text of a package manager's settings in the build context, by the path that COPY gives.
    pub(crate) fn package_settings(&self, path: &str) -> Option<Text<'s>> {
        self.context.package_settings(path)
    }

    /// The text of the same.
    pub(crate) fn entrypoint_text(&self, path: &str) -> Option<Text<'s>> {
        self.context.script_text(path)
    }

    /// All of the file.
    pub fn span(&self) -> Span {
        self.text.span
    }

    /// For each stage whether it is among `targets`, or is built for one of them.
    pub fn needed_for(&self, targets: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut needed = vec![false; self.ranges.len()];
        self.evaluation.mark_reachable(targets, &mut needed);
        needed
    }

    /// The instructions before the first FROM.
    pub fn preamble(&self) -> &[Instruction<'s>] {
        let end = self.ranges.first().map_or(self.tree.instructions.len(), |range| range.start);
        self.tree.instructions.get(..end).unwrap_or_default()
    }

    /// The ARG instructions before the first FROM.
    pub fn global_args(&self) -> impl Iterator<Item = &Arg<'s>> {
        self.preamble().iter().filter_map(|instruction| match &instruction.kind {
            Kind::Arg(arg) => Some(arg),
            _ => None,
        })
    }

    /// What `$NAME` stands for in FROM: an ARG before the first FROM. `Unset` when none declares it; what BuildKit
    /// itself gives (`TARGETPLATFORM` …) is unknown.
    pub fn global(&self, name: &str) -> Value<&str> {
        self.evaluation.global(name, self.span())
    }

    /// A word of FROM, with the variables that FROM sees.
    pub fn expand_global<'w>(&self, word: &Word<'w>) -> Value<Cow<'w, str>> {
        self.evaluation.expand_global(word).value()
    }
}

/// Whether a line starts with `{{`. In a here-document that is text for another program.
fn has_template_line(tree: &Dockerfile<'_>, text: Text<'_>) -> bool {
    if !text.raw.contains("{{") {
        return false;
    }
    let heredocs = tree.instructions.iter().flat_map(|instruction| &instruction.heredocs);
    let bodies: Vec<Span> = heredocs.map(|heredoc| heredoc.body.span).collect();
    let is_in_body = |start: u32| {
        let before = bodies.partition_point(|body| body.start <= start);
        before.checked_sub(1).and_then(|at| bodies.get(at)).is_some_and(|body| start < body.end)
    };
    let mut at = text.span.start;
    text.raw.split_inclusive('\n').any(|line| {
        let start = at;
        at = at.saturating_add(line.len() as u32);
        line.trim_start().starts_with("{{") && !is_in_body(start)
    })
}
