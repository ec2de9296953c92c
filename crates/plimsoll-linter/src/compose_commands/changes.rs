//! What scripts change before they run Compose: variables, and words of its files.

use std::collections::BTreeSet;

/// The variables that a script or a recipe sets: `export TAG=1`, `TAG=1 docker compose up`, `TAG := 1`; in a workflow also
/// `TAG: 1`.
pub(super) fn variables(text: &str, is_yaml: bool) -> BTreeSet<String> {
    let is_name = |word: &str| {
        let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        word.len() > 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(is_part)
    };
    let keys = text.lines().filter_map(|line| line.trim_start().split_once(": ")).map(|(key, _)| key);
    let keys = keys.filter(|key| is_yaml && is_name(key)).map(str::to_owned);
    let mut found: BTreeSet<String> = keys.collect();
    for line in text.lines().filter(|line| line.contains('=') || line.contains("export")) {
        let mut words = line.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let is_made = words.peek().is_some_and(|next| matches!(*next, "=" | ":=" | "?=" | "::="));
            let is_exported = word == "export" && words.peek().is_some_and(|next| is_name(next));
            let name = if is_exported { words.peek().copied().unwrap_or_default() } else { word };
            let name = name.split(['=', ':', '?']).next().unwrap_or_default();
            if is_name(name) && (is_made || is_exported || word.contains('=')) {
                found.insert(name.to_owned());
            }
        }
    }
    found
}

/// The words that `sed` replaces: `sed -i "s,HOST_PATH,$PWD,g" compose.yml`.
pub(super) fn replaced(text: &str) -> impl Iterator<Item = &str> {
    let expressions = text.lines().filter(|line| line.contains("sed")).flat_map(|line| {
        let starts = line.match_indices('s').filter(|(at, _)| {
            line.get(..*at).is_some_and(|before| before.ends_with(['"', '\'', ' ', ';', '{']))
        });
        starts.filter_map(|(at, _)| line.get(at + 1..))
    });
    expressions.filter_map(|rest| {
        let separator = rest.chars().next().filter(char::is_ascii_punctuation)?;
        let word = rest.get(1..)?.split(separator).next()?;
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        (word.len() > 3 && word.bytes().all(is_part)).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sed_replaces_words() {
        for (text, expected) in [
            ("sed -i \"s,myHOST_PATH,$PWD,g\" ./docker-compose.yml", "myHOST_PATH"),
            ("sed -e 's/@@TAG@@/1/' -e 's|IMAGE_NAME|acme/app|' a.yml > b.yml", "IMAGE_NAME"),
            ("sed -n '/services/p' a.yml", ""),
            ("this is used by us, and s/he knows", ""),
        ] {
            assert_eq!(replaced(text).collect::<Vec<_>>().join(" "), expected, "{text}");
        }
    }
}
