//! `# check=` at the top of a Dockerfile and above its instructions, as BuildKit takes it; what it drops is said.

use std::ops::Range;

use plimsoll_diagnostics::{Diagnostic, FileId, Span, Text};
use plimsoll_dockerfile::{CheckOptions, Dockerfile, Instruction, Kind};

use crate::suppress::{Collector, FILE, PeerName, RULE, named};

/// The checks that BuildKit makes of the file as a whole: a comment above an instruction does not reach them.
///
/// Source: BuildKit, `frontend/dockerfile/dockerfile2llb`.
const OF_THE_FILE: [&str; 6] = [
    "NoEmptyContinuation",
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "ReservedStageName",
    "InvalidDefaultArgInFrom",
    "InvalidBaseImagePlatform",
];
/// Made when it is asked for, and then not to be skipped.
const EXPERIMENT: &str = "InvalidDefinitionDescription";
/// Skipped by a comment above the later instruction, and found at the earlier one.
const OF_THE_EARLIER: &str = "MultipleInstructionsDisallowed";

impl Collector<'_> {
    /// Reads a Dockerfile's directive and comments.
    pub(super) fn checks(&mut self, tree: &Dockerfile<'_>, source: Text<'_>) {
        let counts = tree.directive("check").is_none_or(|one| (self.counts)(one.value.span));
        if let Some(options) = tree.check_options().filter(|_| counts) {
            self.checked.insert(tree.file);
            let names = self.skipped_names(&options, &[EXPERIMENT]);
            self.peer(tree.file, &FILE, &names);
            self.note_skipped(&options, tree.file, FILE);
            if options.error.is_some() {
                self.raised.insert(tree.file);
            }
        }
        for directive in tree.directives.iter().filter(|directive| directive.is_named("check")) {
            self.cut(directive.value, source);
        }
        let is_check = |text: &str| text.trim_start_matches(['#', ' ', '\t']).get(..5).is_some_and(is_check);
        if !tree.comments.iter().any(|comment| is_check(comment.text.raw)) {
            return;
        }
        let mut taken = Vec::new();
        let mut earlier = Earlier::default();
        for instruction in &tree.instructions {
            let replaced = earlier.replaced_by(instruction);
            let above = tree.check_above(instruction);
            let Some((comment, options)) = above.filter(|(comment, _)| (self.counts)(comment.text.span))
            else {
                continue;
            };
            taken.push(comment.text.span.start);
            self.check(comment.text, &options, instruction.span, replaced);
            self.cut(comment.text, source);
        }
        let starts: Vec<u32> = tree.instructions.iter().map(|instruction| instruction.span.start).collect();
        for comment in &tree.comments {
            let at = comment.text.span.start;
            if !is_check(comment.text.raw) || taken.binary_search(&at).is_ok() {
                continue;
            }
            let Some(options) = comment.check_options() else { continue };
            if options.skip.is_empty() {
                continue;
            }
            let above = |places: &[u32]| {
                let index = places.partition_point(|place| *place < at);
                index.checked_sub(1).and_then(|index| places.get(index).copied())
            };
            let (here, help) = if comment.inside {
                (
                    "BuildKit ignores this comment inside an instruction",
                    "move the comment above the instruction",
                )
            } else if comment.is_indented {
                ("BuildKit ignores an indented comment", "move the comment to the start of the line")
            } else if starts.last().is_none_or(|last| at > *last) {
                (
                    "no instruction follows this comment",
                    "move the comment above the instruction that it applies to",
                )
            } else if above(&taken) < above(&starts) || taken.is_empty() {
                (
                    "an empty comment separates this comment from the instruction",
                    "move this comment below the empty comment",
                )
            } else {
                (
                    "BuildKit reads only the first such comment above an instruction",
                    "list all checks in one comment",
                )
            };
            self.idle(comment.text.span, here, help);
        }
    }

    /// A comment above an instruction.
    fn check(&mut self, comment: Text<'_>, options: &CheckOptions<'_>, at: Span, replaced: Option<Span>) {
        if let Some(refused) = options.refused {
            let mut finding = Diagnostic::new(RULE, comment.span, "this comment suppresses nothing");
            finding
                .here(format!("unknown check `{}`, so BuildKit ignores the comment", refused.raw))
                .help("write `# check=skip=` followed by the names of checks");
            self.unclear.push(finding);
            return;
        }
        let names = self.skipped_names(options, &[EXPERIMENT, OF_THE_EARLIER]);
        let (far, near): (Vec<_>, _) = names.into_iter().partition(|name| is_of_the_file(&name.text));
        self.peer(at.file, &range(at), &near);
        self.note_skipped(options, at.file, range(at));
        let is_earlier = |name: &Text<'_>| ["all", OF_THE_EARLIER].contains(&name.raw);
        if let (Some(name), Some(replaced)) = (options.skip.iter().find(|name| is_earlier(name)), replaced) {
            self.peer(at.file, &range(replaced), &[named("buildkit", OF_THE_EARLIER, name.span)]);
        }
        for name in far.iter().filter(|_| !options.skip.iter().any(|name| name.raw == "all")) {
            let code = name.text.trim_start_matches("buildkit:");
            let message = format!("`{code}` cannot be skipped for one instruction");
            let mut finding = Diagnostic::new(RULE, name.span, message);
            finding.here("BuildKit runs this check on the whole file");
            finding.help(format!("write `# check=skip={code}` on the first line of the file"));
            self.unclear.push(finding);
        }
    }

    /// Notes where everything is skipped.
    fn note_skipped(&mut self, options: &CheckOptions<'_>, file: FileId, range: Range<u32>) {
        if options.skip.iter().any(|name| name.raw == "all") {
            self.skipped.entry(file).or_default().push(range);
        }
    }

    /// What BuildKit drops: it reads up to the first blank.
    fn cut(&mut self, value: Text<'_>, source: Text<'_>) {
        let start = value.span.start.saturating_sub(source.span.start) as usize;
        let line = source.slice(start, source.raw.len());
        let line = line.slice(0, line.raw.find('\n').unwrap_or(line.raw.len()));
        let from = line.raw.rfind("skip").unwrap_or(0);
        let list = line.slice(from, line.raw.len());
        let Some((kept, dropped)) = list.split_once(' ') else { return };
        let dropped = dropped.trim();
        if kept.raw.ends_with([',', ';']) || dropped.raw.starts_with([',', ';']) {
            let mut finding = Diagnostic::new(RULE, dropped.span, "this part of the comment has no effect");
            finding
                .here("BuildKit reads only up to the first space")
                .help("remove the space before this part");
            self.unclear.push(finding);
        }
    }

    /// The checks that are skipped.
    fn skipped_names(&mut self, options: &CheckOptions<'_>, but: &[&str]) -> Vec<PeerName> {
        let mut names = Vec::new();
        for name in options.skip.iter().filter(|name| !name.raw.is_empty()) {
            if name.raw == "all" {
                let known = self.names().of_peer("buildkit").filter_map(|known| known.key.split_once(':'));
                names.extend(known.map(|(peer, code)| named(peer, code, name.span)));
            } else if name.raw == "*" {
                self.idle(name.span, "BuildKit has no check `*`", "write the names of checks, or `all`");
            } else {
                names.push(named("buildkit", name.raw, name.span));
            }
        }
        names.retain(|name| !but.contains(&name.text.trim_start_matches("buildkit:")));
        names
    }

    fn idle(&mut self, span: Span, here: &'static str, help: &'static str) {
        let mut finding = Diagnostic::new(RULE, span, "this comment suppresses nothing");
        finding.here(here).help(help);
        self.unclear.push(finding);
    }
}

/// The last CMD, ENTRYPOINT and HEALTHCHECK of a stage.
#[derive(Default)]
struct Earlier([Option<Span>; 3]);

impl Earlier {
    /// The one that an instruction replaces.
    fn replaced_by(&mut self, instruction: &Instruction<'_>) -> Option<Span> {
        let [cmd, entrypoint, healthcheck] = &mut self.0;
        let last = match &instruction.kind {
            Kind::Cmd(_) => cmd,
            Kind::Entrypoint(_) => entrypoint,
            Kind::Healthcheck(_) => healthcheck,
            Kind::From(_) => {
                self.0 = [None; 3];
                return None;
            }
            _ => return None,
        };
        last.replace(instruction.span)
    }
}

fn is_check(word: &str) -> bool {
    word.eq_ignore_ascii_case("check")
}

fn is_of_the_file(name: &str) -> bool {
    name.strip_prefix("buildkit:").is_some_and(|code| OF_THE_FILE.contains(&code))
}

fn range(span: Span) -> Range<u32> {
    span.start..span.end
}
