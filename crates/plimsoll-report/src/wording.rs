//! A finding in words, for formats that have one field for all of it.

use std::borrow::Cow;

use plimsoll_diagnostics::Diagnostic;

use crate::places::Places;
use crate::sanitize::visible;
use crate::{Report, RuleInfo};

/// What is wrong and what to do, on one line.
pub(crate) fn one_line(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.iter().flat_map(|help| ["; ", help]);
    visible(&[&*diagnostic.message].into_iter().chain(help).collect::<String>()).into_owned()
}

/// All of it on lines of their own: what is wrong, why, the other places, what to do.
pub(crate) fn paragraph(report: &Report, diagnostic: &Diagnostic, places: &mut Places<'_>) -> String {
    let mut text = visible(&diagnostic.message).into_owned();
    let mut line = |parts: &[&str]| {
        text.push('\n');
        text.extend(parts.iter().map(|part| visible(part)));
    };
    if !diagnostic.primary.text.is_empty() {
        line(&[&diagnostic.primary.text]);
    }
    for related in &diagnostic.related {
        let file = &report.sources.file(related.span.file).path;
        let at = places.start(related.span);
        line(&[file, &format!(":{}:{}: ", at.line, at.column), &related.text]);
    }
    for note in &diagnostic.notes {
        line(&["note: ", note]);
    }
    if let Some(help) = &diagnostic.help {
        line(&["help: ", help]);
    }
    text
}

/// The link to a rule's page, if its place is known.
pub(crate) fn url<'r>(report: &'r Report, diagnostic: &Diagnostic) -> Option<&'r str> {
    report.rule(&diagnostic.rule).map(|rule| &*rule.url)
}

impl RuleInfo {
    /// Why there is such a rule: what its page says before the first section.
    pub(crate) fn reason(&self) -> Cow<'static, str> {
        let text = self.page.get().split("\n## ").next().unwrap_or_default();
        let paragraphs = text.trim().split("\n\n").filter(|paragraph| !paragraph.starts_with('#'));
        // Lines are broken where the page is full, not where a sentence ends.
        let reason: Vec<String> = paragraphs.map(|paragraph| paragraph.replace('\n', " ")).collect();
        if reason.is_empty() { Cow::Borrowed(self.summary) } else { Cow::Owned(reason.join("\n\n")) }
    }
}
