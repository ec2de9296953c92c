//! What a file tells BuildKit about its checks: `# check=skip=StageNameCasing;error=true`.
//!
//! Source: BuildKit, `frontend/dockerfile/linter` and `frontend/dockerfile/parser`.

use plimsoll_diagnostics::Text;

use crate::{Comment, Dockerfile, Instruction};

/// The options of a `# check=` directive or comment.
#[derive(Clone, Debug, Default)]
pub struct CheckOptions<'s> {
    /// The checks to leave out; `all` is every one that is no experiment.
    pub skip: Vec<Text<'s>>,
    /// The experimental checks to make; `all` is every one.
    pub experimental: Vec<Text<'s>>,
    /// `error=true`: what is found stops the build. Counts at the top of a file only.
    pub error: Option<Text<'s>>,
    /// The first option that BuildKit does not know, because of which it takes none: an error at the top of a file.
    pub refused: Option<Text<'s>>,
}

impl<'s> CheckOptions<'s> {
    /// Reads what stands behind `check=`.
    pub fn read(value: Text<'s>) -> CheckOptions<'s> {
        let mut options = CheckOptions::default();
        for option in value.split(';').filter(|_| !value.raw.is_empty()) {
            let Some((key, list)) = option.split_once('=') else {
                options.refused.get_or_insert(option);
                continue;
            };
            let names = || list.split(',').map(Text::trim).collect();
            match (key.raw.trim(), list.raw.trim()) {
                ("skip", _) => options.skip = names(),
                ("experimental", _) => options.experimental = names(),
                ("error", "1" | "t" | "T" | "true" | "TRUE" | "True") => options.error = Some(option),
                ("error", "0" | "f" | "F" | "false" | "FALSE" | "False") => options.error = None,
                _ => {
                    options.refused.get_or_insert(option);
                }
            }
        }
        options
    }

    /// Whether an experimental check is asked for.
    pub fn wants(&self, experiment: &str) -> bool {
        self.experimental.iter().any(|name| ["all", experiment].contains(&name.raw))
    }
}

impl<'s> Dockerfile<'s> {
    /// The options at the top of the file.
    pub fn check_options(&self) -> Option<CheckOptions<'s>> {
        self.directive("check").map(|check| CheckOptions::read(check.value))
    }

    /// The comments that BuildKit keeps with an instruction: all since the instruction before it, blank lines between
    /// them or not, from the last empty one on.
    pub fn comments_above(&self, instruction: &Instruction<'_>) -> impl Iterator<Item = &Comment<'s>> {
        let at = instruction.span.start;
        let index = self.instructions.partition_point(|other| other.span.start < at);
        let before = index.checked_sub(1).and_then(|index| self.instructions.get(index));
        let from = before.map_or(0, |before| before.span.end);
        let first = self.comments.partition_point(|comment| comment.text.span.start < from);
        let end = self.comments.partition_point(|comment| comment.text.span.start < at);
        let all = self.comments.get(first..end).unwrap_or_default();
        let reset = all.iter().rposition(|comment| !comment.is_indented && comment.raw_body().is_empty());
        all.iter().skip(reset.map_or(0, |reset| reset + 1)).filter(|comment| !comment.inside)
    }

    /// The comment above an instruction that says which checks are made of it: of several that are not indented, the
    /// first.
    pub fn check_above(&self, instruction: &Instruction<'_>) -> Option<(&Comment<'s>, CheckOptions<'s>)> {
        let mut known = self.comments_above(instruction).filter(|comment| !comment.is_indented);
        known.find_map(|comment| Some((comment, comment.check_options()?)))
    }
}

impl<'s> Comment<'s> {
    /// The options that it holds, if it is a `# check=` comment.
    pub fn check_options(&self) -> Option<CheckOptions<'s>> {
        let directive = self.as_directive().filter(|directive| directive.is_named("check"))?;
        Some(CheckOptions::read(directive.value))
    }

    fn raw_body(&self) -> &'s str {
        self.text.raw.strip_prefix('#').unwrap_or(self.text.raw).trim()
    }
}
