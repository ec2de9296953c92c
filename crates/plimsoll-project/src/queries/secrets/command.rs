//! Secrets in the words of a command.

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Span;

use super::{Secret, is_private, judge};

/// Tokens and connection strings in a command, and the values of `--password` and its like.
///
/// Each with the option that it is the value of, empty for a word of its own, its place, and its text.
pub fn in_command(words: &[Scalar<'_>]) -> Vec<(String, Span, Secret, String)> {
    let mut found = Vec::new();
    let mut reader = Reader::default();
    for (word, range) in
        words.iter().flat_map(|word| tokens(&word.value).into_iter().map(move |range| (word, range)))
    {
        let (name, text) = reader.read(word.value.get(range.clone()).unwrap_or_default());
        if let Some(secret) = judge(meaning(name), text) {
            found.push((name.to_owned(), word.place(range), secret, text.to_owned()));
        }
    }
    found
}

/// A command line with an ellipsis in the place of each secret, however short that is.
pub fn concealed(line: &str) -> String {
    let mut shown = line.to_owned();
    let mut reader = Reader::default();
    let mut private = Vec::new();
    for range in tokens(line) {
        let (name, text) = reader.read(line.get(range.clone()).unwrap_or_default());
        if is_private(meaning(name), text) {
            private.push(range.end - text.len()..range.end);
        }
    }
    for range in private.into_iter().rev() {
        shown.replace_range(range, "…");
    }
    shown
}

/// A text that somebody wrote for people, with an ellipsis in the place of each secret: of tokens, of passwords in URLs,
/// and of what stands behind `password=` or `password:`.
pub fn concealed_in_text(text: &str) -> String {
    let mut private = Vec::new();
    let (mut name, mut before) = ("", "");
    for range in tokens(text) {
        let token = text.get(range.clone()).unwrap_or_default();
        let bare = token.trim_end_matches([',', ';', '.', ')', '!', '?']);
        let end = range.start + bare.len();
        let (own, value) = bare.split_once(['=', ':']).unwrap_or(("", bare));
        let is_named =
            |name: &str| !name.is_empty() && is_private(name.trim_matches(['"', '\'', '`']), value);
        let quoted = bare.trim_end_matches(['"', '\'', '`']);
        if is_private("", bare) {
            private.push(range.start..end);
        } else if let Some(at) = login(before, quoted) {
            private.push(range.start + at..range.start + quoted.len());
        } else if !value.is_empty() && (is_named(own) || own.is_empty() && is_named(name)) {
            private.push(end - value.len()..end);
        }
        before = token.trim_start_matches(['"', '\'', '`']);
        // `password: …`, `password = …`
        name = match bare.strip_suffix(['=', ':']) {
            Some("") => name,
            Some(named) => named,
            None => bare.strip_prefix("--").unwrap_or_default(),
        };
        if name.is_empty() && text.get(range.end..).is_some_and(|rest| rest.trim_start().starts_with('=')) {
            name = bare;
        }
    }
    let mut shown = text.to_owned();
    for range in private.into_iter().rev() {
        shown.replace_range(range, "…");
    }
    shown
}

/// Where the secret starts in a word behind another: in `-u user:password`, or in the `Bearer …` of a header.
fn login(before: &str, word: &str) -> Option<usize> {
    let is_scheme = ["bearer", "basic", "token"].iter().any(|scheme| before.eq_ignore_ascii_case(scheme));
    let secret = match before {
        "-u" | "--user" => word.split_once(':')?.1,
        _ if is_scheme && word.bytes().any(|byte| byte.is_ascii_digit()) => word,
        _ => return None,
    };
    // Of a container, it is the number of a group.
    let is_number = secret.bytes().all(|byte| byte.is_ascii_digit());
    (!is_number && !secret.starts_with('$')).then_some(word.len() - secret.len())
}

/// What was read of a command so far.
#[derive(Default)]
struct Reader<'w> {
    before: &'w str,
    is_mysql: bool,
}

impl<'w> Reader<'w> {
    /// The option that a token has or follows, and the value: the end of the token.
    fn read(&mut self, token: &'w str) -> (&'w str, &'w str) {
        let option = std::mem::replace(&mut self.before, token);
        self.is_mysql |= ["mysql", "mariadb"].iter().any(|program| token.contains(program));
        let (name, text) = match token.split_once('=') {
            Some((own, text)) if is_option(own) => (own, text),
            _ if is_option(option) => (option, token),
            _ if self.is_mysql && token.starts_with("-p") => token.split_at_checked(2).unwrap_or_default(),
            _ => ("", token),
        };
        // What follows an option without a value is no value.
        (if text.starts_with('-') || text.contains("$$") { "" } else { name }, text)
    }
}

/// An option as the name of a variable would say it.
fn meaning(option: &str) -> &str {
    match option.trim_start_matches('-') {
        "requirepass" | "masterauth" | "p" => "password",
        asked => asked,
    }
}

/// The parts of a text between blanks: a word may be a whole script.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in text.split_inclusive(char::is_whitespace) {
        let len = part.trim_end().len();
        if len > 0 {
            found.push(at..at + len);
        }
        at += part.len();
    }
    found
}

fn is_option(word: &str) -> bool {
    word.starts_with("--") && !word.contains([' ', '$'])
}

#[cfg(test)]
mod tests {
    use super::concealed_in_text;

    #[test]
    fn secrets_in_texts_for_people() {
        for (text, shown) in [
            ("until the password: hunter2 is gone", "until the password: … is gone"),
            ("DB_PASSWORD=kV7-qq2Lx, as before", "DB_PASSWORD=…, as before"),
            ("password = kV7-qq2Lx", "password = …"),
            ("see https://bot:kV7-qq2Lx@git.example/team.", "see …."),
            ("with --password kV7-qq2Lx", "with --password …"),
            ("curl -u admin:kV7-qq2Lx http://a", "curl -u admin:… http://a"),
            ("-H \"Authorization: Bearer kV7qq2Lx\" http://a", "-H \"Authorization: Bearer …\" http://a"),
            ("-H \"Authorization: Bearer $TOKEN\"", "-H \"Authorization: Bearer $TOKEN\""),
            ("docker run -u 1000:1000 a", "docker run -u 1000:1000 a"),
            (
                "see https://git.example/team: the vendor's program",
                "see https://git.example/team: the vendor's program",
            ),
            ("passwords come from a vault", "passwords come from a vault"),
            ("PASSWORD_FILE: /run/secrets/db", "PASSWORD_FILE: /run/secrets/db"),
        ] {
            assert_eq!(concealed_in_text(text), shown);
        }
    }
}
