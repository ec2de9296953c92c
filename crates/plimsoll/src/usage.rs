//! What is wrong with a command line, in one line and in our own words.

mod hadolint;

use std::error::Error as _;

use clap::CommandFactory;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use plimsoll_linter::{Disk, FileSystem};

use crate::args::Cli;
use crate::input::STDIN;
use crate::synonyms;
pub(crate) use hadolint::value as hadolint_value;

/// What is wrong, and what to write instead.
pub(crate) fn mistake(error: &Error) -> String {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let arg = said(ContextKind::InvalidArg);
    let arg = arg.first().map_or("", |arg| plain(arg));
    if let Some(command) = check_instead(error) {
        return command;
    }
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(here) = hadolint::option(arg)
    {
        return format!("unknown option `{arg}`: did you mean {here}?");
    }
    let wrong = said(ContextKind::InvalidValue).concat();
    if let Some(here) = hadolint::value(arg, &wrong) {
        return format!("`{arg}` cannot be `{wrong}`: did you mean `{here}`?");
    }
    let or_near =
        |synonym: Option<&str>, kind| synonym.map_or_else(|| said(kind), |synonym| vec![synonym.to_owned()]);
    let command = said(ContextKind::InvalidSubcommand).concat();
    let (choices, near) = match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => {
            (Vec::new(), or_near(synonyms::option(arg), ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => {
            (Vec::new(), or_near(synonyms::command(&command), ContextKind::SuggestedSubcommand))
        }
        _ => (said(ContextKind::ValidValue), said(ContextKind::SuggestedValue)),
    };
    let what = match error.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("unknown option `{arg}`"),
        ErrorKind::UnknownArgument => format!("unexpected argument `{arg}`"),
        ErrorKind::InvalidSubcommand => {
            format!("unknown command `{command}`")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match (&*said(ContextKind::InvalidValue).concat(), error.source()) {
                ("", _) => format!("`{arg}` requires a value"),
                (value, Some(why)) => format!("`{arg}` cannot be `{value}`: {why}"),
                (value, None) => format!("`{arg}` cannot be `{value}`"),
            }
        }
        ErrorKind::TooManyValues => format!("`{arg}` does not accept a value"),
        ErrorKind::ArgumentConflict => match said(ContextKind::PriorArg).first().map(|other| plain(other)) {
            Some(other) if other != arg => format!("`{arg}` and `{other}` cannot be used together"),
            _ => format!("`{arg}` can be passed only once"),
        },
        ErrorKind::InvalidUtf8 => return "an argument is not UTF-8".to_owned(),
        ErrorKind::MissingRequiredArgument => {
            let missing = said(ContextKind::InvalidArg);
            let is_baseline = missing.iter().any(|it| it.starts_with("--baseline"));
            let example = if is_baseline { ", for example `--baseline .plimsoll-baseline.json`" } else { "" };
            format!("missing `{}`{example}", missing.join("` and `"))
        }
        // Its first line, whatever it is about.
        _ => {
            let text = error.to_string();
            text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned()
        }
    };
    match (near.first(), choices.split_last()) {
        (Some(near), _) => format!("{what}: did you mean `{}`?", without_value(near)),
        (None, Some((last, []))) => format!("{what}: expected {last}"),
        (None, Some((last, others))) => format!("{what}: expected {} or {last}", others.join(", ")),
        (None, None) if error.source().is_some() => what,
        (None, None) => format!("{what}; see `--help`"),
    }
}

/// What stands beside `-V`, apart from a command: other linters are made talkative by it.
pub(crate) fn besides_version() -> Option<String> {
    let is_command = |word: &String| Cli::command().find_subcommand(word).is_some();
    std::env::args().skip(1).find(|word| word != "-V" && word != "--version" && !is_command(word))
}

/// Other linters take files and options at once, without the name of a command: `plimsoll Dockerfile`.
fn check_instead(error: &Error) -> Option<String> {
    let first = std::env::args().nth(1)?;
    let is_meant = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            first == STDIN || Disk::here(std::slice::from_ref(&first)).ok()?.look(&first).is_ok()
        }
        ErrorKind::UnknownArgument => {
            let name = plain(&first).strip_prefix("--")?;
            let cli = Cli::command();
            let mut options = cli.find_subcommand("check")?.get_arguments();
            options.any(|option| option.get_long() == Some(name))
        }
        _ => false,
    };
    let what = if error.kind() == ErrorKind::UnknownArgument { "option" } else { "command" };
    is_meant.then(|| format!("unknown {what} `{first}`: did you mean `plimsoll check {first}`?"))
}

fn words(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(word) => vec![word.clone()],
        ContextValue::Strings(words) => words.clone(),
        _ => Vec::new(),
    }
}

/// An option without the name of its value: `--since` of `--since <REVISION>`.
fn plain(arg: &str) -> &str {
    arg.split([' ', '=', '[']).next().filter(|name| name.starts_with('-')).unwrap_or(arg)
}

/// A proposal of clap's without the name of its value; one of ours has the value to write.
fn without_value(near: &str) -> &str {
    if near.contains(['<', '[', '=']) { plain(near) } else { near }
}
