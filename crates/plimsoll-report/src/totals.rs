//! The last lines of a report for people: how many findings there are, and what to do about them.

use std::io::{self, Write};

use crate::Summary;
use crate::sanitize::visible;

/// Writes what the findings come to. Where nothing was checked there is nothing to count.
pub(crate) fn write_totals(summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let kinds = [
        (summary.errors, "error"),
        (summary.warnings, "warning"),
        (summary.notes, "note"),
        (summary.styles, "style finding"),
    ];
    let problems = kinds.iter().map(|(count, _)| count).sum();
    let files = counted(summary.files, "file");
    match (problems, summary.files) {
        (0, 0) => {}
        (0, _) => writeln!(out, "No {}problems in {files}", if summary.only_new { "new " } else { "" })?,
        (_, checked) => {
            let levels: Vec<String> = kinds
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|&(count, name)| counted(count, name))
                .collect();
            write!(out, "Found {} ({})", counted(problems, "problem"), levels.join(", "))?;
            // Not "in": most of the files have no problems.
            if checked > 0 {
                write!(out, " · {files} checked")?;
            }
            writeln!(out, "{}", fixable(summary))?;
        }
    }
    if summary.lines > 0 {
        writeln!(out, "Also checked {} in scripts", counted(summary.lines, "container command"))?;
    }
    if let Some(stricter) = summary.stricter.as_ref().filter(|stricter| stricter.findings > 0) {
        let more = if stricter.findings == 1 { "more finding" } else { "more findings" };
        writeln!(out, "{} {more} with `--preset {}`", stricter.findings, visible(&stricter.preset))?;
    }
    Ok(())
}

/// How many findings the program can fix, and with which options.
fn fixable(summary: &Summary) -> String {
    match (summary.fixable, summary.risky) {
        (0, 0) => String::new(),
        (0, risky) => format!(" · {risky} fixable with `--fix --unsafe-fixes`"),
        (sure, 0) => format!(" · {sure} fixable with `--fix`"),
        (sure, risky) => format!(" · {sure} fixable with `--fix`, {risky} more with `--unsafe-fixes`"),
    }
}

fn counted(count: usize, name: &str) -> String {
    format!("{count} {name}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stricter;

    #[test]
    fn the_last_lines_count_in_words() {
        let said = |summary: &Summary| {
            let mut out = Vec::new();
            write_totals(summary, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let mut summary = Summary::default();
        assert_eq!(said(&summary), "");
        summary.errors = 1;
        assert_eq!(said(&summary), "Found 1 problem (1 error)\n");
        summary = Summary { files: 7, ..Summary::default() };
        assert_eq!(said(&summary), "No problems in 7 files\n");
        summary.only_new = true;
        assert_eq!(said(&summary), "No new problems in 7 files\n");
        summary.only_new = false;
        summary.stricter = Some(Stricter { preset: "security".into(), findings: 9 });
        assert_eq!(said(&summary), "No problems in 7 files\n9 more findings with `--preset security`\n");
        summary = Summary { files: 1, errors: 3, notes: 1, fixable: 1, ..Summary::default() };
        let found = "Found 4 problems (3 errors, 1 note) · 1 file checked";
        assert_eq!(said(&summary), format!("{found} · 1 fixable with `--fix`\n"));
        summary.risky = 2;
        assert_eq!(
            said(&summary),
            format!("{found} · 1 fixable with `--fix`, 2 more with `--unsafe-fixes`\n")
        );
        summary.fixable = 0;
        assert_eq!(said(&summary), format!("{found} · 2 fixable with `--fix --unsafe-fixes`\n"));
    }
}
