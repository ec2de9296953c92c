//! Secrets in the words of a command.

use plimsoll_compose::yaml::Scalar;
use plimsoll_diagnostics::Span;

use super::{Secret, judge};

/// Tokens and connection strings in a command, and the values of `--password` and its like.
///
/// Each with the option that it is the value of, empty for a word of its own, and its place.
pub fn in_command(words: &[Scalar<'_>]) -> Vec<(String, Span, Secret)> {
    let mut found = Vec::new();
    let mut before = "";
    let mut is_mysql = false;
    for (word, range) in
        words.iter().flat_map(|word| tokens(word).into_iter().map(move |range| (word, range)))
    {
        let token = word.value.get(range.clone()).unwrap_or_default();
        let option = std::mem::replace(&mut before, token);
        is_mysql |= ["mysql", "mariadb"].iter().any(|program| token.contains(program));
        let (name, text) = match token.split_once('=') {
            Some((own, text)) if is_option(own) => (own, text),
            _ if is_option(option) => (option, token),
            _ if is_mysql && token.starts_with("-p") => token.split_at_checked(2).unwrap_or_default(),
            _ => ("", token),
        };
        // What follows an option without a value is no value.
        let name = if text.starts_with('-') || text.contains("$$") { "" } else { name };
        let asked = match name.trim_start_matches('-') {
            "requirepass" | "masterauth" | "p" => "password",
            asked => asked,
        };
        if let Some(secret) = judge(asked, text) {
            found.push((name.to_owned(), word.place(range), secret));
        }
    }
    found
}

/// The parts of a word between blanks: it may be a whole script.
fn tokens(word: &Scalar<'_>) -> Vec<std::ops::Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for part in word.value.split_inclusive(char::is_whitespace) {
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
