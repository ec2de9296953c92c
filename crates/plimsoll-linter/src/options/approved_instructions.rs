//! Which instructions, shells and frontends a Dockerfile may have, as options of rules.

use plimsoll_dockerfile::Keyword;
use plimsoll_project::{ImageName, ImagePatterns, too_many_stars};
use serde::Deserialize;

use super::WordList;

/// Which instructions, shells and frontends a Dockerfile may have.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ApprovedInstructions {
    forbid: Vec<Name>,
    /// The programs that `SHELL` may name.
    pub allow_shell: Option<WordList>,
    /// The images that may run the build.
    pub syntax: Option<Frontends>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct Name(Keyword);

impl TryFrom<String> for Name {
    type Error = String;

    fn try_from(text: String) -> Result<Name, String> {
        Keyword::from_name(&text).map(Name).ok_or_else(|| format!("`{text}` is not an instruction"))
    }
}

/// Patterns for the images that run builds.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub struct Frontends {
    patterns: ImagePatterns,
    /// The patterns as they are written.
    pub listed: WordList,
}

impl TryFrom<Vec<String>> for Frontends {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Frontends, String> {
        let patterns = ImagePatterns::new(&written).ok_or_else(too_many_stars)?;
        Ok(Frontends { patterns, listed: WordList::from(written) })
    }
}

impl ApprovedInstructions {
    /// Whether an instruction is forbidden.
    pub fn forbids(&self, keyword: Keyword) -> bool {
        self.forbid.iter().any(|Name(forbidden)| *forbidden == keyword)
    }
}

impl Frontends {
    /// Whether an image may run the build.
    pub fn accept(&self, image: &ImageName<'_>) -> bool {
        self.patterns.find(image).is_some()
    }
}
