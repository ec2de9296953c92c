//! Images whose programs wait for the services that they need.

use std::sync::LazyLock;

use crate::aliases::name;
use crate::table::{ByRepository, Fields, Row};

const TEXT: &str = include_str!("../facts/patient-images.tsv");

static TABLE: LazyLock<ByRepository<PatientImage>> = LazyLock::new(|| ByRepository::new(TEXT));

/// An image whose program waits.
#[derive(Clone, Copy)]
struct PatientImage;

impl Row for PatientImage {
    const COLUMNS: &'static [&'static str] = &["repository", "source"];

    fn read(fields: &mut Fields) -> Option<PatientImage> {
        (!fields.text().is_empty()).then_some(PatientImage)
    }
}

/// Whether the program of an image waits for the services that it needs.
pub fn waits(full: &str) -> bool {
    TABLE.about(&name(full)).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<PatientImage>(TEXT);
        assert!(waits("docker.io/milvusdb/milvus") && !waits("acme/milvus"));
    }
}
