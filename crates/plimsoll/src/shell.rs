//! What others want to know about the program: shells, `man`, scripts.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, CommandFactory, ValueHint};
use clap_complete::Shell;
use plimsoll_diagnostics::{Category, Level};
use plimsoll_linter::Basis;
use plimsoll_rules::RULES;

use crate::args::Cli;
use crate::failure::Failure;
use crate::help::{Section, sections};

/// Prints what a shell needs to complete arguments.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut with_values(Cli::command()), "plimsoll", &mut text);
    print(&text)
}

/// The command line with the values that it takes. Shells are told; mistakes are told in words of our own.
fn with_values(mut cli: clap::Command) -> clap::Command {
    let rules = || RULES.iter().map(|rule| rule.meta.name);
    let presets = || Basis::all().map(Basis::name);
    let families = RULES.iter().map(|rule| rule.meta.family);
    let groups = Category::ALL.into_iter().map(Category::name).chain(families).chain(presets());
    let selectors: BTreeSet<&str> = rules().chain(groups).collect();
    let levels = || Level::ALL.into_iter().map(Level::name);
    for command in ["check", "fix"] {
        cli = cli.mut_subcommand(command, |mut command| {
            for selecting in ["select", "extend_select", "ignore"] {
                command = command.mut_arg(selecting, |arg| one_of(arg, selectors.iter().copied()));
            }
            command
                .mut_arg("preset", |arg| one_of(arg, presets()))
                .mut_arg("fail_on", |arg| one_of(arg, levels().chain(["never"])))
                .mut_arg("level", |arg| arg.value_hint(ValueHint::Other))
                .mut_arg("since", |arg| arg.value_hint(ValueHint::Other))
                .mut_arg("trust", |arg| arg.value_hint(ValueHint::Other))
        });
    }
    // Other codes are hashes, or have a colon, which shells take apart.
    let codes = RULES.iter().flat_map(|rule| rule.meta.aliases);
    let codes = codes.filter_map(|alias| alias.split_once(':').map(|(_, code)| code));
    let codes = codes.filter(|code| code.starts_with(|first: char| first.is_ascii_uppercase()));
    let explained: BTreeSet<&str> = rules().chain(codes).collect();
    let families: BTreeSet<&str> = RULES.iter().map(|rule| rule.meta.family).collect();
    cli.mut_subcommand("explain", |command| command.mut_arg("rule", |arg| one_of(arg, explained)))
        .mut_subcommand("show", |command| command.mut_arg("service", |arg| arg.value_hint(ValueHint::Other)))
        .mut_subcommand("rules", |command| {
            command
                .mut_arg("preset", |arg| one_of(arg, presets()))
                .mut_arg("family", |arg| one_of(arg, families))
                .mut_arg("category", |arg| one_of(arg, Category::ALL.into_iter().map(Category::name)))
        })
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
            Failure::Usage(format!("there is no command `{name}`: `plimsoll help` lists all of them"))
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
    print(concat!("plimsoll ", env!("CARGO_PKG_VERSION"), "\n").as_bytes())
}

/// Prints this, whole, as far as it is wanted.
pub(crate) fn print(text: &[u8]) -> ExitCode {
    // Whoever reads no further has seen enough.
    let _ = io::stdout().lock().write_all(text);
    ExitCode::SUCCESS
}
