//! How a line that is no YAML is written, where that can be told.

/// What to do about a syntax error, given what is said of it and the line from there on.
pub(super) fn remedy(message: &str, line: &str) -> Option<String> {
    if line.starts_with("//") || line.starts_with("/*") {
        return Some("start comments with `#`".to_owned());
    }
    match message {
        "tabs cannot be used for indentation in YAML" => Some("indent with spaces".to_owned()),
        "unclosed quote" => {
            let quote = line.chars().next().filter(|first| matches!(first, '"' | '\''))?;
            Some(format!("close it with `{quote}`"))
        }
        "missing `:` after this key" => space_after_colon(line),
        _ => None,
    }
}

/// `image:nginx`, which YAML takes as one word.
fn space_after_colon(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let is_key =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    let is_split = !value.is_empty() && !value.starts_with([' ', '/']);
    (is_key && is_split).then(|| format!("add a space after the colon: `{key}: {value}`"))
}
