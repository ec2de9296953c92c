//! Rule pages as tests: the examples and their expected results.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::{FileKind, MemoryFiles};

/// The expected result of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The linter prints exactly this.
    Reported(Block),
    /// The rule reports nothing.
    Accepted,
    /// The rule no longer reports anything: a reported example after the fix.
    Repaired,
}

/// A small repository on a page, with its expected result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its files, in the order of the page.
    pub files: Vec<Block>,
    /// The expected result.
    pub expectation: Expectation,
    /// The files after safe fixes, from the `Fixed` section after it.
    pub fixed: Vec<Block>,
    /// The files after all fixes, from the section about unsafe fixes after it.
    pub fixed_unsafely: Vec<Block>,
}

/// A fenced block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The path of the file; empty for output.
    pub path: String,
    /// The text between the fences, including the final newline.
    pub text: String,
    /// The location of the text on the page, in bytes.
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

    /// The files that a run checks.
    pub fn paths(&self) -> Vec<String> {
        let is_checked = |path: &str, text: &str| {
            FileKind::of(path).is_some_and(FileKind::is_linted)
                && !FileKind::is_something_else(path, || Some(text.as_bytes().to_vec()))
        };
        let checked = self.files.iter().filter(|file| is_checked(&file.path, &file.text));
        checked.map(|file| file.path.clone()).collect()
    }

    /// The line on which it starts, from 1.
    pub fn line(&self) -> usize {
        self.files.first().map_or(0, |file| file.line)
    }
}

const ACCEPTED: &str = "Accepted";
const HOW_TO_FIX: &str = "How to fix";
const FIXED: &str = "Fixed";
const FIXED_UNSAFELY: &str = "Fixed with `--unsafe-fixes`";

/// The examples of a page.
///
/// Under `## Reported`, files (` ```dockerfile `, ` ```yaml api/compose.yaml `, ` ```toml ` for the configuration)
/// are followed by a ` ```text ` block with what is printed. Under `## Fixed` behind it stand the files after
/// safe fixes, under ``## Fixed with `--unsafe-fixes` `` those after all fixes. Under `## Accepted` and `## How to fix`,
/// files that stand together are one example; text between them, or a second file of the same name, starts the next.
/// An example under `## How to fix` has a file with the name of a reported one, and may add others. Blocks without a
/// file name, such as commands, are not examples there.
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
                accept(section, &mut files, &mut found);
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
                (HOW_TO_FIX, _) if block.path.is_empty() => {}
                (ACCEPTED | HOW_TO_FIX, _) => {
                    if files.iter().any(|file| file.path == block.path) {
                        accept(section, &mut files, &mut found);
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
    accept(section, &mut files, &mut found);
    if let Some(block) = files.first() {
        return Err(format!("line {}: no `text` block says what is printed", block.line));
    }
    match found
        .iter()
        .find(|example| example.expectation == Expectation::Repaired && !is_after(example, &found))
    {
        Some(example) => {
            Err(format!("line {}: no reported example has a file with one of these names", example.line()))
        }
        None => Ok(found),
    }
}

fn accept(section: &str, files: &mut Vec<Block>, found: &mut Vec<Example>) {
    let expectation = match section {
        ACCEPTED => Expectation::Accepted,
        HOW_TO_FIX => Expectation::Repaired,
        _ => return,
    };
    if !files.is_empty() {
        found.push(Example::new(std::mem::take(files), expectation));
    }
}

/// Whether it can be a reported example after the fix: they have a file in common.
fn is_after(repaired: &Example, examples: &[Example]) -> bool {
    let reported = examples.iter().filter(|example| matches!(example.expectation, Expectation::Reported(_)));
    let mut paths = reported.flat_map(|example| &example.files).map(|file| &file.path);
    paths.any(|path| repaired.files.iter().any(|file| file.path == *path))
}

/// The page with new text in some of its blocks.
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

    #[test]
    fn a_repaired_example_has_a_file_of_a_reported_one() {
        let reported = "# x\n\n## Reported\n\n```dockerfile\nFROM a\n```\n\n```text\nout\n```\n\n## How to fix\n\nWrite `b`.\n\n";
        let page =
            format!("{reported}```console\n$ b\n```\n\n```dockerfile\nFROM b\n```\n```toml\nb = 1\n```\n");
        let found = examples(&page).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].expectation, Expectation::Repaired);
        assert_eq!(found[1].files.len(), 2);
        let other = examples(&format!("{reported}```yaml\nb: 1\n```\n")).unwrap_err();
        assert_eq!(other, "line 17: no reported example has a file with one of these names");
    }
}
