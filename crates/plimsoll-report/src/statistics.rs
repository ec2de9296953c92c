//! How often each rule reported, and whether `--fix` helps.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::Report;
use crate::report::has_safe_fix;
use crate::sanitize::visible;

#[derive(Default)]
struct Count {
    findings: usize,
    fixable: usize,
}

/// Writes a table of rules, the most frequent first.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_statistics(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        let count = counts.entry(&diagnostic.rule).or_default();
        count.findings += 1;
        count.fixable += usize::from(has_safe_fix(diagnostic));
    }
    let mut rows: Vec<(&str, Count)> = counts.into_iter().collect();
    // Stable: rules with equal counts stay sorted by name.
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
    let widest = rows.first().and_then(|(_, count)| count.findings.checked_ilog10());
    let width = widest.map_or(1, |digits| digits as usize + 1);
    for (rule, count) in &rows {
        let mark = if count.fixable == 0 {
            "[ ]"
        } else if count.fixable < count.findings {
            "[-]"
        } else {
            "[*]"
        };
        writeln!(out, "{:>width$} {mark} {}", count.findings, visible(rule))?;
    }
    if rows.iter().any(|(_, count)| count.fixable > 0) {
        writeln!(out, "\n[*] can be fixed with `--fix`, [-] some of them")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_diagnostics::{Diagnostic, FileId, Fix, Span};

    #[test]
    fn the_most_frequent_first_then_by_name() {
        let finding = |rule: &'static str, fix: Option<Fix>| {
            let mut diagnostic = Diagnostic::new(rule, Span::at(FileId::FIRST, 0), "m");
            diagnostic.fixes.extend(fix);
            diagnostic
        };
        let (safe, risky) = (|| Some(Fix::safe("f")), || Some(Fix::risky("f")));
        let mut diagnostics = vec![finding("b", safe()), finding("a", risky()), finding("c", safe())];
        diagnostics.extend((0..9).map(|_| finding("c", None)));
        let report = Report { diagnostics, ..Report::default() };
        let mut out = Vec::new();
        write_statistics(&report, &mut out).unwrap();
        let expected = "10 [-] c\n 1 [ ] a\n 1 [*] b\n\n[*] can be fixed with `--fix`, [-] some of them\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
