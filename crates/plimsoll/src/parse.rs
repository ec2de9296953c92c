//! `plimsoll parse`: how a file is read.

mod output;

use std::io::Write;
use std::process::ExitCode;

use plimsoll_compose::Compose;
use plimsoll_diagnostics::{SourceFile, Sources};
use plimsoll_dockerfile::Dockerfile;
use plimsoll_linter::limits::FILE_BYTES;
use plimsoll_linter::{Disk, FileKind, FileSystem};
use plimsoll_report::{visible_lines, write_json_line};

use crate::args::TreeFormat;
use crate::failure::Failure;
use crate::input::{STDIN, name_of, named, stdin};

/// Prints a file's tree.
pub(crate) fn parse(file: &str, format: TreeFormat) -> Result<ExitCode, Failure> {
    let path = named(file);
    let bytes = if path == STDIN {
        stdin()?
    } else {
        let disk = Disk::here(std::slice::from_ref(&path)).map_err(Failure::here)?;
        disk.read(&path, FILE_BYTES).map_err(|why| Failure::File(path.clone(), why))?
    };
    let sources = Sources::new();
    let id = sources.add(SourceFile::new(&*path, String::from_utf8_lossy(&bytes)));
    let text = sources.text(id);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let name = if path == STDIN { name_of(&bytes) } else { &path };
    match (FileKind::of_named(name), format) {
        (FileKind::Compose, TreeFormat::Tree) => {
            out.write_all(visible_lines(&Compose::parse(text).dump()).as_bytes())?;
        }
        (FileKind::Compose, TreeFormat::Json) => {
            return Err(Failure::Usage("for a Compose file, use `--format tree`".to_owned()));
        }
        (FileKind::Dockerfile, TreeFormat::Tree) => {
            out.write_all(visible_lines(&output::tree(&Dockerfile::parse(text), &sources)).as_bytes())?;
        }
        (FileKind::Dockerfile, TreeFormat::Json) => {
            write_json_line(&output::json(&Dockerfile::parse(text), &sources), &mut out)?;
        }
        _ => return Err(Failure::Usage("only Dockerfiles and Compose files can be parsed".to_owned())),
    }
    Ok(ExitCode::SUCCESS)
}
