//! The value of `--mount`: names and values, separated by commas.

use crate::Word;

/// The parsed value of `--mount`.
#[derive(Clone, Debug, Default)]
pub struct MountSpec {
    /// Each name, in lowercase, and its value, if any.
    pub fields: Vec<(String, Option<Word>)>,
}

impl MountSpec {
    /// Parses a value. Commas inside double quotes are not separators.
    pub fn read(value: &Word) -> MountSpec {
        let text = value.as_template();
        let mut fields = Vec::new();
        let mut from = 0;
        let mut is_quoted = false;
        let mut depth = 0_usize;
        let mut ends: Vec<usize> = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b',' if !is_quoted && depth == 0 => ends.push(at),
                _ => {}
            }
        }
        ends.push(text.len());
        for end in ends {
            // CSV quotes a field that has a comma in it as a whole.
            let is_quoted = end > from + 1
                && text.get(from..end).is_some_and(|part| part.starts_with('"') && part.ends_with('"'));
            let part = if is_quoted { value.slice(from + 1..end - 1) } else { value.slice(from..end) };
            let field = part.as_template();
            let name = field.split('=').next().unwrap_or_default().trim().to_ascii_lowercase();
            let value = field.find('=').map(|at| part.slice(at + 1..field.len()));
            fields.push((name, value));
            from = end + 1;
        }
        MountSpec { fields }
    }

    /// The value of the first of these names that is set.
    pub fn get(&self, names: &[&str]) -> Option<&Word> {
        self.fields.iter().rev().find(|(name, _)| names.contains(&&**name))?.1.as_ref()
    }

    /// Whether a name is set without a value, or to `true`.
    pub fn has(&self, names: &[&str]) -> bool {
        let found = self.fields.iter().rev().find(|(name, _)| names.contains(&&**name));
        found.is_some_and(|(_, value)| {
            value.as_ref().is_none_or(|value| value.text().is_none_or(|text| matches!(text, "true" | "1")))
        })
    }

    /// Whether each name is known.
    pub(crate) fn is_known(&self) -> bool {
        self.fields.iter().all(|(name, _)| !name.contains('$'))
    }
}
