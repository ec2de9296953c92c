//! Which package managers an image lacks: those of other distributions than the one that it is built on.

use super::{ImageKind, KnownImage};
use crate::table::{Fields, Row, Table};

const TEXT: &str = include_str!("../../facts/package-managers.tsv");

static TABLE: Table<PackageManager> = Table::new(TEXT);

/// A package manager of some distributions.
#[derive(Debug)]
struct PackageManager {
    program: &'static str,
    /// The families whose images never have it.
    lacking: Vec<&'static str>,
}

impl Row for PackageManager {
    const COLUMNS: &'static [&'static str] = &["program", "lacking", "source"];

    fn read(fields: &mut Fields) -> Option<PackageManager> {
        let (program, lacking) = (fields.text(), fields.words());
        (!lacking.is_empty()).then_some(PackageManager { program, lacking })
    }
}

/// The package managers of distributions.
pub fn package_managers() -> impl Iterator<Item = &'static str> {
    TABLE.rows().iter().map(|manager| manager.program)
}

/// Whether a program is the package manager of a distribution.
pub fn is_package_manager(program: &str) -> bool {
    package_managers().any(|manager| manager == program)
}

impl KnownImage<'_> {
    /// Whether a program is the package manager of another distribution, and certainly not in the image.
    pub(super) fn is_foreign_manager(&self, program: &str) -> bool {
        let manager = TABLE.rows().iter().find(|manager| manager.program == program);
        manager.is_some_and(|manager| manager.lacking.contains(&self.family))
            && self.is_family_certain(program)
    }

    /// Whether the image is built on its family in all releases. Images of programs and of Java have moved from one
    /// distribution to another, but none of the languages ever came from Debian to Alpine without a word in the tag.
    fn is_family_certain(&self, program: &str) -> bool {
        match self.kind {
            ImageKind::Base => true,
            _ if self.family == "alpine" => self.names_alpine == Some(true),
            ImageKind::Runtime | ImageKind::Toolchain => program == "apk" && self.names_alpine == Some(false),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Images;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<PackageManager>(TEXT);
    }

    #[test]
    fn a_manager_belongs_to_a_family() {
        let has = |name: &str, tag: &str, program: &str| Images::default().find(name, tag)?.has_tool(program);
        let library = |name: &str| format!("docker.io/library/{name}");
        assert_eq!(has(&library("alpine"), "3.22", "apt-get"), Some(false));
        assert_eq!(has(&library("alpine"), "3.22", "apk"), Some(true));
        assert_eq!(has(&library("debian"), "13", "yum"), Some(false));
        assert_eq!(has(&library("node"), "24", "apk"), Some(false));
        assert_eq!(has(&library("node"), "", "apk"), None);
        assert_eq!(has(&library("fedora"), "43", "apt"), Some(false));
        assert_eq!(has(&library("fedora"), "43", "dnf"), Some(true));
        // These were built on Oracle Linux once, or may be Alpine without a word in the tag.
        assert_eq!(has(&library("maven"), "3.8-openjdk-17", "microdnf"), None);
        assert_eq!(has("docker.io/grafana/grafana", "5.4.3", "apt-get"), None);
        assert_eq!(has(&library("ubuntu"), "14.04", "sudo"), None);
        assert_eq!(has(&library("ubuntu"), "24.04", "sudo"), Some(false));
    }
}
