//! Phrases that users trip over, and what the field says.

/// What not to write, each with what to write instead.
const PHRASES: &[(&[&str], &str)] = &[
    (&["folder of", "build's folder"], "build context, or directory of"),
    (&["configuration of the image"], "image config"),
    (&["image it starts from"], "base image"),
    (&["what will run", "the stage that ships"], "final stage, container"),
    (&["variable of outside", "variables of outside"], "environment variable"),
    (&["port of the host", "ports of the host"], "host port"),
    (&["folder of the host", "mounted folder", "volume without a name"], "bind mount, anonymous volume"),
    (&["is put together", "are put together"], "is merged"),
    (&["had its last fix"], "reached end of life on"),
    (&["letter case", "capital letters", "small letters"], "casing, uppercase, lowercase"),
    (&["image under this name"], "image with this tag"),
    (&["secret in plain text", "password in plain text"], "hard-coded secret"),
    (&["tells whether", "tell whether"], "shows whether"),
    (&["list of packages of the day", "whatever version is current"], "package index"),
    (&["nobody has looked at", "nobody compares"], "not verified"),
    (&["going away", "takes and does nothing"], "deprecated, ignored"),
    (&["cannot be read here"], "expected X, found Y"),
    (&["settle", "settles", "settled"], "fix"),
    (&["silence", "silences", "silenced", "silencing"], "suppress"),
    (
        &["says nothing", "say nothing", "said nothing", "means nothing", "nothing is said"],
        "has no effect, is not set",
    ),
    (&["is told", "are told", "was told", "told by"], "is reported, is set"),
    (&["switch off", "switches off", "switched off", "switch on", "switches on"], "disable, turn off"),
    (&["whoever", "everybody", "anybody", "somebody"], "anyone, someone"),
    (&["nobody"], "no one, or the passive"),
    (&["at once"], "immediately"),
    (&["inside of", "outside of"], "inside, outside"),
    (&["goes on", "go on with", "going on"], "continues"),
    (&["behind it", "behind a", "behind the", "stands behind"], "after"),
    (&["stands there", "stands here", "stands in", "stands on", "as it stands", "stands above"], "is"),
    (&["belongs into", "belong into"], "belongs in"),
    (&["is made a", "are made a"], "becomes a"),
    (&["say which one", "says which one"], "specify it"),
    (&["does without", "do without"], "does not set"),
    (&["in vain"], "without effect"),
    (&["without a word"], "silently"),
    (&["of his own", "whenever he", "if he"], "they"),
    (&["is to be", "are to be", "shall"], "must"),
    (&["backquotes", "backquote"], "backticks"),
    (&["mildest", "milder"], "lowest, less severe"),
    (&["exists already", "exist already"], "already exists"),
    (&["is no", "are no", "was no"], "is not a valid …, is not a …"),
    (&["business of", "'s business"], "reported by"),
    (&["is looked at", "are looked at"], "is checked"),
    (&["let pass", "is left alone", "are left alone"], "accepted, not reported"),
    (&["for ever"], "forever"),
    (&["in capitals", "upper case", "lower case", "upper-case", "lower-case"], "uppercase, lowercase"),
    (&["made for people", "for people to read"], "interactive, for display"),
    (&["will do", "may well"], "is accepted, is enough"),
    (&["has nothing to say", "nothing tells"], "nothing is reported, nothing shows"),
    (&["goes unnoticed"], "this step still succeeds"),
    (&["from one day to the next", "whatever is current"], "can change, is not reproducible"),
    (&["may not be used", "which it may not"], "is not allowed, is forbidden"),
    (&["says it", "say it", "says so", "say so"], "sets it, shows it"),
    (&["from day to day", "day of the build"], "at any time, when the image is built"),
    (&["language packages"], "packages from pip or npm"),
    (&["may be of any"], "might be"),
    (&["root capabilities", "without verified clients"], "capabilities, without verifying clients"),
];

/// Where a phrase is good English: what it may be part of.
const FINE: &[&str] = &[
    "there is no",
    "there are no",
    "there was no",
    "is no longer",
    "are no longer",
    "was no longer",
    "is no more than",
    "is no one",
    "are no one",
    "behind a proxy",
    "behind a reverse proxy",
    "behind the proxy",
    "behind a load balancer",
    "behind the scenes",
    "all at once",
    "several at once",
    "user nobody",
    "nobody user",
];

/// Texts that must hold a phrase: the start of their paths, a part of the problem, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("crates/xtask/src/prose", "", "the phrases themselves are here"),
    ("crates/plimsoll-project/src/queries/labels/licences.rs", "a sentence of", "a list of SPDX identifiers"),
    ("rules/build.rs", "a sentence of", "the code that it writes"),
    ("crates/plimsoll/benches/", "a sentence of", "Dockerfiles, not prose"),
    ("crates/xtask/src/editors/same.rs", "a sentence of", "Dockerfiles, not prose"),
    ("crates/xtask/src/packages/workflows.rs", "a sentence of", "JavaScript, not prose"),
];

/// Whether a problem is one that this file may have.
pub(super) fn is_excepted(path: &str, problem: &str) -> bool {
    EXCEPTIONS.iter().any(|(start, part, _)| path.starts_with(start) && problem.contains(part))
}

/// The phrases of a text that are not ours, each with what to say. The words are lowercase, with one space between.
pub(super) fn found(words: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let padded = FINE.iter().fold(format!(" {words} "), |text, fine| text.replace(fine, "…"));
    PHRASES
        .iter()
        .flat_map(|(phrases, instead)| phrases.iter().map(|phrase| (*phrase, *instead)))
        .filter(move |(phrase, _)| padded.contains(&format!(" {phrase} ")))
}
