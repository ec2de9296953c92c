//! Images whose documentation turns off a security profile of their containers.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/unconfined-images.tsv");

static TABLE: LazyLock<ByRepository<UnconfinedImage>> = LazyLock::new(|| ByRepository::new(TEXT));

/// The profiles that the documentation of an image turns off.
#[derive(Clone, Copy)]
struct UnconfinedImage(&'static str);

impl Row for UnconfinedImage {
    const COLUMNS: &'static [&'static str] = &["repository", "profiles", "source"];

    fn read(fields: &mut Fields) -> Option<UnconfinedImage> {
        fields.text();
        Some(UnconfinedImage(fields.text()))
    }
}

/// Whether the documentation of an image turns off a profile: `seccomp`.
pub fn turns_off(full: &str, profile: &str) -> bool {
    TABLE.about(&name(full)).any(|image| image.0.split(' ').any(|own| own == profile))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<UnconfinedImage>(TEXT);
        assert!(turns_off("docker.io/milvusdb/milvus", "seccomp"));
        assert!(!turns_off("docker.io/milvusdb/milvus", "apparmor"));
    }
}
