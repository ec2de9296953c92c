//! An image reference that the engine rejects.

use dockerfile::From;
use plimsoll_linter::prelude::*;
use project::{is_image_placeholder, is_reference};

#[derive(Default)]
pub(crate) struct InvalidImage;

impl Rule for InvalidImage {
    fn check_from(&self, from: &From, cx: &mut Context) {
        // With a variable, another value may be a reference: `invalid-default-image`.
        let text = &*from.image.value;
        let is_filled_in =
            text.starts_with('@') || text.matches('@').count() > 1 || is_image_placeholder(text);
        let is_skipped = text.is_empty() || is_filled_in || text.contains(['$', '{', '%', '<', '"', '\'']);
        let Some(stage) = cx.stage().filter(|_| !is_skipped && !is_reference(text)) else { return };
        if matches!(stage.base(), Base::Stage(_)) || stage.file().tree.has_foreign_frontend() {
            return;
        }
        // The first word of a line that is no FROM at all.
        let line = cx.instruction().map(|instruction| instruction.span);
        let is_refused = |problem: &Diagnostic| line.is_some_and(|line| line.contains(problem.primary.span));
        if stage.file().tree.problems.iter().any(is_refused) {
            return;
        }
        report(text, from.image.text.span, Some(from.image.text.span), REFERENCE, cx);
    }

    fn check_stage(&self, stage: &Stage, cx: &mut Context) {
        for copied in stage.copies_from() {
            let Base::Image(image) = copied.source else { continue };
            let text = &*cx.text(copied.span).to_owned();
            let is_plain =
                !text.contains(['$', '{', '%', '<', '"', '\'', '@', '\\']) && !is_image_placeholder(text);
            if !is_plain || image.span != copied.span || text.is_empty() || is_reference(text) {
                continue;
            }
            report(text, copied.span, Some(copied.span), REFERENCE_OR_STAGE, cx);
        }
    }

    fn check_app(&self, app: &ComposeApp, cx: &mut Context) {
        // Of a file that Compose refuses, nothing is pulled.
        if !app.compose.problems.is_empty() {
            return;
        }
        for service in &app.compose.resolved().services {
            let Some(image) = &service.image else { continue };
            let text = &*image.value;
            // An empty one counts as none, and a template engine changes its templates first.
            let is_skipped = text.is_empty()
                || image.is_interpolated()
                || text.contains(['<', '{'])
                || is_image_placeholder(text);
            if is_skipped || is_reference(text) {
                continue;
            }
            let source = image.source();
            let is_as_written = source.raw.trim_matches(['"', '\'']) == text;
            let quotes = usize::from(image.is_quoted());
            let inside = is_as_written.then(|| source.slice(quotes, quotes + text.len()).span);
            let finding = report(text, image.span, inside, REFERENCE, cx);
            app.compose.explain(finding);
        }
    }
}

const REFERENCE: &str = "write `REPOSITORY:TAG`, such as `ghcr.io/acme/app:1.4`";
const REFERENCE_OR_STAGE: &str = "write `REPOSITORY:TAG`, such as `ghcr.io/acme/app:1.4`, or a stage's name";

/// Reports a text that is no reference; `written` is where it stands as it is, and can be replaced, and `help` what to do
/// where nothing like it is one.
fn report<'c>(
    text: &str,
    span: Span,
    written: Option<Span>,
    help: &'static str,
    cx: &'c mut Context,
) -> &'c mut Diagnostic {
    let (why, meant) = mistake(text);
    let finding = cx.report(span, format!("`{text}` is not a valid image reference"));
    finding.here(why);
    let Some(meant) = meant.filter(|meant| is_reference(meant)) else {
        return finding.help(help);
    };
    if let Some(written) = written {
        finding.fix(Fix::risky(format!("write `{meant}`")).replace(written, &*meant));
    }
    finding.help(format!("write `{meant}`"))
}

/// What is wrong, and what was probably meant.
fn mistake(text: &str) -> (&'static str, Option<String>) {
    let last = text.rsplit('/').next().unwrap_or_default();
    if let Some((_, rest)) = text.split_once("://") {
        ("an image reference cannot include a URL scheme", Some(rest.to_owned()))
    } else if text.contains(char::is_whitespace) {
        ("an image reference cannot contain spaces", joined(text))
    } else if let Some(name) = text.strip_suffix(':') {
        ("the tag is empty", Some(name.to_owned()))
    } else if text.contains(|c: char| c.is_ascii_uppercase()) && is_reference(&lowercase(text)) {
        ("repository names must be lowercase", Some(lowercase(text)))
    } else if last.matches(':').count() > 1 && !text.contains('@') {
        ("an image reference can have only one tag", None)
    } else if text.contains('@') {
        ("the digest must be `sha256:` followed by 64 hexadecimal digits", None)
    } else {
        ("the engine rejects this reference", None)
    }
}

/// A reference that is split by blanks: around its punctuation, or before its tag.
fn joined(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let is_open = |pair: &[&str]| matches!(pair, [left, right] if left.ends_with([':', '/', '@']) || right.starts_with([':', '/', '@']));
    match &*parts {
        [name, tag] if !is_open(&parts) => {
            let is_version = tag.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
            let has_tag = name.rsplit('/').next().is_some_and(|last| last.contains([':', '@']));
            ((is_version || *tag == "latest") && !has_tag).then(|| format!("{name}:{tag}"))
        }
        _ => parts.windows(2).all(is_open).then(|| parts.concat()),
    }
}

/// The reference with its repository in lowercase; tags keep their casing.
fn lowercase(text: &str) -> String {
    let name = text.rfind('/').map_or(0, |slash| slash + 1);
    let end = text.get(name..).and_then(|last| last.find([':', '@'])).map_or(text.len(), |at| at + name);
    let (repository, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    format!("{}{rest}", repository.to_ascii_lowercase())
}
