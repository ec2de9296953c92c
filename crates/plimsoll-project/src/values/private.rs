//! Values of `.env` and of files under `env_file`, which may be secret: what is said about them names their variable.

use std::borrow::Cow;

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
    /// What the other files say, and the names of all variables, which anybody may read.
    public: Vec<Cow<'s, str>>,
}

impl<'s> PrivateValues<'s> {
    /// The values of the files of a project. A value that another of its files repeats is not private.
    pub fn of(sources: &'s Sources) -> PrivateValues<'s> {
        let (hidden, public): (Vec<_>, Vec<_>) =
            sources.ids().partition(|&id| sources.file(id).hides_values());
        let mut public: Vec<Cow<'_, str>> =
            public.into_iter().map(|id| Cow::Borrowed(&*sources.file(id).text)).collect();
        let variables: Vec<_> =
            hidden.into_iter().flat_map(|id| DotEnv::parse(sources.text(id)).variables).collect();
        let names: Vec<&str> = variables.iter().map(|variable| variable.name.raw).collect();
        public.push(Cow::Owned(names.join("\n")));
        // Advice names these itself.
        public.push(Cow::Borrowed("127.0.0.1 localhost 0.0.0.0 ::1"));
        // Nobody hides where a file is, and a path with another name in it would lead nowhere.
        let paths: Vec<&str> = sources.ids().map(|id| &*sources.file(id).path).collect();
        public.push(Cow::Owned(paths.join("\n")));
        let pairs = variables.into_iter().filter_map(|variable| {
            let value = variable.value.or_else(|| variable.text.map(|text| text.raw.into()))?;
            Some((variable.name.raw, value.into_owned()))
        });
        let mut values: Vec<(&str, String)> = pairs
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
        finding.message = self.conceal_in_sentence(&finding.message);
        let labels = std::iter::once(&mut finding.primary).chain(&mut finding.related);
        let texts = labels.map(|label| &mut label.text).chain(&mut finding.notes).chain(&mut finding.help);
        for text in texts.chain(finding.fixes.iter_mut().map(|fix| &mut fix.title)) {
            *text = self.conceal_in_sentence(text).into();
        }
    }

    /// A text with names of variables in the place of values.
    pub fn conceal(&self, text: &str) -> String {
        self.concealed(text, |_| false)
    }

    /// The same in a sentence of a finding, which quotes what it repeats: a word that it does not quote is its own. Where
    /// `DB_USER` is `root`, it still says "root in the container".
    fn conceal_in_sentence(&self, text: &str) -> String {
        self.concealed(text, |value| value.bytes().all(|byte| byte.is_ascii_lowercase()))
    }

    /// Values that are `quoted` are looked for in backquotes alone.
    fn concealed(&self, text: &str, quoted: impl Fn(&str) -> bool) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.values {
            if !text.contains(&**value) {
                continue;
            }
            let by = format!("${{{name}}}");
            text = if quoted(value) {
                in_backquotes(&text, |part| replaced(part, value, &by))
            } else {
                replaced(&text, value, &by)
            };
        }
        self.without_parts(&text)
    }

    /// The same for what stands in backquotes and is a part of a value: the name in a reference of an image.
    fn without_parts(&self, text: &str) -> String {
        in_backquotes(text, |quoted| {
            let whole = self.values.iter().find(|(_, value)| value.contains(quoted));
            let whole = whole.filter(|_| quoted.len() > SHORTEST);
            let is_public = || self.public.iter().any(|text| text.contains(quoted));
            match whole.filter(|_| !is_public()) {
                Some((name, _)) => format!("${{{name}}}"),
                None => quoted.to_owned(),
            }
        })
    }
}

/// A text with each part in backquotes changed.
fn in_backquotes(text: &str, change: impl Fn(&str) -> String) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<Cow<'_, str>> = parts
        .map(|(at, part)| if at % 2 == 1 { Cow::Owned(change(part)) } else { Cow::Borrowed(part) })
        .collect();
    parts.join("`")
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
        let text = "IMAGE=Acme/shop:1\nNAME=web\nPORT=8086\nN=1\nSITE_kerberos_A=1\nB=kerberos\n";
        sources.file(sources.add(SourceFile::new(".env", text))).hide_values();
        let private = PrivateValues::of(&sources);
        for (text, expected) in [
            ("service `web` publishes 8086, not 80861", "service `web` publishes ${PORT}, not 80861"),
            ("`Acme/shop:1` is not valid", "`${IMAGE}` is not valid"),
            ("`Acme/shop` is not valid", "`${IMAGE}` is not valid"),
            ("stops after 1 second", "stops after 1 second"),
            ("`SITE_kerberos_A` is set twice", "`SITE_kerberos_A` is set twice"),
        ] {
            assert_eq!(private.conceal(text), expected);
        }
    }

    #[test]
    fn paths_are_no_secrets() {
        let sources = Sources::new();
        sources.add(SourceFile::new("shop-web/compose.yaml", "services: {}"));
        sources
            .file(sources.add(SourceFile::new("shop-web/.env", "NAME=shop-web\nHOSTS=localhost,127.0.0.1\n")))
            .hide_values();
        let private = PrivateValues::of(&sources);
        for text in ["no service in `shop-web/compose.yaml` has this name", "bind the port to `127.0.0.1`"] {
            assert_eq!(private.conceal(text), text);
        }
    }

    #[test]
    fn a_sentence_keeps_its_own_words() {
        let sources = Sources::new();
        sources.add(SourceFile::new("compose.yaml", "services: {web: {user: \"${RUN_AS}\"}}"));
        sources.file(sources.add(SourceFile::new(".env", "RUN_AS=root\nPORT=8086\n"))).hide_values();
        let private = PrivateValues::of(&sources);
        let text = "`root` is root on the host, and publishes 8086";
        let expected = "`${RUN_AS}` is root on the host, and publishes ${PORT}";
        assert_eq!(private.conceal_in_sentence(text), expected);
    }
}
