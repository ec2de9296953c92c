//! Images that imitate another service for developers: catchers of mail, emulators of clouds.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/development-images.tsv");

static TABLE: LazyLock<ByRepository<DevelopmentImage>> = LazyLock::new(|| ByRepository::new(TEXT));

/// An image that imitates another service.
#[derive(Clone, Copy)]
struct DevelopmentImage;

impl Row for DevelopmentImage {
    const COLUMNS: &'static [&'static str] = &["repository", "source"];

    fn read(fields: &mut Fields) -> Option<DevelopmentImage> {
        (!fields.text().is_empty()).then_some(DevelopmentImage)
    }
}

/// Whether an image imitates another service for developers.
pub fn is_one(full: &str) -> bool {
    TABLE.about(&name(full)).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<DevelopmentImage>(TEXT);
        assert!(is_one("docker.io/axllent/mailpit") && !is_one("acme/mailpit"));
    }
}
