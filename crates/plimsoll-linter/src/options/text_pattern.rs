//! Regular expressions as options of rules, for the whole of a text.

use regex::Regex;
use serde::Deserialize;

/// The most bytes of a pattern.
const MOST_BYTES: usize = 1 << 10;

/// A regular expression that must match all of a text, as it is written and ready to be compared.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct TextPattern {
    written: String,
    regex: Regex,
}

impl TryFrom<String> for TextPattern {
    type Error = String;

    fn try_from(written: String) -> Result<TextPattern, String> {
        if written.len() > MOST_BYTES {
            return Err(format!(
                "a pattern can have at most {MOST_BYTES} bytes, but this one has {}",
                written.len()
            ));
        }
        match Regex::new(&format!("^(?:{written})$")) {
            Ok(regex) => Ok(TextPattern { written, regex }),
            // `(\w{100}){100}` is short, and large when it is compiled.
            Err(regex::Error::CompiledTooBig(_)) => Err(format!("the pattern `{written}` is too large")),
            Err(_) => Err(format!("`{written}` is not a valid pattern")),
        }
    }
}

impl TextPattern {
    /// Whether it matches all of a text.
    pub fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// As it is written.
    pub fn written(&self) -> &str {
        &self.written
    }
}
