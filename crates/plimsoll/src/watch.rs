//! `--watch`: check again whenever a file changes.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use plimsoll_linter::{DiskFiles, Workspace, plain_path};

use crate::args::CheckArgs;
use crate::check::check_once;
use crate::failure::Failure;

/// How often is looked. Asking works on every file system, and costs little at this pace.
const PACE: Duration = Duration::from_millis(400);

/// Files with what tells that they changed.
type Seen = BTreeMap<String, (Option<SystemTime>, u64)>;

/// Checks until the program is ended, or its output has no reader.
pub(crate) fn watch(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let paths: Vec<String> = args.paths.iter().map(|path| plain_path(Path::new(path))).collect();
    loop {
        let seen = look(&paths);
        if std::io::stdout().is_terminal() {
            write!(std::io::stdout(), "\x1b[2J\x1b[H")?;
        }
        // A mistake on the command line will not go away by itself.
        check_once(args)?;
        writeln!(anstream::stderr(), "\nwaiting for changes; Ctrl+C ends this")?;
        while look(&paths) == seen {
            std::thread::sleep(PACE);
        }
    }
}

/// What there is now.
#[expect(
    clippy::disallowed_methods,
    reason = "the linter reads files; here only their dates are of interest"
)]
fn look(paths: &[String]) -> Seen {
    let workspace = Workspace::find(&DiskFiles, paths);
    let Workspace { compose, dockerfiles, configs, .. } = workspace;
    let files = compose.into_iter().chain(dockerfiles).chain(configs);
    let state =
        |path: &String| std::fs::metadata(path).ok().map(|found| (found.modified().ok(), found.len()));
    files.map(|path| (state(&path).unwrap_or_default(), path)).map(|(state, path)| (path, state)).collect()
}
