//! Why the program could not do what it was asked: exit code 2, and a line that says so.

use std::fmt;
use std::io;

/// Why nothing could be done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line asks for something that there is not.
    Usage(String),
    /// A file could not be read.
    File(String, io::Error),
    /// A file could not be written, and is as it was.
    Unwritable(String, io::Error),
    /// The output could not be written.
    Output(io::Error),
}

impl Failure {
    /// There is no directory that paths could start from.
    pub(crate) fn here(why: io::Error) -> Failure {
        Failure::File("the working directory".to_owned(), why)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(what) => f.write_str(what),
            Failure::File(path, why) => write!(f, "{path}: {}", reason(why)),
            Failure::Unwritable(path, why) => write!(f, "cannot write {path}: {}", reason(why)),
            Failure::Output(why) => write!(f, "cannot write the output: {}", reason(why)),
        }
    }
}

/// Why the system refused, without the number that it has for that.
pub(crate) fn reason(why: &io::Error) -> String {
    let said = why.to_string();
    said.split_once(" (os error").map_or(said.clone(), |(reason, _)| reason.to_owned())
}

impl From<io::Error> for Failure {
    fn from(why: io::Error) -> Failure {
        Failure::Output(why)
    }
}
