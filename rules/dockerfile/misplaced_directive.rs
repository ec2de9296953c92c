//! A parser directive that is misspelt, or stands too low to be one.

use std::cell::LazyCell;

use dockerfile::{Comment, Directive};
use plimsoll_linter::prelude::*;

/// Flags that came after Docker Engine 23, the first to use BuildKit for every build
/// (<https://docs.docker.com/build/buildkit/dockerfile-release-notes/>).
const NEW_FLAGS: [&str; 6] =
    ["--parents", "--exclude", "--unpack", "--device", "--keep-git-dir", "--checksum"];

#[derive(Default)]
pub(crate) struct MisplacedDirective;

impl Rule for MisplacedDirective {
    fn check_dockerfile(&self, file: &DockerfileModel, cx: &mut Context) {
        let first = file.tree.instructions.first().map_or(u32::MAX, |first| first.span.start);
        let continues_lines = LazyCell::new(|| has_continued_lines(file));
        for comment in file.tree.comments.iter().take_while(|comment| comment.text.span.start < first) {
            let Some(Directive { name, value, .. }) = comment.as_directive() else { continue };
            let lower = name.raw.to_ascii_lowercase();
            if Directive::NAMES.contains(&&*lower) {
                // Where no line is continued so, the file means the same with it and without.
                let is_moot = lower == "escape" && (value.raw == "\\" || !*continues_lines);
                if !is_value_of(&lower, value.raw) || is_moot {
                    continue;
                }
                let Some(before) = above(file, comment) else { continue };
                let finding = cx.report(comment.text.span, format!("this `{lower}` directive has no effect"));
                finding
                    .here("this is parsed as a plain comment")
                    .label(before, "directives must come first, before any comment or empty line")
                    .help(format!("move `{}` to the top of the file", comment.text.raw.trim_end()));
                finding.is_minor = lower == "syntax" && !needs_frontend(file, value.raw);
            } else if let Some(meant) =
                nearest(&lower, Directive::NAMES).filter(|meant| is_value_of(meant, value.raw))
            {
                cx.report(name.span, format!("unknown directive `{}`", name.raw))
                    .here("this is parsed as a plain comment")
                    .help(format!("did you mean `{meant}`?"))
                    .fix(Fix::risky(format!("write `{meant}`")).replace(name.span, meant));
            }
        }
    }
}

/// Whether a file needs the frontend that it names, because that of a current engine may not be enough.
fn needs_frontend(file: &DockerfileModel, frontend: &str) -> bool {
    let is_experimental = frontend.contains("labs") || !frontend.contains("docker/dockerfile");
    is_experimental || NEW_FLAGS.iter().any(|flag| file.text.raw.contains(flag))
}

fn is_value_of(name: &str, value: &str) -> bool {
    match name {
        "syntax" => value.contains("docker/dockerfile") || value.starts_with("docker.io/"),
        "escape" => matches!(value, "`" | "\\"),
        _ => ["skip=", "error=", "experimental="].iter().any(|start| value.starts_with(start)),
    }
}

/// Whether a line other than a comment ends with a backquote, the escape character that there is besides `\`.
fn has_continued_lines(file: &DockerfileModel) -> bool {
    let mut lines = file.text.raw.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.any(|line| line.trim_end().ends_with('`'))
}

/// The line that ends the directives: the one above the comment.
fn above(file: &DockerfileModel, comment: &Comment) -> Option<Span> {
    let start = comment.text.span.start as usize;
    let text = file.text.raw.get(..start)?.trim_end_matches([' ', '\t']);
    let line = text.strip_suffix('\n')?.trim_end_matches('\r');
    let from = line.rfind('\n').map_or(0, |end| end + 1);
    Some(Span::new(comment.text.span.file, from, line.len()))
}
