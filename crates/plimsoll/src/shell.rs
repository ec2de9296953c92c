//! What others want to know about the program: shells, `man`, scripts.

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::Failure;

/// Prints what a shell needs to complete arguments.
pub(crate) fn completions(shell: Shell) -> ExitCode {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "plimsoll", &mut text);
    print(&text)
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
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    Ok(print(&text))
}

/// The version of the program, and the day of what it knows.
pub(crate) static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{}\nfacts of {}", env!("CARGO_PKG_VERSION"), plimsoll_facts::DAY));

/// Prints the version.
pub(crate) fn version() -> ExitCode {
    print(format!("plimsoll {}\n", *VERSION).as_bytes())
}

/// Prints this, whole, as far as it is wanted.
pub(crate) fn print(text: &[u8]) -> ExitCode {
    // Whoever reads no further has seen enough.
    let _ = std::io::Write::write_all(&mut std::io::stdout().lock(), text);
    ExitCode::SUCCESS
}
