//! What others want to know about the program: shells, `man`, scripts.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, CommandFactory, ValueHint};
use clap_complete::Shell;
use plimsoll_diagnostics::{Category, Level};
use plimsoll_linter::PresetSource;
use plimsoll_report::Format;
use plimsoll_rules::RULES;

use crate::args::Cli;
use crate::failure::Failure;
use crate::help::{Section, sections};
use crate::version::VERSION;

/// Prints what a shell needs to complete arguments.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut with_values(Cli::command()), "plimsoll", &mut text);
    print(&text)
}

/// The command line with the values that it takes. Shells are told; mistakes are told in words of our own.
fn with_values(mut cli: clap::Command) -> clap::Command {
    let rules = || RULES.iter().map(|rule| rule.meta.name);
    let presets = || PresetSource::all().map(PresetSource::name);
    let families: BTreeSet<&str> = RULES.iter().map(|rule| rule.meta.family).collect();
    let groups =
        Category::ALL.into_iter().map(Category::name).chain(families.iter().copied()).chain(presets());
    let levels = || Level::ALL.into_iter().map(Level::name);
    // Other codes are hashes, or have a colon, which shells take apart.
    let codes = RULES.iter().flat_map(|rule| rule.meta.aliases);
    let codes = codes.filter_map(|alias| alias.split_once(':').map(|(_, code)| code));
    let codes = codes.filter(|code| code.starts_with(|first: char| first.is_ascii_uppercase()));
    let explained: BTreeSet<&str> = rules().chain(codes).collect();
    let selectors: BTreeSet<&str> = explained.iter().copied().chain(groups).collect();
    let standards = || plimsoll_facts::standards::all().iter().map(|standard| standard.id);
    let categories = || Category::ALL.into_iter().map(Category::name);
    // `mut_args` keeps the order of arguments, which `mut_arg` does not.
    let told = |command: &str, arg: Arg| match (command, arg.get_id().as_str()) {
        (_, "select" | "extend_select" | "ignore") => one_of(arg, selectors.iter().copied()),
        ("check" | "fix", "output") => one_of(arg, Format::ALL.iter().map(|format| format.name())),
        (_, "preset") => one_of(arg, presets()),
        (_, "fail_on") => one_of(arg, levels().chain(["never"])),
        (_, "level" | "since" | "trust" | "service") => arg.value_hint(ValueHint::Other),
        ("explain", "rule") => one_of(arg, explained.iter().copied()),
        (_, "standard") => one_of(arg, standards()),
        ("rules", "family") => one_of(arg, families.iter().copied()),
        ("rules", "category") => one_of(arg, categories()),
        _ => arg,
    };
    for command in ["check", "fix", "explain", "rules", "show", "report"] {
        cli = cli.mut_subcommand(command, |found| found.mut_args(|arg| told(command, arg)));
    }
    cli
}

fn one_of(arg: Arg, values: impl IntoIterator<Item = &'static str>) -> Arg {
    arg.value_parser(PossibleValuesParser::new(values)).hide_possible_values(true)
}

/// Prints the manual page of the program, or of one of its commands.
pub(crate) fn man(command: Option<&str>) -> Result<ExitCode, Failure> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => program.find_subcommand(name).cloned().ok_or_else(|| {
            Failure::Usage(format!("unknown command `{name}`: run `plimsoll help` to list all commands"))
        })?,
    };
    let more = sections(command.unwrap_or("plimsoll"));
    let has_commands = page.has_subcommands();
    let man = clap_mangen::Man::new(page);
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if has_commands {
        man.render_subcommands_section(&mut text)?;
    }
    more.iter().try_for_each(|section| write_section(section, &mut text))?;
    man.render_version_section(&mut text)?;
    Ok(print(&text))
}

/// Writes a section as a list of terms.
fn write_section(section: &Section, out: &mut Vec<u8>) -> io::Result<()> {
    let title = if section.title == "Exit codes" { "Exit status" } else { section.title };
    writeln!(out, ".SH {}", title.to_uppercase())?;
    for (left, right) in section.rows {
        writeln!(out, ".TP\n\\fB{}\\fR\n{}", roff(left), roff(right))?;
    }
    Ok(())
}

/// Text that `man` shows as it is. None of it starts with a dot or a quote, but for names of files, which are bold.
fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

/// Prints the version.
pub(crate) fn version() -> ExitCode {
    print(format!("plimsoll {}\n", *VERSION).as_bytes())
}

/// Prints this, whole, as far as it is wanted.
pub(crate) fn print(text: &[u8]) -> ExitCode {
    // Whoever reads no further has seen enough.
    let _ = io::stdout().lock().write_all(text);
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completions_know_the_values() {
        let mut text = Vec::new();
        clap_complete::generate(Shell::Bash, &mut with_values(Cli::command()), "plimsoll", &mut text);
        let text = String::from_utf8(text).unwrap();
        for value in [
            "latest-tag",
            "DL3008",
            "extend-select",
            "recommended security strict",
            "maintainability",
            "cis-docker",
        ] {
            assert!(text.contains(value), "{value}");
        }
    }

    #[test]
    fn manual_pages_have_their_sections() {
        let mut text = Vec::new();
        sections("check").iter().try_for_each(|section| write_section(section, &mut text)).unwrap();
        let text = String::from_utf8(text).unwrap();
        for title in [".SH EXIT STATUS\n", ".SH FILES\n", ".SH ENVIRONMENT\n", ".SH EXAMPLES\n"] {
            assert!(text.contains(title), "{title}");
        }
        assert!(text.contains("\\fBplimsoll check \\-\\-preset security api\\fR"));
    }
}
