//! What other programs call our commands and options, for those who type it here.

/// Commands of linters, formatters and package managers, each with ours.
const COMMANDS: [(&str, &str); 15] = [
    ("analyze", "check"),
    ("completion", "completions"),
    ("fmt", "fix"),
    ("format", "fix"),
    ("lint", "check"),
    ("list", "rules"),
    ("list-rules", "rules"),
    ("rule", "explain"),
    ("run", "check"),
    ("scan", "check"),
    ("server", "lsp"),
    ("settings", "config"),
    ("test", "check"),
    ("validate", "check"),
    ("verify", "check"),
];

/// Options, each with what is written here.
const OPTIONS: [(&str, &str); 9] = [
    ("--debug", "--verbose"),
    ("--dry-run", "--diff"),
    ("--fix-dry-run", "--diff"),
    ("--json", "--format json"),
    ("--list-files", "--show-files"),
    ("--no-color", "--color never"),
    ("--no-colour", "--color never"),
    ("--print-config", "--show-settings"),
    ("--sarif", "--format sarif"),
];

/// The command that is called this elsewhere.
pub(crate) fn command(word: &str) -> Option<&'static str> {
    known(&COMMANDS, word)
}

/// What is written here for an option that others have.
pub(crate) fn option(word: &str) -> Option<&'static str> {
    known(&OPTIONS, word)
}

fn known(names: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    names.iter().find(|(theirs, _)| *theirs == word).map(|(_, ours)| *ours)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::args::Cli;

    #[test]
    fn what_is_proposed_exists() {
        let cli = Cli::command();
        let check = cli.find_subcommand("check").unwrap();
        for (theirs, ours) in COMMANDS {
            assert!(cli.find_subcommand(ours).is_some() && cli.find_subcommand(theirs).is_none(), "{theirs}");
        }
        let has = |option: &str| {
            let name = option.trim_start_matches("--").split(' ').next();
            check.get_arguments().chain(cli.get_arguments()).any(|arg| arg.get_long() == name)
        };
        for (theirs, ours) in OPTIONS {
            assert!(has(ours) && !has(theirs), "{theirs}");
        }
    }
}
