//! Whether a sentence that people write says of something that it is for development or tests alone.

/// Whether a sentence of a text says so: "for local development", "dev only". One that also speaks of production says it of
/// something else, except where it denies that: "not for production".
pub(crate) fn is_said_to_be_for_development(text: &str) -> bool {
    sentences(text).any(says_so)
}

/// Whether the first sentence of a text says so, or a line that it is not for production. Other sentences may be about other
/// files and other setups.
pub(crate) fn opens_with_development(text: &str) -> bool {
    let names_file = |line: &str| line.contains(".yml") || line.contains(".yaml");
    sentences(text).find(|sentence| sentence.chars().any(char::is_alphanumeric)).is_some_and(says_so)
        || text.lines().any(|line| !names_file(line) && denies_production(&words(line)))
}

/// The sentences of a comment of one or several lines. The dot of `compose.dev.yml` ends none.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['!', ';', '(', ')']).flat_map(|part| part.split(". ")).flat_map(|part| part.split(".\n"))
}

fn says_so(sentence: &str) -> bool {
    let words = words(sentence);
    let is = |at: usize, among: &[&str]| is(&words, at, among);
    let is_denied = |at: usize| {
        let mut before = (0..at).rev().take_while(|before| !is(*before, &PRODUCTION));
        before.any(|before| is(before, &DENIALS))
    };
    // `for development use only`, `do not use it in production`
    let is_advice = |at: usize| is(at, &["use"]) && !is(at + 1, &["only"]) && !is_denied(at);
    let is_about_others =
        (0..words.len()).any(|at| is(at, &ACTIONS) || is_advice(at) || is(at, &PRODUCTION) && !is_denied(at));
    let says = |at: usize| {
        let is_after = |word: &str| at.checked_sub(1).is_some_and(|before| is(before, &[word]));
        let is_only = is(at + 1, &["only"]) || is_after("local");
        let is_heading = at == 0 && words.len() <= LONGEST_HEADING && is(at, &["dev", "development"]);
        // `for the local development`, `for development and tests`, `only in development`
        let purpose = (0..at).rev().find(|before| !is(*before, &BETWEEN) && !is(*before, &STAGES));
        let is_purpose = purpose.is_some_and(|it| {
            is(it, &["for"]) && !is(at, &["test"])
                || is(it, &["in", "during"]) && it.checked_sub(1).is_some_and(|before| is(before, &["only"]))
        });
        is(at, &STAGES) && !is_denied(at) && (is_only || is_heading || is_purpose)
    };
    !is_about_others && ((0..words.len()).any(says) || denies_production(&words))
}

/// `not meant for production`
fn denies_production(words: &[String]) -> bool {
    (0..words.len()).filter(|at| is(words, *at, &PRODUCTION)).any(|at| {
        let denial = (0..at).rev().find(|before| !is(words, *before, &FITNESS));
        denial.is_some_and(|denial| denial + 1 < at && is(words, denial, &DENIALS))
    })
}

/// Whether the word at a place is one of several.
fn is(words: &[String], at: usize, among: &[&str]) -> bool {
    words.get(at).is_some_and(|word| among.contains(&&**word))
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

const STAGES: [&str; 6] = ["dev", "devel", "development", "test", "testing", "tests"];
const PRODUCTION: [&str; 3] = ["prod", "production", "staging"];
/// `don't` is read as two words.
const DENIALS: [&str; 8] = ["not", "never", "no", "non", "t", "dont", "cannot", "without"];
/// What may stand between `for` and `development`.
const BETWEEN: [&str; 10] = ["the", "a", "your", "our", "local", "quick", "manual", "internal", "and", "or"];
/// What may stand between `not` and `production`.
#[rustfmt::skip]
const FITNESS: [&str; 11] = [
    "any", "designed", "for", "in", "intended", "meant", "recommended", "safe", "suitable", "use", "used",
];
/// What somebody is told to do for development says nothing of how things are.
#[rustfmt::skip]
const ACTIONS: [&str; 15] = [
    "uncomment", "comment", "instead", "remove", "disable", "enable", "see", "unless", "except", "replace", "change", "switch",
    "override", "wait", "refer",
];
/// `# Development tools`
const LONGEST_HEADING: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_say_what_is_for_development() {
        for (text, expected) in [
            ("# Cache for local development", true),
            ("# dev only", true),
            ("# local testing", true),
            ("# Development tools", true),
            ("# only in development", true),
            ("# For development and testing. Production has a cluster.", true),
            ("# a database for development, not for production", true),
            ("# Stack of the sandbox. NOT FOR PRODUCTION", true),
            ("# do not use this tag in production", false),
            ("# for development and production", false),
            ("# not for development", false),
            ("# for development use only, do not use it in production", true),
            ("# For local development, use another file", false),
            ("# uncomment for local development", false),
            ("# see compose.dev.yml", false),
            ("# Development happens elsewhere, and this one stays", false),
            ("# local cache", false),
            ("# waits for the test of the database", false),
        ] {
            assert_eq!(is_said_to_be_for_development(text), expected, "{text}");
        }
    }

    #[test]
    fn first_sentences_decide() {
        assert!(opens_with_development("# For the **development** setup.\n# Production has another file."));
        assert!(!opens_with_development(
            "# The setup of production.\n# For development, there is another file."
        ));
    }
}
