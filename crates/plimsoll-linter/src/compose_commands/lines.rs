//! The command lines of `docker compose` in a script, a Makefile or a README: what stands before their subcommand.

use std::collections::HashMap;

use plimsoll_facts::command_flags;

use crate::folders::join;

/// The subcommands that start services.
const STARTING: [&str; 5] = ["create", "restart", "start", "up", "watch"];

/// The subcommands that build services.
const BUILDING: [&str; 2] = ["build", "up"];

/// A command line of Compose.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CommandLine<'t> {
    /// The directory that a `cd` before it names; `.` without one.
    pub(super) directory: String,
    /// The values of `-f` and `--file`, in their order.
    pub(super) files: Vec<&'t str>,
    /// The value of `--project-directory`.
    pub(super) project_directory: Option<&'t str>,
    /// Whether it has `--env-file`.
    pub(super) has_env_file: bool,
    /// Whether a subcommand follows.
    pub(super) is_complete: bool,
    /// Whether the subcommand starts services, or builds them, and those that it names.
    pub(super) starts: bool,
    pub(super) builds: bool,
    pub(super) services: Vec<&'t str>,
    /// The number of the line.
    pub(super) number: usize,
}

/// What Compose runs (docker/compose, `cmd/compose/compose.go`, function `RootCommand`), without what needs no file. A text
/// about Compose has other words here.
const SUBCOMMANDS: [&str; 28] = [
    "attach", "build", "config", "convert", "cp", "create", "down", "events", "exec", "export", "images",
    "kill", "logs", "pause", "port", "ps", "publish", "pull", "push", "restart", "rm", "run", "start",
    "stop", "top", "unpause", "up", "watch",
];

/// The command lines of Compose in a text, in which continued lines are joined.
pub(super) fn command_lines(text: &str) -> Vec<CommandLine<'_>> {
    let values = values(text);
    let mut found = Vec::new();
    let mut entered = ".".to_owned();
    for (number, line) in text.lines().enumerate() {
        let mut directory = entered.clone();
        for command in line.split([';', '&', '|', '`']) {
            if let Some(to) = change_of_directory(words(command)) {
                directory = enter(&directory, to);
                continue;
            }
            let later = added(line, &values);
            let mut words = words(command).flat_map(|word| filled_in(word, &values)).chain(later);
            while let Some(word) = words.next() {
                if word.ends_with("compose") {
                    found.push(CommandLine { number, ..CommandLine::read(&mut words, &directory) });
                }
            }
        }
        // In a recipe, each line has a shell of its own.
        let is_alone = !line.starts_with('\t') && !line.contains([';', '&', '|', '`', '(']);
        if is_alone && directory != entered {
            entered = directory;
        }
    }
    found
}

fn words(command: &str) -> impl Iterator<Item = &str> + Clone {
    let words = command.split([' ', '\t', '"', '\'', ',', '[', ']']).filter(|word| !word.is_empty());
    words.map(|word| word.trim_start_matches(['(', '@']).trim_end_matches(')'))
}

/// How long a value is at most that is put in the place of a variable.
const LONGEST_VALUE: usize = 400;

/// The variables that a script or a Makefile sets, with the texts that they are set to: `FILES := -f a.yml -f b.yml`.
/// Several where later ones are added: `FILES="$FILES -f c.yml"`.
type Values<'t> = HashMap<&'t str, Vec<&'t str>>;

fn values(text: &str) -> Values<'_> {
    let mut values = Values::new();
    for line in text.lines() {
        let Some((name, value)) = assignment(line).filter(|(_, value)| value.len() < LONGEST_VALUE) else {
            continue;
        };
        let (name, mut adds) = name.strip_suffix('+').map_or((name, false), |name| (name.trim_end(), true));
        let first = words(value).next().and_then(|word| word.strip_prefix('$'));
        adds |= first.is_some_and(|first| first.trim_matches(['(', '{', '}']) == name);
        let known = values.entry(name).or_default();
        if !adds {
            known.clear();
        }
        known.push(value);
    }
    values
}

/// The variable that a line sets, perhaps with the `+` of `+=`, and the text that it is set to.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let (name, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
    let name = name.trim_end_matches([':', '?']).trim_end();
    let plain = name.trim_end_matches('+').trim_end();
    let is_name = !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then(|| (name, value.split(" #").next().unwrap_or_default()))
}

/// The words that stand for a word: those of the variable that it is, or itself. A variable that runs Compose is a command
/// line where it is set.
fn filled_in<'t>(word: &'t str, values: &Values<'t>) -> impl Iterator<Item = &'t str> {
    let name = word.strip_prefix('$').map(|name| name.trim_matches(['(', '{', '}']));
    let value = name.and_then(|name| values.get(name)).filter(|texts| !runs_compose(texts));
    let is_known = value.is_some();
    let texts = value.cloned().unwrap_or_default();
    let is_itself = move |part: &&str| !(is_known && *part == word);
    texts.into_iter().flat_map(words).filter(is_itself).chain((!is_known).then_some(word))
}

fn runs_compose(texts: &[&str]) -> bool {
    texts.iter().any(|text| text.contains("compose "))
}

