//! Files on disk.

use std::io;
use std::path::{Path, PathBuf};

use super::search::walk;
use super::{FileSystem, plain_path};

/// Files on disk, below the folder that the program was started in.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskFiles;

/// Files on disk, below a folder that paths start from.
#[derive(Clone, Debug)]
pub struct DiskFolder(pub PathBuf);

impl FileSystem for DiskFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        read(Path::new(path), limit)
    }

    fn is_folder(&self, path: &str) -> bool {
        is_folder(Path::new(path))
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        walk(Path::new(folder), &plain_path, keep)
    }
}

impl FileSystem for DiskFolder {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        read(&self.0.join(path), limit)
    }

    fn is_folder(&self, path: &str) -> bool {
        is_folder(&self.0.join(path))
    }

    fn walk(
        &self,
        folder: &str,
        keep: &(dyn Fn(&str) -> bool + Sync),
    ) -> Vec<Result<String, (String, io::Error)>> {
        let name = |path: &Path| plain_path(path.strip_prefix(&self.0).unwrap_or(path));
        let start = if folder == "." { self.0.clone() } else { self.0.join(folder) };
        walk(&start, &name, keep)
    }
}

fn read(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    use io::Read;
    let file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(limit).min(limit) + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "this is the file system")]
fn is_folder(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.is_dir())
}
