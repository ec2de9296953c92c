//! `# METADATA`: what comments say about a package or a rule.

use plimsoll_compose::yaml::{self, Yaml};
use plimsoll_diagnostics::{FileId, Level, Text};

/// What is said about a package or a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Metadata {
    /// What it is about, in a line.
    pub(crate) title: Option<String>,
    /// Its other names: `custom.id`.
    pub(crate) id: Option<String>,
    /// `custom.severity`.
    pub(crate) level: Option<Level>,
    /// What to do.
    pub(crate) help: Option<String>,
    /// Where more is to be read.
    pub(crate) link: Option<String>,
    /// The kinds of documents that it wants: `custom.input.selector[].type`, and schemas of `input`.
    pub(crate) inputs: Vec<String>,
}

/// The words for levels.
const LEVELS: [(&str, Level); 8] = [
    ("critical", Level::Error),
    ("high", Level::Error),
    ("error", Level::Error),
    ("medium", Level::Warning),
    ("warning", Level::Warning),
    ("low", Level::Note),
    ("info", Level::Note),
    ("note", Level::Note),
];

/// The level that a word names.
pub(crate) fn level(word: &str) -> Option<Level> {
    LEVELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, level)| *level)
}

/// The block of comments that ends on the line before byte `at`, if it is one of metadata.
pub(crate) fn before(text: &str, at: usize) -> Metadata {
    let above = text.get(..at).unwrap_or_default();
    // What stands on the line of `at` itself is no comment above it.
    let above = above.rsplit_once('\n').map_or("", |(above, _)| above);
    let comments = above.lines().rev().map_while(|line| line.trim_start().strip_prefix('#'));
    let mut lines: Vec<&str> = Vec::new();
    for line in comments {
        if line.trim() == "METADATA" {
            lines.reverse();
            return read(&lines);
        }
        lines.push(line);
    }
    Metadata::default()
}

fn read(lines: &[&str]) -> Metadata {
    let blank = lines.iter().filter(|line| !line.trim().is_empty());
    let margin = blank.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines: Vec<&str> = lines.iter().map(|line| line.get(margin..).unwrap_or_default()).collect();
    let text = lines.join("\n");
    let stream = yaml::read(Text::new(&text, FileId::FIRST, 0));
    let Some(top) = stream.documents.first() else { return Metadata::default() };
    let custom = top.get("custom");
    let own = |key: &str| custom.and_then(|custom| word(custom.get(key)?));
    let link = top.get("related_resources").and_then(|all| all.as_sequence()?.first());
    let selectors = custom.and_then(|custom| custom.get("input")?.get("selector")?.as_sequence());
    let mut inputs: Vec<String> =
        selectors.into_iter().flatten().filter_map(|one| word(one.get("type")?)).collect();
    let schemas = top.get("schemas").and_then(Yaml::as_sequence).into_iter().flatten();
    inputs.extend(schemas.filter_map(|one| schema(&word(one.get("input")?)?)));
    Metadata {
        title: top.get("title").and_then(word),
        id: own("id"),
        level: own("severity").and_then(|word| level(&word)),
        help: own("recommended_action").or_else(|| own("recommended_actions")),
        link: link.and_then(|link| word(link).or_else(|| word(link.get("ref")?))),
        inputs,
    }
}

fn word(node: &Yaml<'_>) -> Option<String> {
    node.as_scalar().map(|scalar| scalar.value.to_string())
}

/// `dockerfile` of `schema["dockerfile"]`.
fn schema(text: &str) -> Option<String> {
    let name = text.strip_prefix("schema")?.trim_matches(['[', ']', '"', '.']);
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_comments_is_read() {
        let text = "\
# About.
# METADATA
# title: No root
# related_resources:
#   - ref: https://example.org/root
# schemas:
#   - input: schema[\"dockerfile\"]
# custom:
#   id: ACME-1
#   severity: MEDIUM
#   input:
#     selector:
#       - type: dockerfile
package acme.root
";
        let read = before(text, text.find("package").unwrap_or(0));
        let expected = Metadata {
            title: Some("No root".to_owned()),
            id: Some("ACME-1".to_owned()),
            level: Some(Level::Warning),
            help: None,
            link: Some("https://example.org/root".to_owned()),
            inputs: vec!["dockerfile".to_owned(), "dockerfile".to_owned()],
        };
        assert_eq!(read, expected);
        assert_eq!(before("# a comment\npackage a\n", 12), Metadata::default());
    }
}
