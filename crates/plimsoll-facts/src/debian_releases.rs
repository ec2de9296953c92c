//! Releases of Debian and Ubuntu, and what came or went with one of them.

use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../facts/debian-releases.tsv");

static TABLE: Table<DebianRelease> = Table::new(TEXT);

/// A release of Debian or Ubuntu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DebianRelease {
    codename: &'static str,
    is_ubuntu: bool,
    version: (u32, u32),
}

impl Row for DebianRelease {
    const COLUMNS: &'static [&'static str] = &["codename", "distribution", "version", "source"];

    fn read(fields: &mut Fields) -> Option<DebianRelease> {
        let (codename, distribution) = (fields.text(), fields.text());
        let is_ubuntu = distribution == "ubuntu";
        (is_ubuntu || distribution == "debian").then_some(())?;
        Some(DebianRelease { codename, is_ubuntu, version: version(fields.text())? })
    }
}

impl DebianRelease {
    /// The release with this code name.
    pub(crate) fn named(codename: &str) -> Option<DebianRelease> {
        TABLE.rows().iter().find(|release| release.codename == codename).copied()
    }

    /// Its code name; empty where a tag gives its version.
    pub fn codename(self) -> &'static str {
        self.codename
    }

    /// Whether it is one of Debian's since `debian`, or one of Ubuntu's since `ubuntu`.
    fn is_since(self, debian: u32, ubuntu: (u32, u32)) -> bool {
        if self.is_ubuntu { self.version >= ubuntu } else { self.version >= (debian, 0) }
    }

    /// The same, where a distribution may be meant or not.
    pub(crate) fn is_from(self, debian: Option<(u32, u32)>, ubuntu: Option<(u32, u32)>) -> bool {
        let since = if self.is_ubuntu { ubuntu } else { debian };
        since.is_some_and(|since| self.version >= since)
    }

    /// Whether the option `pipefail` of its `sh` exists: dash has it since Debian's 0.5.12-7
    /// (<https://tracker.debian.org/media/packages/d/dash/changelog-0.5.12-12>).
    pub fn has_pipefail(self) -> bool {
        self.is_since(13, (25, 4))
    }

    /// Whether its Python refuses what `pip` would install beside its packages (<https://peps.python.org/pep-0668/>): in
    /// Debian since 12 (<https://www.debian.org/releases/bookworm/amd64/release-notes/ch-information.en.html>).
    pub fn has_managed_python(self) -> bool {
        self.is_since(12, (23, 4))
    }

    /// Whether it still has `apt-key`, which APT 2.9.19 removed
    /// (<https://tracker.debian.org/media/packages/a/apt/changelog-3.0.3>).
    pub fn has_apt_key(self) -> bool {
        !self.is_since(13, (25, 4))
    }
}

/// The release that an image of Debian or Ubuntu is, or that a part of a tag such as `3.13-slim-bookworm` names.
pub fn of_image(short: &str, tag: &str) -> Option<DebianRelease> {
    let named = DebianRelease::named;
    if !matches!(short, "debian" | "ubuntu") {
        // Here these words are about the program: `1.11.0-cuda11.3-cudnn8-devel`.
        let is_other = |part: &&str| matches!(*part, "devel" | "experimental" | "testing" | "unstable");
        return tag.split('-').filter(|part| !is_other(part)).find_map(named);
    }
    let first = tag.split('-').next()?;
    named(first).or_else(|| {
        let version = version(first)?;
        Some(DebianRelease { codename: "", is_ubuntu: short == "ubuntu", version })
    })
}

/// Whether a word is the code name of a release: `bookworm`.
pub(crate) fn is_codename(word: &str) -> bool {
    TABLE.rows().iter().any(|release| release.codename == word)
}

/// `24.04`, `12`, `12.5`
pub(crate) fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next().unwrap_or(Ok(0)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<DebianRelease>(TEXT);
        let has = |short, tag| of_image(short, tag).map(DebianRelease::has_pipefail);
        for (short, tag, expected) in [
            ("debian", "12.5-slim", Some(false)),
            ("debian", "trixie-20251103-slim", Some(true)),
            ("debian", "13", Some(true)),
            ("ubuntu", "24.04", Some(false)),
            ("ubuntu", "25.10", Some(true)),
            ("ubuntu", "latest", None),
            ("python", "3.13-slim-bookworm", Some(false)),
            ("node", "22", None),
            ("", "1.11.0-cuda11.3-cudnn8-devel", None),
        ] {
            assert_eq!(has(short, tag), expected, "{short}:{tag}");
        }
    }
}
