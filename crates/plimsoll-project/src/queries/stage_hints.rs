//! What the text of a stage hints at.

use crate::Stage;
use crate::model::text_hints::TextHints;

impl Stage<'_> {
    /// Whether it has, or starts from a stage that has, a program such as `gosu`, by which an entrypoint that was
    /// started as root becomes another user.
    pub fn switches_user(&self) -> bool {
        self.hints().switches_user
    }

    /// Whether APT's configuration says up to the end of instruction `at`, in this stage or in one it starts from,
    /// that questions are answered with yes.
    pub fn apt_assumes_yes(&self, at: usize) -> bool {
        let end = self.instructions().get(at).map_or(u32::MAX, |instruction| instruction.span.end);
        self.hints().apt_assumes_yes.is_some_and(|since| since < end)
    }

    /// Whether another stage starts from it.
    pub fn is_base(&self) -> bool {
        self.hints().is_base
    }

    pub(crate) fn hints(&self) -> TextHints {
        self.file().hints.get(self.index()).copied().unwrap_or_default()
    }
}
