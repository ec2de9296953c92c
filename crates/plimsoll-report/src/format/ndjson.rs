//! Each finding as JSON on a line of its own, with the fields that `json` gives it, and nothing else.

use std::io::{self, Write};

use super::json::findings;
use crate::escaped_json::write_value;
use crate::{Report, TextOptions};

/// Writes the report.
pub(crate) fn write(report: &Report, _: TextOptions, out: &mut dyn Write) -> io::Result<()> {
    for finding in findings(report) {
        write_value(&finding, out)?;
        writeln!(out)?;
    }
    Ok(())
}
