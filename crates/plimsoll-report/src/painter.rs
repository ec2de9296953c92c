//! Colours, in rustc's palette, or none.

use std::io::{self, Write};

use codespan_reporting::diagnostic::{LabelStyle, Severity};
use codespan_reporting::term::WriteStyle;

/// What is being written.
#[derive(Clone, Copy)]
pub(crate) enum Paint {
    Level(Severity),
    /// A message, or the word before a help.
    Strong,
    /// Line numbers, borders, arrows, labels of other places.
    Frame,
    Removed,
    Added,
    Plain,
}

impl Paint {
    /// Each starts from nothing: the renderer does not reset between two.
    pub(crate) fn ansi(self) -> &'static str {
        match self {
            Paint::Level(Severity::Bug | Severity::Error) => "\x1b[0;1;91m",
            Paint::Level(Severity::Warning) => "\x1b[0;1;33m",
            Paint::Level(Severity::Note) => "\x1b[0;1;92m",
            Paint::Level(Severity::Help) => "\x1b[0;1;96m",
            Paint::Strong => "\x1b[0;1m",
            Paint::Frame => "\x1b[0;1;94m",
            Paint::Removed => "\x1b[0;91m",
            Paint::Added => "\x1b[0;92m",
            Paint::Plain => "\x1b[0m",
        }
    }
}

/// Collects painted text. Spaces at the end of a line are dropped, so that expectations can be kept in files
/// whose editors drop them too.
pub(crate) struct Painter {
    out: Vec<u8>,
    colour: bool,
}

impl Painter {
    pub(crate) fn new(colour: bool) -> Painter {
        Painter { out: Vec::new(), colour }
    }

    /// From here on, text looks like this.
    pub(crate) fn paint(&mut self, paint: Paint) -> io::Result<()> {
        if self.colour { self.write_all(paint.ansi().as_bytes()) } else { Ok(()) }
    }

    /// Hands over what was collected.
    pub(crate) fn flush_to(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.out)?;
        self.out.clear();
        Ok(())
    }
}

impl Write for Painter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for &byte in bytes {
            while byte == b'\n' && self.out.last() == Some(&b' ') {
                self.out.pop();
            }
            self.out.push(byte);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteStyle for Painter {
    fn set_header(&mut self, severity: Severity) -> io::Result<()> {
        self.paint(Paint::Level(severity))
    }

    fn set_header_message(&mut self) -> io::Result<()> {
        self.paint(Paint::Strong)
    }

    fn set_line_number(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame)
    }

    fn set_note_bullet(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame)
    }

    fn set_source_border(&mut self) -> io::Result<()> {
        self.paint(Paint::Frame)
    }

    fn set_label(&mut self, severity: Severity, style: LabelStyle) -> io::Result<()> {
        self.paint(match style {
            LabelStyle::Primary => Paint::Level(severity),
            LabelStyle::Secondary => Paint::Frame,
        })
    }

    fn reset(&mut self) -> io::Result<()> {
        self.paint(Paint::Plain)
    }
}
