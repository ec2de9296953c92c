//! The variables that files such as `.env.example` set. Every Compose file below one asks, so each is read once in a run.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use plimsoll_diagnostics::{FileId, Text};
use plimsoll_project::dotenv::DotEnv;

use crate::FileSystem;
use crate::limits::FILE_BYTES;

/// The names in a file; none where there is no such file.
type Names = Option<Arc<HashSet<String>>>;

/// The variables that files set, by the paths of the files.
#[derive(Debug, Default)]
pub(crate) struct EnvVariables(Mutex<HashMap<String, Names>>);

impl EnvVariables {
    /// The variables that a file sets.
    pub(crate) fn of(&self, files: &dyn FileSystem, path: &str) -> Names {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(path.to_owned()).or_insert_with(|| read(files, path)).clone()
    }

    /// Forgets a file that has another text, or is there or gone.
    pub(crate) fn forget(&mut self, path: &str) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

fn read(files: &dyn FileSystem, path: &str) -> Names {
    let bytes = files.is_file(path).then(|| files.read(path, FILE_BYTES).ok()).flatten()?;
    let text = String::from_utf8_lossy(&bytes);
    let read = DotEnv::parse(Text::new(&text, FileId::FIRST, 0));
    Some(Arc::new(read.variables.iter().map(|variable| variable.name.raw.to_owned()).collect()))
}
