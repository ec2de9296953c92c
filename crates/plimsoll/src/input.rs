//! What a run reads: the paths of the command line, and standard input.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::Path;

use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{FileKind, plain_path};

use crate::args::CheckArgs;
use crate::failure::Failure;

/// The name for standard input on the command line.
pub(crate) const STDIN: &str = "-";

/// The paths of a run, and the text of standard input under the name that it goes by.
pub(crate) struct Input {
    pub(crate) paths: Vec<String>,
    pub(crate) texts: BTreeMap<String, Vec<u8>>,
}

impl Input {
    /// Reads standard input if it is among the paths.
    pub(crate) fn read(args: &CheckArgs) -> Result<Input, Failure> {
        let mut input = Input { paths: paths(args)?, texts: BTreeMap::new() };
        if input.paths.iter().all(|path| path != STDIN) {
            return Ok(input);
        }
        if args.task.add_ignores {
            return Err(Failure::Usage("standard input cannot be changed; use `--diff` instead".to_owned()));
        }
        if args.task.fix && input.paths.len() > 1 {
            return Err(Failure::Usage("`-` cannot be combined with other paths".to_owned()));
        }
        let text = stdin()?;
        let name = args.files.stdin_filename.as_deref().unwrap_or_else(|| name_of(&text));
        let name = plain_path(Path::new(name));
        let is_stdin = |path: &&mut String| **path == STDIN;
        input.paths.iter_mut().filter(is_stdin).for_each(|path| path.clone_from(&name));
        input.texts.insert(name, text);
        Ok(input)
    }
}

/// The paths of the command line. A name for standard input asks for standard input.
pub(crate) fn paths(args: &CheckArgs) -> Result<Vec<String>, Failure> {
    if args.paths.iter().any(String::is_empty) {
        // A variable of a script that is not set; to look at everything instead would be a guess.
        return Err(Failure::Usage("a path is empty; for the current directory, use `.`".to_owned()));
    }
    let paths: Vec<String> = args.paths.iter().map(|path| named(path)).collect();
    match (&args.files.stdin_filename, &*paths) {
        // The others are read with the first.
        (None, []) => {
            Ok(vec![args.files.project.first().map_or_else(|| ".".to_owned(), |first| named(first))])
        }
        (Some(_), []) => Ok(vec![STDIN.to_owned()]),
        (Some(_), paths) if paths.iter().all(|path| path != STDIN) => Err(Failure::Usage(
            "`--stdin-filename` applies to standard input: pass `-`, or no path at all".to_owned(),
        )),
        _ => Ok(paths),
    }
}

/// A path of the command line as the run names it. What the system calls standard input is standard input.
pub(crate) fn named(path: &str) -> String {
    if path == "/dev/stdin" { STDIN.to_owned() } else { plain_path(Path::new(path)) }
}

/// The usual name of a file with this text.
pub(crate) fn name_of(text: &[u8]) -> &'static str {
    match FileKind::of_text(text) {
        FileKind::Compose => "compose.yaml",
        _ => "Dockerfile",
    }
}

/// All of standard input, up to the size of a file that is read at all.
pub(crate) fn stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|why| Failure::File("standard input".to_owned(), why))?;
    Ok(bytes)
}
