//! The secrets in files of environment variables, whoever reads them.

use plimsoll_diagnostics::{Span, Text};

use crate::Document;
use crate::dotenv::DotEnv;
use crate::path::is_for_tests;
use crate::queries::secrets::{Certainty, SecretKind, is_key, judge};

/// The kind of documents that are such files.
pub const KIND: &str = "environment file";

/// A secret of such a file: the variable, where its value is, and what it is.
pub type Found<'s> = (&'s str, Span, SecretKind);

/// The secrets that are certainly some, by their own form. In a file for tests, only tokens of a provider are.
pub fn certain<'s>(document: &Document<'s>) -> Vec<Found<'s>> {
    let is_of_provider = |kind: &SecretKind| {
        matches!(kind, SecretKind::Token(name) if *name != "JSON web token") && !kind.is_password_hash()
    };
    let mut found = with(Certainty::Certain, document);
    found.retain(|(_, _, kind)| !is_for_tests(document.from_root) || is_of_provider(kind));
    found
}

/// Long random keys, unless the file is an example or says that it is for development. The other values may be anything: most are
/// for the machine of a developer.
pub fn keys<'s>(document: &Document<'s>) -> Vec<Found<'s>> {
    let mut words = document.path.split(['/', '.', '-', '_']);
    let is_example = is_for_tests(document.from_root) || words.any(|word| EXAMPLES.contains(&word));
    if is_example || says_development(document.source.raw) {
        return Vec::new();
    }
    with(Certainty::Likely, document)
}

fn with<'s>(certainty: Certainty, document: &Document<'s>) -> Vec<Found<'s>> {
    if document.kind != KIND {
        return Vec::new();
    }
    let found = all(document.source).into_iter().filter(|(_, own)| *own == certainty);
    found.map(|(found, _)| found).collect()
}

/// Whether a text has anything that may be a secret.
pub fn has_any(source: Text<'_>) -> bool {
    !all(source).is_empty()
}

/// What the names of examples of such files contain.
const EXAMPLES: [&str; 7] = ["dist", "template", "tpl", "default", "defaults", "stub", "ci"];

fn all(source: Text<'_>) -> Vec<(Found<'_>, Certainty)> {
    let found = DotEnv::parse(source).variables.into_iter().filter_map(|variable| {
        let (name, value, text) = (variable.name.raw, variable.value?, variable.text?);
        // The variable that it refers to has the secret.
        let inside = text.raw.trim_matches('"').strip_prefix("${");
        if inside.and_then(|inside| inside.split_once('}')).is_some_and(|(_, behind)| behind.is_empty()) {
            return None;
        }
        let secret = judge(name, &value)?;
        let is_meant = match secret.certainty {
            Certainty::Certain => true,
            Certainty::Likely => is_key(name, &value) && !is_for_browser(name),
            Certainty::Guessable => false,
        };
        is_meant.then_some(((name, text.span, secret.kind), secret.certainty))
    });
    found.collect()
}

/// Whether a build puts the value into what the browser loads, so that it is public anyway: `REACT_APP_ANALYTICS_TOKEN`.
fn is_for_browser(name: &str) -> bool {
    let is_public = BROWSER_PREFIXES.iter().any(|start| name.starts_with(start));
    is_public && !["SECRET", "PASSWORD", "PRIVATE"].iter().any(|word| name.contains(word))
}

/// How the names of variables start that build tools put into what the browser loads.
const BROWSER_PREFIXES: [&str; 7] =
    ["EXPO_PUBLIC_", "GATSBY_", "NEXT_PUBLIC_", "NUXT_PUBLIC_", "REACT_APP_", "VITE_", "VUE_APP_"];

/// Whether a file is for development, as `NODE_ENV=development` says.
fn says_development(text: &str) -> bool {
    text.lines().filter_map(|line| line.split_once('=')).any(|(name, value)| {
        let value = value.trim().trim_matches(['"', '\'']);
        let is_environment = name.trim().ends_with("_ENV") || name.trim().ends_with("_ENVIRONMENT");
        is_environment && ["dev", "development", "local", "test"].contains(&value)
    })
}
