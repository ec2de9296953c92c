//! Findings as rustc would tell them.

use std::io::{self, Write};

use codespan_reporting::files::Error as RenderError;
use codespan_reporting::term::{Chars, Config};
use plimsoll_diagnostics::{Applicability, Diagnostic, Fix, Sources};

use crate::Report;
use crate::fix_preview::FixPreview;
use crate::gathered::Gathered;
use crate::painter::{Paint, Painter};
use crate::places::Places;
use crate::sanitize::visible;
use crate::snippets::Snippets;
use crate::totals::write_totals;

/// How text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextOptions {
    /// With ANSI colours.
    pub colour: bool,
    /// With what each fix would change.
    pub full: bool,
    /// Without anything but findings: no summary, no hints.
    pub only_findings: bool,
    /// With the name of a rule as a link to its page, for terminals that know links.
    pub links: bool,
}

/// Where a rule's page is, if names of rules are to be links.
type PageOf<'p> = dyn Fn(&str) -> Option<&'p str> + 'p;

/// Writes every finding, and what they come to.
pub(crate) fn write(report: &Report, options: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    let page_of = |rule: &str| report.rule(rule).filter(|_| options.links).map(|rule| &*rule.url);
    let gathered = Gathered::new(report);
    write_all(&report.sources, &gathered.shown, options, Some(&page_of), out)?;
    for (at, line) in gathered.lines().enumerate() {
        let start = if at == 0 { "\n" } else { "" };
        writeln!(out, "{start}{}", visible(&line))?;
    }
    if options.only_findings {
        return Ok(());
    }
    if !report.diagnostics.is_empty() {
        writeln!(out)?;
    }
    write_totals(&report.summary, out)?;
    report.not_shown.write(out)?;
    // A reader who meets a rule for the first time does not know that it has a page.
    let mut rules = report.diagnostics.iter().map(|it| &it.rule).filter(|rule| report.rule(rule).is_some());
    match rules.next() {
        Some(rule) if rules.all(|other| other == rule) => {
            writeln!(out, "for more about this rule, run `plimsoll explain {rule}`")
        }
        Some(_) => writeln!(out, "for more about a rule, run `plimsoll explain RULE`"),
        None => Ok(()),
    }
}

/// Writes findings with an empty line between them, and nothing else: no codes of other linters, either.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_findings(
    sources: &Sources,
    diagnostics: &[Diagnostic],
    options: TextOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diagnostics: Vec<&Diagnostic> = diagnostics.iter().collect();
    write_all(sources, &diagnostics, options, None, out)
}

/// In a report, the name of a rule has a page, and another linter's code beside it.
fn write_all(
    sources: &Sources,
    diagnostics: &[&Diagnostic],
    options: TextOptions,
    page_of: Option<&PageOf<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let config = Config { chars: Chars::ascii(), ..Config::default() };
    let mut painter = Painter::new(options.colour);
    let mut places = Places::new(sources);
    for (at, diagnostic) in diagnostics.iter().enumerate() {
        if at > 0 {
            writeln!(painter)?;
        }
        let page = page_of.and_then(|page_of| page_of(&diagnostic.rule));
        let snippets = Snippets::new(sources, diagnostic, page, page_of.is_some());
        let previews: Vec<FixPreview<'_>> = if options.full {
            diagnostic.fixes.iter().map(|fix| FixPreview::new(sources, fix)).collect()
        } else {
            Vec::new()
        };
        let last_line = previews.iter().map(FixPreview::last_line).chain([snippets.last_line()]).max();
        let gutter = last_line.and_then(usize::checked_ilog10).map_or(1, |digits| digits as usize + 1);
        snippets.write(gutter, &mut places, &config, &mut painter).map_err(into_io)?;
        write_notes(diagnostic, &previews, gutter, &mut painter)?;
        painter.flush_to(out)?;
    }
    Ok(())
}

fn into_io(error: RenderError) -> io::Error {
    match error {
        RenderError::Io(error) => error,
        other => io::Error::other(other.to_string()),
    }
}

