//! Findings as the protocol tells them, file by file.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    Location, Range,
};
use plimsoll_diagnostics::{self as diagnostics, Applicability, Level, SourceFile, Sources, Span};
use plimsoll_linter::{RuleMeta, SessionUpdate, Tag};

use crate::Product;
use crate::client::Client;

/// What is to be said about one file.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) findings: Vec<Finding>,
    /// Of everything that is told: two reports with the same one are the same, whatever led to them. Zero when there
    /// is nothing to tell.
    pub(crate) hash: u64,
}

/// A finding, with what actions need to know.
pub(crate) struct Finding {
    pub(crate) shown: Diagnostic,
    pub(crate) meta: &'static RuleMeta,
    /// The first byte that it is about.
    pub(crate) at: u32,
    pub(crate) fixes: Vec<Fix>,
}

/// A fix, in the client's terms.
pub(crate) struct Fix {
    pub(crate) title: String,
    pub(crate) applicability: Applicability,
    /// Path, place and new text.
    pub(crate) edits: Vec<(String, Range, String)>,
}

impl Report {
    /// The findings as they are shown.
    pub(crate) fn items(&self) -> Vec<Diagnostic> {
        self.findings.iter().map(|finding| finding.shown.clone()).collect()
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.shown.severity == Some(DiagnosticSeverity::Error))
    }
}

/// A place in a file, as the client is told of it.
pub(crate) type Locate<'l> = dyn Fn(&SourceFile, Span) -> Location + 'l;

/// Puts findings into the protocol's words.
pub(crate) struct ToProtocol<'t> {
    pub(crate) product: &'t Product,
    pub(crate) client: &'t Client,
}

impl ToProtocol<'_> {
    /// The reports of all files with findings.
    pub(crate) fn reports(&self, place: &Locate<'_>, update: &SessionUpdate) -> BTreeMap<String, Report> {
        let mut reports: BTreeMap<String, Report> = BTreeMap::new();
        let sources = &update.checked.sources;
        for finding in &update.checked.diagnostics {
            let path = &sources.file(finding.primary.span.file).path;
            let Some(rule) = self.product.rules.iter().find(|rule| rule.meta.name == finding.rule) else {
                continue;
            };
            let told = self.tell(place, sources, finding, &rule.meta);
            reports.entry(path.clone()).or_default().findings.push(told);
        }
        for report in reports.values_mut() {
            report.hash = hash(report);
        }
        reports
    }

    fn tell(
        &self,
        place: &Locate<'_>,
        sources: &Sources,
        finding: &diagnostics::Diagnostic,
        meta: &'static RuleMeta,
    ) -> Finding {
        let encoding = self.client.encoding;
        let file = sources.file(finding.primary.span.file);
        let related = finding.related.iter().filter(|_| self.client.related_information).map(|label| {
            let location = place(sources.file(label.span.file), label.span);
            let text = if label.text.is_empty() { "see here" } else { &label.text };
            DiagnosticRelatedInformation { location, message: text.to_owned() }
        });
        let related: Vec<_> = related.collect();
        let shown = Diagnostic {
            range: encoding.range(file, finding.primary.span),
            severity: Some(match finding.level {
                Level::Error => DiagnosticSeverity::Error,
                Level::Warning => DiagnosticSeverity::Warning,
                Level::Note => DiagnosticSeverity::Information,
                Level::Style => DiagnosticSeverity::Hint,
            }),
            code: Some(Code::String(meta.name.to_owned())),
            code_description: Some(CodeDescription { href: meta.url().into() }),
            source: Some("plimsoll".to_owned()),
            message: message(finding).into(),
            tags: meta.tag.map(|of_rule| vec![tag(of_rule)]),
            related_information: Some(related).filter(|related| !related.is_empty()),
            data: None,
        };
        let fixes = finding.fixes.iter().map(|fix| {
            let edits = fix.edits.iter().map(|edit| {
                let file = sources.file(edit.span.file);
                (file.path.clone(), encoding.range(file, edit.span), edit.text.clone())
            });
            Fix {
                title: fix.title.clone().into_owned(),
                applicability: fix.applicability,
                edits: edits.collect(),
            }
        });
        Finding { shown, meta, at: finding.primary.span.start, fixes: fixes.collect() }
    }
}

/// All that there is to say, on a few lines.
fn message(finding: &diagnostics::Diagnostic) -> String {
    let mut text = finding.message.clone();
    if !finding.primary.text.is_empty() {
        text.push_str(": ");
        text.push_str(&finding.primary.text);
    }
    for note in &finding.notes {
        text.push_str("\nnote: ");
        text.push_str(note);
    }
    if let Some(help) = &finding.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    text
}

/// How the place of a finding is to be drawn.
fn tag(tag: Tag) -> DiagnosticTag {
    match tag {
        Tag::Unnecessary => DiagnosticTag::Unnecessary,
        Tag::Deprecated => DiagnosticTag::Deprecated,
    }
}

fn hash(report: &Report) -> u64 {
    let mut hasher = DefaultHasher::new();
    for finding in &report.findings {
        finding.shown.hash(&mut hasher);
        for fix in &finding.fixes {
            (&fix.title, &fix.edits).hash(&mut hasher);
        }
    }
    hasher.finish().max(1)
}
