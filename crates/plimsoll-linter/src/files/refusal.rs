//! Why a file that exists is not opened.

use std::fmt;
use std::fs::FileType;
use std::io;
use std::path::Path;

/// Why a file is not opened, although there may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A link on the way, and where it leads.
    Link {
        /// The path of the link.
        link: String,
        /// What is written in it.
        target: String,
    },
    /// The path itself leads out of the roots.
    Outside,
    /// It is of no kind that is checked.
    Foreign,
    /// What kind of file it is instead of a regular one.
    NotRegular(&'static str),
    /// It is encrypted, so nobody without the key knows what is in it.
    Encrypted,
}

impl Refusal {
    /// The refusal that an error carries.
    pub fn of(problem: &io::Error) -> Option<&Refusal> {
        problem.get_ref()?.downcast_ref()
    }

    /// The refusal of a link.
    pub(super) fn link(link: String, target: &Path) -> io::Error {
        Refusal::Link { link, target: target.to_string_lossy().into_owned() }.into()
    }

    /// The refusal of what is neither a file nor a directory.
    #[cfg(unix)]
    pub(super) fn kind(kind: FileType) -> io::Error {
        use std::os::unix::fs::FileTypeExt;
        let named = [
            (kind.is_dir(), "a directory"),
            (kind.is_fifo(), "a named pipe"),
            (kind.is_socket(), "a socket"),
            (kind.is_char_device() || kind.is_block_device(), "a device"),
        ];
        let named = named.into_iter().find_map(|(is_it, name)| is_it.then_some(name));
        Refusal::NotRegular(named.unwrap_or("a special file")).into()
    }

    /// The refusal of what is neither a file nor a directory.
    #[cfg(not(unix))]
    pub(super) fn kind(_: FileType) -> io::Error {
        Refusal::NotRegular("a special file").into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Link { link, target } => {
                write!(
                    f,
                    "the symbolic link `{link}` points outside the project, to `{target}`, and is not followed"
                )
            }
            Refusal::Outside => f.write_str("this path is outside the project"),
            Refusal::Foreign => f.write_str("this file is not in a supported format"),
            Refusal::Encrypted => f.write_str("the file is encrypted, so it was not read"),
            Refusal::NotRegular(kind) => write!(f, "this is {kind}, not a regular file"),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> io::Error {
        io::Error::other(refusal)
    }
}
