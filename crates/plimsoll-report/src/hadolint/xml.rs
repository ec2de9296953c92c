//! The formats of hadolint that are XML.

use std::io::{self, Write};

use super::json::VERSION;
use super::{Item, OfFile};
use crate::xml::Xml;

/// Checkstyle's. What cannot be read has no `source`.
pub(super) fn checkstyle(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><checkstyle version=\"4.3\">")?;
    for OfFile { file, items, .. } in files {
        if items.is_empty() {
            write!(out, "<file name=\"{}\"/>", Xml(file))?;
            continue;
        }
        write!(out, "<file name=\"{}\">", Xml(file))?;
        for item in items {
            let (column, line, message) = (item.at.column, item.at.line, Xml(&item.message));
            write!(
                out,
                "<error column=\"{column}\" line=\"{line}\" message=\"{message}\" severity=\"{}\"",
                item.level
            )?;
            if !item.is_unreadable() {
                write!(out, " source=\"{}\"", Xml(&item.code))?;
            }
            write!(out, "/>")?;
        }
        write!(out, "</file>")?;
    }
    write!(out, "</checkstyle>")
}

/// JUnit's: a suite for each file, a test for each finding.
pub(super) fn junit(files: &[OfFile], out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites name=\"Hadolint run\">")?;
    for OfFile { items, .. } in files {
        let errors = items.iter().filter(|item| item.is_unreadable()).count();
        let failures = items.len();
        write!(
            out,
            "<testsuite errors=\"{errors}\" failures=\"{failures}\" id=\"hadolint\" name=\"Hadolint {VERSION}\">"
        )?;
        items.iter().try_for_each(|item| test(item, out))?;
        write!(out, "</testsuite>")?;
    }
    write!(out, "</testsuites>")
}

fn test(item: &Item, out: &mut dyn Write) -> io::Result<()> {
    let (code, level, message) = (Xml(&item.code), item.level, Xml(&item.message));
    write!(out, "<testcase id=\"hadolint.rule.{code}\" name=\"{code}\">")?;
    write!(out, "<failure id=\"{code}\" message=\"{message}\" type=\"{level}\">")?;
    write!(out, "File: {}&#10;Line: {}&#10;{level}: {message}&#10;", Xml(&item.file), item.at.line)?;
    write!(out, "</failure></testcase>")
}
