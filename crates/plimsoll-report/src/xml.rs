//! Text inside of XML.

use std::fmt;

use crate::sanitize::visible;

/// Shows text as XML 1.0 takes it, in an attribute or between tags.
///
/// Control characters cannot be written in XML at all, not even as references; they become visible.
pub(crate) struct Xml<'t>(pub(crate) &'t str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.0.split('\n').enumerate() {
            if index > 0 {
                f.write_str("&#10;")?;
            }
            for character in visible(line).chars() {
                match character {
                    '&' => f.write_str("&amp;")?,
                    '<' => f.write_str("&lt;")?,
                    '>' => f.write_str("&gt;")?,
                    '"' => f.write_str("&quot;")?,
                    // A tab in an attribute would be read as a space.
                    '\t' => f.write_str("&#9;")?,
                    // Unicode has them, XML does not.
                    '\u{fffe}' | '\u{ffff}' => f.write_str("\u{fffd}")?,
                    other => write!(f, "{other}")?,
                }
            }
        }
        Ok(())
    }
}
