//! A rule's page as a test: the examples in it, with what they expectation.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::{FileKind, MemoryFiles};

/// What an example promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The linter prints exactly this.
    Reported(Block),
    /// The rule has nothing to say.
    Accepted,
}

/// A small repository in a page, and what is promised about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its files, in the order of the page.
    pub files: Vec<Block>,
    /// What is promised.
    pub expectation: Expectation,
    /// The files after safe fixes, from the `Fixed` section behind it.
    pub fixed: Vec<Block>,
    /// The files after all fixes, from the section behind it about unsafe ones.
    pub fixed_unsafely: Vec<Block>,
}

/// A fenced block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The file it stands for; empty for output.
    pub path: String,
    /// What is between the fences, with the last line end.
    pub text: String,
    /// Where that stands in the page, in bytes.
    pub place: Range<usize>,
    /// The line of the opening fence, from 1.
    pub line: usize,
}

impl Example {
    fn new(files: Vec<Block>, expectation: Expectation) -> Example {
        Example { files, expectation, fixed: Vec::new(), fixed_unsafely: Vec::new() }
    }

    /// Its files, to lint.
    pub fn repository(&self) -> MemoryFiles {
        MemoryFiles(self.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect())
    }

    /// The files that a run would be asked to look at.
    pub fn paths(&self) -> Vec<String> {
        self.files
            .iter()
            .map(|file| file.path.clone())
            .filter(|path| FileKind::of(path).is_some_and(FileKind::is_linted))
            .collect()
    }

    /// The line of the page where it starts, from 1.
    pub fn line(&self) -> usize {
        self.files.first().map_or(0, |file| file.line)
    }
}

const FIXED: &str = "Fixed";
const FIXED_UNSAFELY: &str = "Fixed with `--unsafe-fixes`";

/// The examples of a page.
///
/// Under `## Reported`, files (` ```dockerfile `, ` ```yaml api/compose.yaml `, ` ```toml ` for the configuration)
/// are followed by a ` ```text ` block with what is printed. Under `## Fixed` behind it stand the files after
/// safe fixes, under ``## Fixed with `--unsafe-fixes` `` those after all fixes. Under `## Accepted`, files that stand together are one example; text between them, or a second file
/// of the same name, starts the next.
///
/// # Errors
/// When the page breaks these rules, with the line and why.
pub fn examples(page: &str) -> Result<Vec<Example>, String> {
    let mut found = Vec::new();
    let mut section = "";
    let mut files: Vec<Block> = Vec::new();
    for part in parts(page)? {
        match part {
            Part::Prose(line) => {
                if section == "Accepted" {
                    accept(&mut files, &mut found);
                }
                if let Some(title) = line.strip_prefix("## ") {
                    if let Some(block) = files.first() {
                        return Err(format!("line {}: no `text` block says what is printed", block.line));
                    }
                    section = title.trim();
                }
            }
            Part::Block(language, block) => match (section, language) {
                ("Reported", "text") => {
                    let files = std::mem::take(&mut files);
                    found.push(Example::new(files, Expectation::Reported(block)));
                }
                ("Reported", _) => files.push(block),
                ("Accepted", _) => {
                    if files.iter().any(|file| file.path == block.path) {
                        accept(&mut files, &mut found);
                    }
                    files.push(block);
                }
                (FIXED | FIXED_UNSAFELY, _) => match found.last_mut() {
                    Some(example) if section == FIXED => example.fixed.push(block),
                    Some(example) => example.fixed_unsafely.push(block),
                    None => {
                        return Err(format!("line {}: nothing was reported that could be fixed", block.line));
                    }
                },
                _ => {}
            },
        }
    }
    if section == "Accepted" {
        accept(&mut files, &mut found);
    }
    match files.first() {
        Some(block) => Err(format!("line {}: no `text` block says what is printed", block.line)),
        None => Ok(found),
    }
}

fn accept(files: &mut Vec<Block>, found: &mut Vec<Example>) {
    if !files.is_empty() {
        found.push(Example::new(std::mem::take(files), Expectation::Accepted));
    }
}

/// The page with other text in some of its blocks.
pub fn rewrite(page: &str, texts: &BTreeMap<usize, (Range<usize>, String)>) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (place, text) in texts.values() {
        out.push_str(page.get(at..place.start).unwrap_or_default());
        out.push_str(text);
        at = place.end;
    }
    out.push_str(page.get(at..).unwrap_or_default());
    out
}

enum Part<'p> {
    /// A line of text that is not blank.
    Prose(&'p str),
    /// The language of a fence, and the block.
    Block(&'p str, Block),
}

fn parts(page: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut open: Option<(&str, &str, Block)> = None;
    let mut at = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let bare = line.trim_end();
        match &mut open {
            Some((fence, language, block)) if bare == *fence => {
                block.place.end = start;
                page.get(block.place.clone()).unwrap_or_default().clone_into(&mut block.text);
                parts.push(Part::Block(language, block.clone()));
                open = None;
            }
            None if bare.starts_with("```") => {
                let info = bare.trim_start_matches('`');
                let fence = bare.get(..bare.len() - info.len()).unwrap_or_default();
                let mut words = info.split_ascii_whitespace();
                let language = words.next().unwrap_or_default();
                let path = words.next().unwrap_or(match language {
                    "dockerfile" => "Dockerfile",
                    "yaml" => "compose.yaml",
                    "toml" => "plimsoll.toml",
                    _ => "",
                });
                let block =
                    Block { path: path.to_owned(), text: String::new(), place: at..at, line: index + 1 };
                open = Some((fence, language, block));
            }
            None if !bare.is_empty() => parts.push(Part::Prose(bare)),
            Some(_) | None => {}
        }
    }
    match open {
        Some((.., block)) => Err(format!("line {}: the block is not closed", block.line)),
        None => Ok(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_as_examples() {
        let page = "# x\n\n## Reported\n\n```dockerfile\nFROM a\n```\n\n```text\nout\n```\n\n## Fixed\n\n```dockerfile\nFROM b\n```\n\n\
                    ## Accepted\n\n```yaml\na: 1\n```\n```dockerfile api/Dockerfile\nFROM c\n```\n\nand\n\n```dockerfile\nFROM d\n```\n";
        let examples = examples(page).unwrap();
        assert_eq!(examples.len(), 3);
        assert_eq!(examples[0].fixed[0].text, "FROM b\n");
        assert_eq!(examples[1].paths(), ["compose.yaml", "api/Dockerfile"]);
        assert_eq!(examples[2].files[0].text, "FROM d\n");
        assert!(super::examples("## Reported\n```dockerfile\nFROM a\n```\n").is_err());
    }
}
