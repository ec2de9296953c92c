//! The text files of the repository.

use std::path::Path;

use crate::Problems;

/// A text file of the repository, by its path with `/`.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// Every text file that Git tracks or would.
pub(crate) fn files(root: &Path) -> impl Iterator<Item = File> {
    let walk = ignore::WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .git_global(false)
        .parents(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Ord::cmp)
        .build();
    walk.flatten().filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file())).filter_map(
        move |entry| {
            let path = entry.path().strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
            let text = std::fs::read_to_string(entry.path()).ok()?;
            Some(File { path, text })
        },
    )
}

/// Writes a file, and says so.
pub(crate) fn write(root: &Path, path: &str, text: &str) -> Result<(), Problems> {
    std::fs::write(root.join(path), text).map_err(|error| vec![format!("{path}: {error}")])?;
    println!("wrote {path}");
    Ok(())
}

impl File {
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == "rs")
            && !self.path.starts_with("testdata/")
    }
}
