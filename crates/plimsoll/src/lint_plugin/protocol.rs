//! What Docker says to a plugin: who are you, and then the words behind `docker lint`.

use std::ffi::OsString;
use std::path::Path;

use serde_json::json;

/// The name that Docker starts the program by.
pub(super) const NAME: &str = "docker-lint";
const COMMAND: &str = "lint";
/// Where the project is; no other program answers with it.
pub(super) const HOME: &str = env!("CARGO_PKG_REPOSITORY");

/// How the program was called.
pub(crate) enum Call {
    /// With this command line.
    Line(Vec<OsString>),
    /// With a question of Docker's that has this answer.
    Question(String),
}

/// The command line, which is one of `plimsoll check` when Docker starts the program.
pub(crate) fn call(args: impl IntoIterator<Item = OsString>) -> Call {
    let args: Vec<OsString> = args.into_iter().collect();
    let Some((program, given)) = args.split_first() else { return Call::Line(args) };
    if Path::new(program).file_stem().is_none_or(|name| name != NAME) {
        return Call::Line(args);
    }
    match given.first().and_then(|first| first.to_str()) {
        Some("docker-cli-plugin-metadata") => return Call::Question(metadata()),
        // Nothing to propose: the shell falls back to files.
        Some("__complete" | "__completeNoDesc") => return Call::Question(":0\n".to_owned()),
        _ => {}
    }
    // Docker's own options, such as `--context`, come before the name of the command; so does `docker help lint`.
    let own = given.iter().position(|word| word == COMMAND).map_or(0, |at| at + 1);
    let is_help = own > 1 && given.first().is_some_and(|first| first == "help");
    let check = ["plimsoll", "check", "--help"].map(OsString::from);
    let check = check.into_iter().take(if is_help { 3 } else { 2 });
    Call::Line(check.chain(given.iter().skip(own).cloned()).collect())
}

fn metadata() -> String {
    let answer = json!({
        "SchemaVersion": "0.1.0",
        "Vendor": "The Plimsoll contributors",
        "Version": env!("CARGO_PKG_VERSION"),
        "ShortDescription": "Lint Dockerfiles and Compose files",
        "URL": HOME,
    });
    format!("{answer}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str) -> String {
        match call(words.split(' ').map(OsString::from)) {
            Call::Line(args) => args.join(" ".as_ref()).into_string().expect("it is text"),
            Call::Question(answer) => format!("answer {answer}"),
        }
    }

    #[test]
    fn a_plugin_checks() {
        assert_eq!(line("/x/docker-lint lint api --full"), "plimsoll check api --full");
        assert_eq!(line("docker-lint.exe lint"), "plimsoll check");
        assert_eq!(line("docker-lint --context far lint lint"), "plimsoll check lint");
        assert_eq!(line("docker-lint help lint"), "plimsoll check --help");
    }

    #[test]
    fn docker_gets_its_answers() {
        assert!(line("docker-lint docker-cli-plugin-metadata").contains(r#""SchemaVersion":"0.1.0""#));
        assert_eq!(line("docker-lint __complete lint a"), "answer :0\n");
    }

    #[test]
    fn under_its_own_name_nothing_changes() {
        for words in ["plimsoll docker-cli-plugin-metadata", "/usr/bin/plimsoll lint"] {
            assert_eq!(line(words), words);
        }
    }
}
