//! The text of template engines, which another program replaces before Docker, Compose or Bake reads a file.

/// What opens a statement or a value: Go, Jinja, ERB, Cottle.
pub const TEMPLATE_MARKS: [&str; 3] = ["{{", "{%", "<%"];

/// The property at the start of a text, as Maven and Gradle write it between `open` and `close`: `${app.version}`,
/// `@app.version@`. Its name has a dot, and a lowercase letter before it: `${APP.version}` is more often a mistake in the name
/// of a variable, and `${DOMAIN-example.com}` is a variable with a default.
pub fn template_property<'t>(text: &'t str, open: &str, close: char) -> Option<&'t str> {
    let rest = text.strip_prefix(open)?;
    let ends = |byte: u8| !(byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    let (name, rest) = rest.split_at_checked(rest.bytes().position(ends)?)?;
    rest.strip_prefix(close)?;
    let end = open.len() + name.len() + close.len_utf8();
    let has_lowercase = |part: &str| part.contains(|c: char| c.is_ascii_lowercase());
    let is_property = name.split_once('.').is_some_and(|(first, _)| has_lowercase(first))
        && name.split('-').next().is_some_and(has_lowercase);
    if is_property && name.split('.').all(is_template_word) { text.get(..end) } else { None }
}

/// Whether a text is a part of a property's name.
pub fn is_template_word(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_alphabetic())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::template_property;

    #[test]
    fn properties_have_a_dot_after_lowercase_letters() {
        for (text, expected) in [
            ("${app.version}-x", Some("${app.version}")),
            ("${a-b.cD.e_1}", Some("${a-b.cD.e_1}")),
            ("${App.Version}", Some("${App.Version}")),
            ("${app}", None),
            ("${app.}", None),
            ("${.app}", None),
            ("${APP.version}", None),
            ("${DOMAIN-schedule.example.com}", None),
            ("${app.version:-1}", None),
            ("${app.version", None),
            ("app.version", None),
        ] {
            assert_eq!(template_property(text, "${", '}'), expected, "{text}");
        }
        assert_eq!(template_property("@app.version@:1", "@", '@'), Some("@app.version@"));
    }
}
