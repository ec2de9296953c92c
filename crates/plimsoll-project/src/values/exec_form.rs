//! What the words of an exec form are to the program that gets them, without a shell in between.

use std::ops::Range;

use plimsoll_compose as compose;
use plimsoll_facts::programs::Role;
use plimsoll_shell::Shell;

/// Whether a program among the first words is a shell: behind `env`, `exec`, `tini --` and their like, too.
pub fn runs_shell(words: &[&str]) -> bool {
    words.iter().take(4).any(|word| {
        let name = word.rsplit(['/', '\\']).next().unwrap_or_default();
        name == "eval" || Shell::from_path(name) != Shell::Other
    })
}

/// The same of a service, where a variable of Compose may name one.
pub fn may_run_shell(words: &[compose::yaml::Scalar<'_>]) -> bool {
    let values: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    runs_shell(&values) || words.iter().take(4).any(compose::yaml::Scalar::is_interpolated)
}

/// The directory of `cd DIRECTORY && PROGRAM …`, and the rest as a list, where nothing else needs a shell.
pub fn after_directory(words: &[&str]) -> Option<(String, String)> {
    let ["cd", directory, "&&", program @ ..] = words else { return None };
    let is_plain = |word: &&str| !word.contains(['&', '|', ';', '<', '>', '$', '"', '\\']);
    let quoted: Vec<String> = program.iter().map(|word| format!("\"{word}\"")).collect();
    let fits = !program.is_empty() && program.iter().all(is_plain);
    fits.then(|| ((*directory).to_owned(), format!("[{}]", quoted.join(", "))))
}

/// A command of Compose that was written as one string, as the list with which a shell reads all of it.
pub fn in_shell(command: &compose::Command<'_>) -> String {
    let written = command.text.as_ref().map_or("", |text| text.value.trim());
    let words: Vec<&str> = command.words.iter().map(|word| &*word.value).collect();
    let inner = written.split_once(" -c ").filter(|_| runs_shell(&words));
    let (shell, script) = inner.unwrap_or(("sh", written));
    let script = script.split_whitespace().collect::<Vec<_>>().join(" ");
    let script = script.replace('\\', "\\\\").replace('"', "\\\"");
    format!("[\"{}\", \"-c\", \"{script}\"]", shell.replace(' ', "\", \""))
}

/// As much of a command as a message has room for.
pub fn shortened(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Whether a program gives `$NAME` a meaning of its own; an interpreter does in a script among its arguments.
pub fn reads_variables(program: &str, words: &[&str]) -> bool {
    let name = program.rsplit('/').next().unwrap_or_default();
    let is_interpreter = ["node", "perl", "php", "python", "ruby"].iter().any(|it| name.starts_with(it));
    if is_interpreter {
        return words.iter().skip(1).any(|word| {
            word.starts_with("--eval")
                || word.starts_with('-') && !word.starts_with("--") && word.ends_with(['c', 'e', 'p', 'r'])
        });
    }
    Role::ReadsDollar.is_of(name) || !program.contains(|c: char| c.is_ascii_lowercase())
}

/// How the names of system properties start that Java itself reads, before any framework.
const JVM_PROPERTIES: [&str; 9] =
    ["com.sun.", "file.", "ftp.", "http.", "https.", "java.", "javax.", "jdk.", "user."];

/// Where an argument of a program has what a shell would expand: a variable, or a command. PostgreSQL runs the value of
/// `archive_command` and its like in a shell, and Spring replaces variables in its options: `--server.port=${PORT}`,
/// `-Dserver.port=${PORT}`.
pub fn expanded_in(program: &str, word: &str, sign: &str) -> Option<Range<usize>> {
    let option = word.strip_prefix("--").or_else(|| word.strip_prefix("-D"));
    let name = option.and_then(|option| option.split_once('=')).map_or("", |(name, _)| name);
    let is_of_jvm = JVM_PROPERTIES.iter().any(|start| name.starts_with(start));
    let is_of_spring = program.ends_with("java") && name.contains('.') && !is_of_jvm;
    if is_of_spring || word.contains("_command=") {
        return None;
    }
    variable_in(word, sign).or_else(|| substitution_in(word, sign))
}

/// Where a word is a command substitution: `$(date)`. With another sign than `$`, Compose writes it in another way.
fn substitution_in(word: &str, sign: &str) -> Option<Range<usize>> {
    let inner = word.strip_prefix("$(")?.strip_suffix(')')?;
    (sign == "$" && inner.starts_with(|first: char| first.is_ascii_lowercase())).then_some(0..word.len())
}

/// Where a word has a variable of the environment that is left to a shell: `$NAME` or `${NAME}`, after `sign`.
fn variable_in(word: &str, sign: &str) -> Option<Range<usize>> {
    word.match_indices(sign).find_map(|(at, _)| {
        let rest = word.get(at + sign.len()..)?;
        let (name, behind) = match rest.strip_prefix('{') {
            Some(inner) => (inner.split('}').next()?, 2),
            None => (rest, 0),
        };
        let is_of_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let len = name.len() - name.trim_start_matches(is_of_name).len();
        let is_whole = behind == 0 || len == name.len();
        let starts = name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_');
        (starts && is_whole && len > 1).then_some(at..at + sign.len() + len + behind)
    })
}
