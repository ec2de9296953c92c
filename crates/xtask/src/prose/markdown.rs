//! The sentences of a Markdown file: its prose, and the findings in its `text` blocks.

use super::{Kind, Passage};

/// Every text of a file, with its line.
pub(super) fn texts(source: &str) -> Vec<Passage> {
    let mut reader = Reader { texts: Vec::new(), paragraph: None };
    let mut fence: Option<(usize, &str)> = None;
    let mut is_front_matter = false;
    let mut is_comment = false;
    for (number, line) in (1..).zip(source.lines()) {
        let trimmed = line.trim_start();
        let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
        if let Some((open, info)) = fence {
            if ticks >= open && trimmed.trim_matches('`').trim().is_empty() {
                fence = None;
            } else if info == "text" {
                reader.texts.extend(finding(number, line));
            }
        } else if line == "---" && (number == 1 || is_front_matter) {
            is_front_matter = number == 1;
        } else if is_front_matter {
            let summary = line.strip_prefix("summary: ").map(|text| text.trim_matches('"'));
            reader.texts.extend(summary.map(|text| Passage {
                line: number,
                kind: Kind::Prose,
                text: text.to_owned(),
            }));
        } else if is_comment || trimmed.starts_with("<!--") {
            reader.end();
            is_comment = !line.contains("-->");
        } else if ticks >= 3 {
            reader.end();
            fence = Some((ticks, trimmed.trim_start_matches('`').trim()));
        } else {
            reader.prose(number, trimmed);
        }
    }
    reader.end();
    reader.texts
}

struct Reader {
    texts: Vec<Passage>,
    /// The one that is being read.
    paragraph: Option<Passage>,
}

impl Reader {
    fn prose(&mut self, number: usize, line: &str) {
        let opens = line.starts_with(['#', '|', '>', '!']) || is_item(line);
        if opens || line.is_empty() {
            self.end();
        }
        if line.starts_with('|') {
            // An escaped `|` belongs to its cell.
            let cells = line.replace("\\|", "/");
            let cells = cells.split('|').map(str::trim).filter(|cell| cell.contains(char::is_alphabetic));
            self.texts.extend(cells.map(|cell| text(number, cell)));
        } else if !line.is_empty() {
            let start = line.trim_start_matches(['#', '>', '-', '*', ' ']);
            match &mut self.paragraph {
                Some(paragraph) => paragraph.text.extend([" ", &text(number, line).text]),
                None => self.paragraph = Some(text(number, start)),
            }
            if line.starts_with('#') {
                self.end();
            }
        }
    }

    fn end(&mut self) {
        self.texts.extend(self.paragraph.take());
    }
}

fn is_item(line: &str) -> bool {
    let number = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    line.starts_with("- ") || line.starts_with("* ") || number.len() < line.len() && number.starts_with(". ")
}

/// Prose, with the text of links for links.
fn text(line: usize, prose: &str) -> Passage {
    let mut out = String::new();
    let mut rest = prose;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    Passage { line, kind: Kind::Prose, text: out.replace(['[', '*'], "") }
}

/// What a line of a printed finding says.
fn finding(number: usize, line: &str) -> Option<Passage> {
    let text = |kind, text: &str| Some(Passage { line: number, kind, text: text.to_owned() });
    if let Some(help) = line.trim_start().strip_prefix("= help: ") {
        return text(Kind::Help, help);
    }
    let heading = ["error[", "warning[", "note["].iter().find_map(|level| line.strip_prefix(level));
    if let Some((_, message)) = heading.and_then(|rest| rest.split_once("]: ")) {
        return text(Kind::Message, message);
    }
    // A line of the source has a number before the bar.
    let marks = line.trim_start().strip_prefix('|')?;
    let label = marks.trim_start_matches([' ', '|', '_', '^', '-', '\'']);
    let drawn = marks.strip_suffix(label)?;
    if drawn.contains(['^', '-']) && !label.is_empty() { text(Kind::Label, label) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_read_and_no_code() {
        let source = "---\nsummary: one\nlevel: note\n---\n\n# two\n\nThree is [a\nlink](x.md).\n- four\n- five\n\n\
                      ```console\n$ nobody\n```\n\n<!-- not\nthis -->\n| six | `a\\|b` |\n|---|---|\n";
        let found: Vec<String> = texts(source).into_iter().map(|text| text.text).collect();
        assert_eq!(found, ["one", "two", "Three is a link.", "four", "five", "six", "`a/b`"]);
    }

    #[test]
    fn findings_are_taken_apart() {
        let source = "```text\nerror[a-b]: the message\n --> a:1:1\n  |\n1 | FROM x - y\n  |      ^ the label\n\
                      2 | FROM y\n  |      - the other\n  |\n  = help: use `z`\n```\n";
        let found: Vec<(Kind, String)> =
            texts(source).into_iter().map(|text| (text.kind, text.text)).collect();
        let expected = [
            (Kind::Message, "the message"),
            (Kind::Label, "the label"),
            (Kind::Label, "the other"),
            (Kind::Help, "use `z`"),
        ];
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
    }
}
