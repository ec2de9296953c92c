//! Files in memory that count how often they are read, for tests of how much work a run does.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{Entry, FileSystem, Keep, MemoryFiles, Search};

/// Files in memory that count how often they are read.
#[derive(Debug, Default)]
pub struct CountedFiles {
    files: MemoryFiles,
    reads: AtomicUsize,
}

impl CountedFiles {
    /// Files that nobody has read yet.
    pub fn new(files: MemoryFiles) -> CountedFiles {
        CountedFiles { files, reads: AtomicUsize::new(0) }
    }

    /// The number of reads so far.
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }
}

impl FileSystem for CountedFiles {
    fn read(&self, path: &str, limit: usize) -> io::Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.files.read(path, limit)
    }

    fn look(&self, path: &str) -> io::Result<Entry> {
        self.files.look(path)
    }

    fn walk(&self, folder: &str, keep: &(dyn Fn(&str) -> Keep + Sync)) -> Search {
        self.files.walk(folder, keep)
    }
}
