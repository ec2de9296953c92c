//! Files and directories that images have.

use std::sync::LazyLock;

use plimsoll_packed::Pack;

use crate::aliases::name;
use crate::images::fits_tag;
use crate::table::{ByRepository, Fields, Row};

static TEXT: Pack = Pack::new(include_bytes!(concat!(env!("OUT_DIR"), "/image-paths.tsv")));

static TABLE: LazyLock<ByRepository<ImagePath>> = LazyLock::new(|| ByRepository::new(TEXT.text()));

/// What an image has at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A directory.
    Directory,
}

#[derive(Clone, Copy, Debug)]
struct ImagePath {
    tags: &'static str,
    kind: PathKind,
    path: &'static str,
}

impl Row for ImagePath {
    const COLUMNS: &'static [&'static str] = &["repository", "tags", "kind", "path", "source"];

    fn read(fields: &mut Fields) -> Option<ImagePath> {
        let (_repository, tags, kind, path) = (fields.text(), fields.text(), fields.text(), fields.text());
        let kind = match kind {
            "file" => PathKind::File,
            "directory" => PathKind::Directory,
            _ => return None,
        };
        path.starts_with('/').then_some(ImagePath { tags, kind, path })
    }
}

/// What an image has at a path, if that is known.
pub fn kind(full: &str, tag: &str, path: &str) -> Option<PathKind> {
    let is_it = |row: &ImagePath| row.path == path && fits_tag(row.tags, tag);
    TABLE.about(&name(full)).find(is_it).map(|row| row.kind)
}

/// Whether an image has files below a directory that are known.
pub fn has_files_below(full: &str, tag: &str, directory: &str) -> bool {
    let is_below = |path: &str| path.strip_prefix(directory).is_some_and(|rest| rest.starts_with('/'));
    let is_it = |row: &ImagePath| row.kind == PathKind::File && is_below(row.path) && fits_tag(row.tags, tag);
    TABLE.about(&name(full)).any(|row| is_it(&row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_can_be_read() {
        crate::table::check::<ImagePath>(TEXT.text());
        let initial = "/docker-entrypoint-initdb.d";
        assert_eq!(kind("docker.io/library/postgres", "18-alpine", initial), Some(PathKind::Directory));
        assert_eq!(kind("docker.io/library/nginx", "1.30", "/etc/nginx/nginx.conf"), Some(PathKind::File));
        assert_eq!(kind("docker.io/library/redis", "8", initial), None);
        assert!(has_files_below("eclipse-mosquitto", "2", "/mosquitto"));
        assert!(!has_files_below("eclipse-mosquitto", "2", "/mosquitto/data"));
    }
}
