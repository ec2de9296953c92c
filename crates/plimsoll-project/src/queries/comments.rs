//! What people write beside and above what they set.

use plimsoll_diagnostics::Span;

use crate::Container;

impl<'p> Container<'p> {
    /// The comments in its service, and directly above it.
    pub(crate) fn comments(&self) -> impl Iterator<Item = &'p str> {
        self.comments_in(self.service.span)
    }

    /// The comments at a key and in what it holds, and directly above it.
    pub(crate) fn comments_of(&self, key: &str) -> impl Iterator<Item = &'p str> {
        let entry = self.service.fields.entry(key);
        // A merge may bring the value from elsewhere.
        let entry = entry.filter(|entry| entry.key.span.file == entry.value.span.file);
        let entry = entry.filter(|entry| entry.key.span.start < entry.value.span.end);
        entry.map(|entry| self.comments_in(entry.key.span.to(entry.value.span))).into_iter().flatten()
    }

    /// The text of the file in which a key of it stands: an overlay's, perhaps.
    pub(crate) fn text_with(&self, key: &str) -> Option<&'p str> {
        let entry = self.service.fields.entry(key)?;
        Some(self.project.sources.text(entry.key.span.file).raw)
    }

    /// What the comment directly above its name says, and the one behind the name.
    pub(crate) fn comment_at_name(&self) -> String {
        let mut lines: Vec<&str> = self.comments_in(self.service.name.span).collect();
        // Those above come first, the lowest before the others.
        let above = lines.iter().take_while(|line| line.starts_with('#')).count();
        lines.get_mut(..above).unwrap_or_default().reverse();
        lines.join("\n")
    }

    /// The comments of lines that a span touches, and those directly above it.
    fn comments_in(&self, span: Span) -> impl Iterator<Item = &'p str> {
        let text = self.project.sources.text(span.file).raw;
        let (before, after) = text.split_at_checked(span.start as usize).unwrap_or_default();
        let end = after.get(span.len()..).and_then(|rest| rest.find('\n')).unwrap_or_default();
        let own = after.get(..span.len() + end).unwrap_or(after);
        let above = before.lines().rev().skip(usize::from(!before.ends_with('\n')));
        let above = above.map(str::trim_start).take_while(|line| line.starts_with('#'));
        let inside = own.lines().filter_map(|line| {
            let is_whole = line.trim_start().starts_with('#');
            if is_whole { Some(line) } else { line.split_once(" # ").map(|(_, comment)| comment) }
        });
        above.chain(inside).filter(|comment| !is_code(comment))
    }
}

/// Whether a comment is a line that somebody took out: `# - ./data:/data`, `# image: acme/web`.
fn is_code(comment: &str) -> bool {
    let text = comment.trim_start().trim_start_matches('#').trim_start();
    let key = text.split(':').next().unwrap_or_default();
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    text.starts_with("- ") || text.contains(':') && key.chars().all(is_key)
}
