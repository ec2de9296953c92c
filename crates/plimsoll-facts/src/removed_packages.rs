//! Packages that a release of Debian or Ubuntu does not have any more.

use crate::debian_releases::{DebianRelease, version};
use crate::table::{Fields, Row, Table};

static TABLE: Table<RemovedPackage> =
    Table::packed(include_bytes!(concat!(env!("OUT_DIR"), "/removed-packages.tsv")));

/// A package that is gone since a release.
#[derive(Debug)]
pub struct RemovedPackage {
    name: &'static str,
    debian: Option<(u32, u32)>,
    ubuntu: Option<(u32, u32)>,
    /// The package that has taken its place; empty where none has.
    pub instead: &'static str,
}

impl Row for RemovedPackage {
    const COLUMNS: &'static [&'static str] = &["package", "debian", "ubuntu", "instead", "source"];

    fn read(fields: &mut Fields) -> Option<RemovedPackage> {
        let name = fields.text();
        let (debian, ubuntu) = (version(fields.text()), version(fields.text()));
        (debian.is_some() || ubuntu.is_some()).then_some(())?;
        Some(RemovedPackage { name, debian, ubuntu, instead: fields.text() })
    }
}

/// The package of this name, if the release does not have it any more.
pub fn removed_from(release: DebianRelease, name: &str) -> Option<&'static RemovedPackage> {
    let package = TABLE.rows().iter().find(|package| package.name == name)?;
    release.is_from(package.debian, package.ubuntu).then_some(package)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::debian_releases::of_image;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<RemovedPackage>(TABLE.text());
        let is_gone = |image, tag, name| {
            of_image(image, tag).is_some_and(|release| removed_from(release, name).is_some())
        };
        assert!(is_gone("debian", "13-slim", "libgl1-mesa-glx"));
        assert!(is_gone("python", "3.13-slim-trixie", "libgl1-mesa-glx"));
        assert!(!is_gone("debian", "12", "libgl1-mesa-glx"));
        assert!(is_gone("ubuntu", "24.04", "libasound2"));
        assert!(!is_gone("ubuntu", "24.04", "netcat"));
    }
}
