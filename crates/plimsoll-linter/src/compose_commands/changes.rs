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
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let words = text.lines().flat_map(patterns);
    words.filter(move |word| word.len() > 3 && word.bytes().all(is_part))
}

/// The words that `sed` fills in and that mean nothing themselves, such as `@TAG@` and `BASE_IMAGE`, with each file that it
/// changes: `sed -i "s/@TAG@/$TAG/" Dockerfile`.
pub(super) fn filled_in(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().flat_map(|line| {
        let is_file = |word: &&str| {
            let is_named = ["ockerfile", "ontainerfile", "ompose"].iter().any(|name| word.contains(name));
            is_named && !word.contains(['>', '=']) && !word.ends_with("compose")
        };
        let words = line.split([' ', '\t', ';', '"', '\'', ')', '`']).filter(is_file);
        words.flat_map(move |file| {
            patterns(line).filter(|word| is_placeholder(word)).map(move |word| (word, file))
        })
    })
}

/// Whether a word is a name in capitals or between marks.
fn is_placeholder(word: &str) -> bool {
    let marks = ['@', '%', '_', '{', '}', '<', '>', '#'];
    let name = word.trim_matches(marks);
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_loud = !name.bytes().any(|byte| byte.is_ascii_lowercase())
        && name.bytes().any(|byte| byte.is_ascii_uppercase());
    let is_between = word.starts_with(marks) && word.ends_with(marks) && !name.is_empty();
    name.bytes().all(is_part) && word.len() > 3 && (is_loud || is_between)
}

/// The patterns of the substitutions in a line with `sed`.
fn patterns(line: &str) -> impl Iterator<Item = &str> {
    let starts = line
        .match_indices('s')
        .filter(|(at, _)| line.get(..*at).is_some_and(|before| before.ends_with(['"', '\'', ' ', ';', '{'])));
    let rests = starts.filter(|_| line.contains("sed")).filter_map(|(at, _)| line.get(at + 1..));
    rests.filter_map(|rest| {
        let separator = rest.chars().next().filter(char::is_ascii_punctuation)?;
        rest.get(1..)?.split(separator).next()
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
    #[test]
    fn sed_fills_in_placeholders() {
        for (text, expected) in [
            ("sed -i \"s/@TAG@/$TAG/; s,BASE_IMAGE,$BASE,\" api/Dockerfile", "@TAG@ BASE_IMAGE"),
            ("sed -e 's|%%PORT%%|80|' docker-compose.yml | docker stack deploy -c - app", "%%PORT%%"),
            ("sed -i 's/node:20/node:22/; s/latest/1.4/; s/VERSION=.*/VERSION=2/' Dockerfile", ""),
            ("sed -i s/BASE-TAG/$TAG/ compose.yaml", "BASE-TAG"),
            ("sed -i 's/BASE_IMAGE/x/' README.md && docker compose up", ""),
        ] {
            let found: Vec<&str> = filled_in(text).map(|(word, _)| word).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
