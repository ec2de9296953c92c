//! Which package managers an image lacks: those of other distributions than the one that it is built on.

use super::{ImageKind, KnownImage};

/// Package managers, with the families that never have them. Where one can be a link to another (`yum`, `dnf`), only
/// families of other packages count.
const STRANGERS: [(&[&str], &[&str]); 3] = [
    (&["apk"], &["debian", "ubuntu"]),
    (&["apt", "apt-get"], &["alpine", "almalinux", "amazonlinux", "fedora", "oraclelinux", "rockylinux"]),
    (&["dnf", "microdnf", "pacman", "yum", "zypper"], &["alpine", "debian", "ubuntu"]),
];

impl KnownImage<'_> {
    /// Whether a program is the package manager of another distribution, and certainly not in the image.
    pub(super) fn is_stranger(&self, program: &str) -> bool {
        let is_of_another = |(managers, families): &(&[&str], &[&str])| {
            managers.contains(&program) && families.contains(&self.family)
        };
        STRANGERS.iter().any(is_of_another) && self.is_family_certain(program)
    }

    /// Whether the image is built on its family in all releases. Images of programs and of Java have moved from one
    /// distribution to another, but none of the languages ever came from Debian to Alpine without a word in the tag.
    fn is_family_certain(&self, program: &str) -> bool {
        match self.kind {
            ImageKind::Base => true,
            _ if self.family == "alpine" => self.names_alpine,
            ImageKind::Runtime | ImageKind::Toolchain => program == "apk" && !self.names_alpine,
            _ => false,
        }
    }
}
