//! Standard error, for sentences: what steers a terminal becomes visible, as paths and messages may come from strangers.

use std::fmt::Arguments;
use std::io::{self, Write};

use plimsoll_report::visible_lines;

/// Standard error, as `writeln!` takes it.
pub(crate) struct Stderr;

impl Stderr {
    pub(crate) fn write_fmt(&self, text: Arguments<'_>) -> io::Result<()> {
        io::stderr().write_all(visible_lines(&text.to_string()).as_bytes())
    }
}