/// What is added later to a variable that a line sets to a command line: `RUN="$RUN -f prod.yml"`.
fn added<'t>(line: &'t str, values: &Values<'t>) -> impl Iterator<Item = &'t str> {
    let set = assignment(line).and_then(|(name, value)| Some((value, values.get(name)?)));
    let texts = set.filter(|(value, texts)| runs_compose(texts) && texts.first() == Some(value));
    let later = texts.map(|(_, texts)| texts.iter().skip(1).copied().collect::<Vec<_>>()).unwrap_or_default();
    later.into_iter().flat_map(|text| words(text).skip_while(|word| word.starts_with('$')))
}

/// Where `cd` goes, perhaps after the prompt of a shell. What is not known is where it began.
fn change_of_directory<'t>(words: impl Iterator<Item = &'t str>) -> Option<&'t str> {
    let mut words = words.skip_while(|word| matches!(*word, "$" | ">" | "#" | "-" | "run:" | "RUN" | "{"));
    matches!(words.next()?, "cd" | "pushd").then(|| words.next()).flatten()
}

fn enter(directory: &str, to: &str) -> String {
    if !is_known(to) {
        return ".".to_owned();
    }
    let inside = join(directory, to);
    if inside.is_empty() { ".".to_owned() } else { inside }
}

/// Whether a path is known and relative.
pub(super) fn is_known(path: &str) -> bool {
    !path.starts_with(['/', '~', '-']) && !path.contains(['$', '{', '*', '<', '%'])
}

impl<'t> CommandLine<'t> {
    /// Reads the options of Compose, up to its subcommand.
    fn read(words: &mut impl Iterator<Item = &'t str>, directory: &str) -> CommandLine<'t> {
        let mut line = CommandLine { directory: directory.to_owned(), ..CommandLine::default() };
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                // A script passes on what it is called with: `docker compose -f a.yml "$@"`.
                line.is_complete = SUBCOMMANDS.contains(&word) || word.starts_with('$');
                line.starts = STARTING.contains(&word);
                line.builds = BUILDING.contains(&word);
                if line.starts || line.builds {
                    line.services = operands(words, &format!("compose-{word}"));
                }
                break;
            }
            match flag(word, words, "compose") {
                Some(("--file", value)) => line.files.extend(value),
                Some(("--project-directory", value)) => line.project_directory = value,
                Some(("--env-file", _)) => line.has_env_file = true,
                _ => {}
            }
        }
        line
    }
}

/// A flag of the command with this table, and its value: `-f a.yml`, `-f=a.yml`, `-fa.yml`.
fn flag<'t>(
    word: &'t str,
    rest: &mut impl Iterator<Item = &'t str>,
    table: &str,
) -> Option<(&'static str, Option<&'t str>)> {
    let (name, glued) = word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)));
    let mut letters = name.strip_prefix('-').unwrap_or_default().chars();
    let (flag, glued) = match letters.next() {
        Some('-') | None => (command_flags::long(&[table], name), glued),
        Some(letter) => {
            let rest = Some(letters.as_str()).filter(|rest| !rest.is_empty());
            (command_flags::short(&[table], letter), glued.or(rest))
        }
    };
    let flag = flag?;
    Some((flag.name, glued.or_else(|| flag.takes_value.then(|| rest.next()).flatten())))
}

/// What is named after the flags of a subcommand. A redirection ends it, and so does a comment.
fn operands<'t>(words: &mut impl Iterator<Item = &'t str>, table: &str) -> Vec<&'t str> {
    let mut found = Vec::new();
    while let Some(word) = words.next() {
        if word.starts_with('#') || word.contains(['<', '>']) {
            break;
        } else if word.starts_with('-') {
            flag(word, words, table);
        } else {
            found.push(word);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_those_before_the_subcommand() {
        for (text, expected) in [
            ("docker rm -f web; docker compose -f x/compose.yaml up", ". x/compose.yaml"),
            ("docker build -f Dockerfile . && docker compose -f a.yml -f=b.yml config", ". a.yml b.yml"),
            ("docker-compose logs -f api", ". default"),
            ("docker compose --profile x -p y --env-file=z run -f api", ". default"),
            ("(cd deploy && docker compose watch)", "deploy default"),
            ("cd a\n$ cd ../b\ndocker compose --file c.yml up", "b c.yml"),
            ("\tcd a\n\tdocker compose pull", ". default"),
            ("use docker compose to start, or `docker compose pull`", ". nothing, . default"),
            ("[\"docker\", \"compose\", \"-f\", \"a.yml\", \"up\"]", ". a.yml"),
            ("docker compose version", ". nothing"),
            ("docker-compose -f a.yml -f ../b.yml \"${@}\"", ". a.yml ../b.yml"),
            ("A := a.yml # base\nup:\n\tdocker compose -f $(A) -f $(B) up", ". a.yml $(B"),
            ("FILES=\"-f a.yml -f b.yml\"\ndocker compose $FILES up", ". a.yml b.yml"),
            ("docker compose -fa.yml --ansi never ps", ". a.yml"),
        ] {
            let shown = command_lines(text).into_iter().map(|line| {
                let what = if line.is_complete { "default" } else { "nothing" };
                let files = if line.files.is_empty() { what.to_owned() } else { line.files.join(" ") };
                format!("{} {files}", line.directory)
            });
            assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{text}");
        }
    }
}
