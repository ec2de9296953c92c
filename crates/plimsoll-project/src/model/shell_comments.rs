//! Comments that name the shell of a Dockerfile, as hadolint reads them.

use plimsoll_dockerfile::Dockerfile;

/// Where comments name the shell, in order, and which.
pub(crate) fn shell_comments<'s>(tree: &Dockerfile<'s>) -> Vec<(u32, &'s str)> {
    let comments = tree.comments.iter();
    comments.filter_map(|comment| Some((comment.text.span.start, named_shell(comment.text.raw)?))).collect()
}

/// The shell in `# hadolint shell=/bin/bash -o pipefail`.
fn named_shell(comment: &str) -> Option<&str> {
    let rest = comment.trim_start_matches('#').trim().strip_prefix("hadolint")?;
    let shell = rest.trim_start().strip_prefix("shell")?.trim_start().strip_prefix('=')?;
    Some(shell.trim()).filter(|shell| !shell.is_empty())
}
