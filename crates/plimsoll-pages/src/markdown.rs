//! As much of Markdown as the rules' pages use: headings, fenced blocks and tables.

/// A heading and the lines below it, up to the next heading of any depth.
#[derive(Debug, PartialEq, Eq)]
pub struct Section<'t> {
    /// With its marks: `## Fixed`.
    pub heading: &'t str,
    /// Without their ends.
    pub lines: Vec<&'t str>,
}

/// The sections of a text. A `#` in a fenced block is a comment of the example, not a heading.
pub fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut fence = None;
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            None if ticks >= 3 => fence = Some(ticks),
            Some(open) if ticks >= open && line.trim_matches('`').trim().is_empty() => fence = None,
            None if line.starts_with('#') => {
                sections.push(Section { heading: line.trim_end(), lines: Vec::new() });
                continue;
            }
            _ => {}
        }
        if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        }
    }
    sections
}

/// The cells of the rows of the first table, its header and the rule below it left out.
pub fn table(lines: &[impl AsRef<str>]) -> Vec<Vec<&str>> {
    let rows = lines.iter().map(AsRef::as_ref);
    let rows = rows.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    rows.skip(2).map(|row| row.trim().trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The text with what would end a table's cell made harmless.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The text between backquotes, if all of it is.
pub fn code(text: &str) -> Option<&str> {
    text.strip_prefix('`')?.strip_suffix('`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_fenced_blocks_are_comments() {
        let text =
            "# a\none\n```dockerfile\n## not a heading\n```\n## b\n````text\n```\n# nor this\n````\ntwo\n";
        let found = sections(text);
        let headings: Vec<_> = found.iter().map(|section| section.heading).collect();
        assert_eq!(headings, ["# a", "## b"]);
        assert_eq!(found[1].lines, ["````text", "```", "# nor this", "````", "two"]);
    }

    #[test]
    fn a_table_is_its_rows() {
        let lines = ["Before.", "", "| a | b |", "|---|---|", "| `x` | y z |", "", "| other |"];
        assert_eq!(table(&lines), [["`x`", "y z"]]);
    }
}
