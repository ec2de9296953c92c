//! The search for files below a directory on disk, which ignore files cut short.

use std::io;
use std::path::Path;

/// The files below a folder, under the names that `name` gives them.
pub(super) fn walk(
    folder: &Path,
    name: &(dyn Fn(&Path) -> String + Sync),
    keep: &(dyn Fn(&str) -> bool + Sync),
) -> Vec<Result<String, (String, io::Error)>> {
    let (send, receive) = std::sync::mpsc::channel();
    // Hidden folders hold Dockerfiles too (`.devcontainer`), but nobody means the ones in `.git`.
    let walk = ignore::WalkBuilder::new(folder)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .threads(std::thread::available_parallelism().map_or(1, usize::from).min(8))
        .build_parallel();
    walk.run(|| {
        let send = send.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let path = name(entry.path());
                    // What is text of it leads nowhere.
                    let is_text = entry.path().to_str().is_some();
                    let found = if is_text {
                        Ok(path.clone())
                    } else {
                        Err((path.clone(), io::ErrorKind::InvalidFilename.into()))
                    };
                    keep(&path).then_some(found)
                }
                Ok(_) => None,
                Err(problem) => Some(Err(blame(folder, name, problem))),
            };
            // The receiver lives as long as the walk.
            let _ = found.map(|found| send.send(found));
            ignore::WalkState::Continue
        })
    });
    drop(send);
    receive.into_iter().collect()
}

/// The path that a failed step of the walk was about, and why it failed.
fn blame(
    folder: &Path,
    name: &(dyn Fn(&Path) -> String + Sync),
    problem: ignore::Error,
) -> (String, io::Error) {
    let mut path = name(folder);
    let mut inner = &problem;
    while let ignore::Error::WithDepth { err, .. }
    | ignore::Error::WithLineNumber { err, .. }
    | ignore::Error::WithPath { err, .. } = inner
    {
        if let ignore::Error::WithPath { path: at, .. } = inner {
            path = name(at);
        }
        inner = err;
    }
    let why = problem.to_string();
    (path, problem.into_io_error().unwrap_or_else(|| io::Error::other(why)))
}
