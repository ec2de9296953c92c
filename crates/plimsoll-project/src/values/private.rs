//! Values of `.env` and of files under `env_file`, which may be secret: what is said about them names their variable.

use plimsoll_diagnostics::{Diagnostic, Sources};

use crate::values::dotenv::DotEnv;

/// How many values are looked for.
const MOST_VALUES: usize = 300;

/// Shorter values are no secrets, and stand in every text.
const SHORTEST: usize = 3;

/// The values that stand in files of variables alone.
#[derive(Debug, Default)]
pub struct PrivateValues<'s> {
    /// With the name of each; the longest first.
    values: Vec<(&'s str, String)>,
    /// What the other files say, which anybody may read.
    public: Vec<&'s str>,
}

impl<'s> PrivateValues<'s> {
    /// The values of the files of a project. A value that another of its files repeats is not private.
    pub fn of(sources: &'s Sources) -> PrivateValues<'s> {
        let (hidden, public): (Vec<_>, Vec<_>) =
            sources.ids().partition(|&id| sources.file(id).hides_values());
        let public: Vec<&str> = public.into_iter().map(|id| &*sources.file(id).text).collect();
        let variables = hidden.into_iter().flat_map(|id| DotEnv::parse(sources.text(id)).variables);
        let named = variables.filter_map(|variable| {
            let value = variable.value.or_else(|| variable.text.map(|text| text.raw.into()))?;
            Some((variable.name.raw, value.into_owned()))
        });
        let mut values: Vec<(&str, String)> = named
            .filter(|(_, value)| {
                value.len() >= SHORTEST && !public.iter().any(|text| text.contains(&**value))
            })
            .take(MOST_VALUES)
            .collect();
        values.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
        PrivateValues { values, public }
    }

    /// Puts names of variables in the place of values, wherever a finding repeats them.
    pub fn conceal_in(&self, finding: &mut Diagnostic) {
        if self.values.is_empty() {
            return;
        }
        finding.message = self.conceal(&finding.message);
        let labels = std::iter::once(&mut finding.primary).chain(&mut finding.related);
        let texts = labels.map(|label| &mut label.text).chain(&mut finding.notes).chain(&mut finding.help);
        for text in texts.chain(finding.fixes.iter_mut().map(|fix| &mut fix.title)) {
            *text = self.conceal(text).into();
        }
    }

    /// A text with names of variables in the place of values.
    pub fn conceal(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.values {
            if text.contains(&**value) {
                text = replaced(&text, value, &format!("${{{name}}}"));
            }
        }
        self.without_parts(&text)
    }

    /// The same for what stands in backquotes and is a part of a value: the name in a reference of an image.
    fn without_parts(&self, text: &str) -> String {
        if !text.contains('`') {
            return text.to_owned();
        }
        let mut parts: Vec<String> = text.split('`').map(str::to_owned).collect();
        for quoted in parts.iter_mut().skip(1).step_by(2).filter(|quoted| quoted.len() > SHORTEST) {
            let whole = self.values.iter().find(|(_, value)| value.contains(&**quoted));
            let is_public = || self.public.iter().any(|text| text.contains(&**quoted));
            if let Some((name, _)) = whole.filter(|_| !is_public()) {
                *quoted = format!("${{{name}}}");
            }
        }
        parts.join("`")
    }
}

/// A text with each `value` in it replaced that is no part of a longer word.
fn replaced(text: &str, value: &str, by: &str) -> String {
    let mut found = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(value) {
        let (before, behind) =
            (rest.get(..at).unwrap_or_default(), rest.get(at + value.len()..).unwrap_or_default());
        let is_within = before.ends_with(char::is_alphanumeric) && value.starts_with(char::is_alphanumeric)
            || behind.starts_with(char::is_alphanumeric) && value.ends_with(char::is_alphanumeric);
        found.push_str(before);
        found.push_str(if is_within { value } else { by });
        rest = behind;
    }
    found + rest
}

#[cfg(test)]
mod tests {
    use plimsoll_diagnostics::SourceFile;

    use super::*;

    #[test]
    fn values_give_way_to_their_names() {
        let sources = Sources::new();
        sources.add(SourceFile::new("compose.yaml", "services: {web: {image: \"${IMAGE}\"}}"));
        let text = "IMAGE=Acme/shop:1\nNAME=web\nPORT=8086\nN=1\n";
        sources.file(sources.add(SourceFile::new(".env", text))).hide_values();
        let private = PrivateValues::of(&sources);
        for (text, expected) in [
            ("service `web` publishes 8086, not 80861", "service `web` publishes ${PORT}, not 80861"),
            ("`Acme/shop:1` is not valid", "`${IMAGE}` is not valid"),
            ("`Acme/shop` is not valid", "`${IMAGE}` is not valid"),
            ("stops after 1 second", "stops after 1 second"),
        ] {
            assert_eq!(private.conceal(text), expected);
        }
    }
}