/// What to do: the help, and the fixes; each with its changes when there are previews.
fn write_notes(
    diagnostic: &Diagnostic,
    previews: &[FixPreview<'_>],
    gutter: usize,
    painter: &mut Painter,
) -> io::Result<()> {
    let help = diagnostic.help.as_deref();
    let is_help = |fix: &&Fix| previews.is_empty() && help.is_some_and(|help| say_the_same(help, &fix.title));
    let (helped, fixes): (Vec<&Fix>, Vec<&Fix>) = diagnostic.fixes.iter().partition(is_help);
    if help.is_none() && fixes.is_empty() && diagnostic.notes.is_empty() {
        return Ok(());
    }
    painter.paint(Paint::Frame)?;
    write!(painter, "{:gutter$} |", "")?;
    painter.paint(Paint::Plain)?;
    writeln!(painter)?;
    for note in &diagnostic.notes {
        write_note("note", note, "", gutter, painter)?;
    }
    if let Some(help) = help {
        // What changes a file by hand only is what any help is.
        let option = helped.first().and_then(|fix| option(fix.applicability)).unwrap_or_default();
        write_note("help", help, option, gutter, painter)?;
    }
    for (at, fix) in fixes.into_iter().enumerate() {
        let option = option(fix.applicability).unwrap_or(" (manual)");
        write_note("fix", &fix.title, option, gutter, painter)?;
        if let Some(preview) = previews.get(at) {
            preview.write(diagnostic.primary.span.file, gutter, painter)?;
        }
    }
    Ok(())
}

/// The option that applies a fix, if any does.
fn option(applicability: Applicability) -> Option<&'static str> {
    match applicability {
        Applicability::Safe => Some(" (`--fix`)"),
        Applicability::Unsafe => Some(" (`--unsafe-fixes`)"),
        Applicability::Manual => None,
    }
}

fn write_note(word: &str, text: &str, end: &str, gutter: usize, painter: &mut Painter) -> io::Result<()> {
    painter.paint(Paint::Frame)?;
    write!(painter, "{:gutter$} = ", "")?;
    painter.paint(Paint::Strong)?;
    write!(painter, "{word}")?;
    painter.paint(Paint::Plain)?;
    writeln!(painter, ": {}{end}", visible(text))
}

/// Whether a reader of `help` learns nothing from `title`: both name the same code, or they are the same words.
///
/// "pass `-y`" and "add `-y`" say the same.
fn say_the_same(help: &str, title: &str) -> bool {
    let code =
        |text: &str| -> Vec<String> { text.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let (in_help, in_title) = (code(help), code(title));
    if in_title.is_empty() { help.eq_ignore_ascii_case(title) } else { in_help == in_title }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::{SourceFile, Span};

    #[test]
    fn any_place_can_be_shown() {
        let sources = Sources::new();
        let text = format!("\u{feff}é\t漢\r\n\0{}é\n\n{}x", "ü".repeat(300), "y\n".repeat(300));
        let file = sources.add(SourceFile::new("f", text.as_str()));
        // Even places inside of characters and behind the end: a mistake in a rule must not cost the report.
        let places: Vec<usize> =
            (0..30).chain(200..210).chain(600..640).chain([text.len(), text.len() + 3]).collect();
        for &start in &places {
            for end in places.iter().copied().filter(|&end| end >= start) {
                let span = Span::new(file, start, end);
                let mut diagnostic = Diagnostic::new("r", span, "m");
                diagnostic.label(span, "l").fix(Fix::safe("f").replace(span, "\u{1b}new\r\n"));
                let mut out = Vec::new();
                let options = TextOptions { full: true, ..TextOptions::default() };
                write_findings(&sources, &[diagnostic], options, &mut out).unwrap();
                let shown = String::from_utf8(out).unwrap();
                assert!(shown.starts_with("warning[r]: m\n") && shown.contains(" --> f:"), "{start}..{end}");
                assert!(shown.lines().count() <= 30, "{start}..{end}: {shown}");
                assert!(!shown.contains(['\u{1b}', '\r', '\0']), "{start}..{end}: {shown}");
            }
        }
    }

    #[test]
    fn the_name_of_a_rule_leads_to_its_page() {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("f", "x\n"));
        let diagnostic = Diagnostic::new("r", Span::new(file, 0, 1), "m");
        let diagnostics = [&diagnostic];
        let page_of = |_: &str| Some("https://example.org/r");
        let mut out = Vec::new();
        write_all(&sources, &diagnostics, TextOptions::default(), Some(&page_of), &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        let link = "\u{1b}]8;;https://example.org/r\u{1b}\\r\u{1b}]8;;\u{1b}\\";
        assert!(shown.starts_with(&format!("warning[{link}]: m\n")), "{shown:?}");
    }

    #[test]
    fn what_is_empty_is_named_and_not_shown() {
        let sources = Sources::new();
        let file = sources.add(SourceFile::new("missing", ""));
        let mut out = Vec::new();
        let diagnostics = [Diagnostic::new("r", Span::at(file, 0), "m")];
        write_findings(&sources, &diagnostics, TextOptions::default(), &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "warning[r]: m\n --> missing\n");
    }

    #[test]
    fn help_and_fix_that_name_the_same_code() {
        assert!(say_the_same("pass `-y`", "add `-y`"));
        assert!(say_the_same("Drop the key", "drop the key"));
        assert!(!say_the_same("pin the version", "add `=1.2`"));
        assert!(!say_the_same("drop the key", "drop the value"));
    }
}
