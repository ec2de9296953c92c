//! Directories, some of them in others, and which of them a path lies in: found without going through all of them.

use std::path::{Path, PathBuf};

/// Values by their directories.
#[derive(Clone, Debug)]
pub(super) struct Nest<T> {
    /// In the order of their paths, in which all that is in a directory follows right after it.
    all: Vec<Place<T>>,
}

#[derive(Clone, Debug)]
struct Place<T> {
    directory: PathBuf,
    value: T,
    /// The nearest of the others that it lies in.
    above: Option<usize>,
}

impl<T> Nest<T> {
    /// Of several values for one directory, the first counts.
    pub(super) fn new(values: impl IntoIterator<Item = (PathBuf, T)>) -> Nest<T> {
        let place = |(directory, value)| Place { directory, value, above: None };
        let mut all: Vec<Place<T>> = values.into_iter().map(place).collect();
        all.sort_by(|a, b| a.directory.cmp(&b.directory));
        all.dedup_by(|next, first| next.directory == first.directory);
        let mut nest = Nest { all };
        for at in 1..nest.all.len() {
            let above = nest.all.get(at).and_then(|place| nest.nearest(Some(at - 1), &place.directory));
            nest.all.get_mut(at).into_iter().for_each(|place| place.above = above);
        }
        nest
    }

    /// The values of the directories that a path lies in or is, the nearest first.
    pub(super) fn around<'n>(&'n self, path: &Path) -> impl Iterator<Item = (&'n Path, &'n T)> + use<'n, T> {
        let last = self.all.partition_point(|place| place.directory.as_path() <= path).checked_sub(1);
        let mut next = self.nearest(last, path);
        std::iter::from_fn(move || {
            let place = self.all.get(next?)?;
            next = place.above;
            Some((place.directory.as_path(), &place.value))
        })
    }

    /// Whether one of the directories lies in a path.
    pub(super) fn is_below(&self, path: &Path) -> bool {
        let first = self.all.partition_point(|place| place.directory.as_path() < path);
        self.all.get(first).is_some_and(|place| place.directory.starts_with(path))
    }

    /// The nearest directory that a path lies in, from the one with this index upwards.
    fn nearest(&self, mut from: Option<usize>, path: &Path) -> Option<usize> {
        while let Some(place) = self.all.get(from?) {
            if path.starts_with(&place.directory) {
                return from;
            }
            from = place.above;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_directory_comes_first() {
        let paths = ["/b/a", "/b", "/a/b/c", "/a-b", "/a", "/b/a"];
        let nest = Nest::new(paths.into_iter().enumerate().map(|(at, path)| (PathBuf::from(path), at)));
        let around = |path| nest.around(Path::new(path)).map(|(_, at)| paths[*at]).collect::<Vec<_>>();
        assert_eq!(around("/a/b/c/d"), ["/a/b/c", "/a"]);
        assert_eq!(around("/a/b/d"), ["/a"]);
        assert_eq!(around("/a/c"), ["/a"]);
        assert_eq!(around("/a-b/c"), ["/a-b"]);
        assert_eq!(around("/b/a"), ["/b/a", "/b"]);
        assert_eq!(around("/b/ab"), ["/b"]);
        assert!(around("/").is_empty() && around("/c").is_empty());
        assert!(nest.is_below(Path::new("/a/b")) && nest.is_below(Path::new("/")));
        assert!(!nest.is_below(Path::new("/a/b/d")) && !nest.is_below(Path::new("/c")));
    }
}
