//! The `plimsoll` program: arguments, wiring, exit code.

mod ambient;
mod args;
mod baseline;
mod check;
mod explain;
mod failure;
mod fix;
mod graph;
mod init;
mod input;
mod known;
mod lint_plugin;
mod list;
mod lsp;
mod migrate;
mod outputs;
mod parse;
mod plural;
mod progress;
mod project;
mod settings;
mod shell;
mod show;
mod show_image;
mod since;
mod stderr;
mod usage;
mod watch;
mod write;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::{CheckArgs, CheckTask, Cli, Command};
use crate::failure::Failure;
use crate::stderr::Stderr;

fn main() -> ExitCode {
    let line = match lint_plugin::call(std::env::args_os()) {
        lint_plugin::Call::Line(line) => line,
        lint_plugin::Call::Question(answer) => return shell::print(answer.as_bytes()),
    };
    let cli = match Cli::try_parse_from(line) {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error),
    };
    let done = match cli.command {
        Command::Check(command) => check::check(&command.into_args()),
        Command::Fix(args) => {
            let task = CheckTask { fix: !args.diff, ..CheckTask::default() };
            check::check(&CheckArgs { task, ..*args })
        }
        Command::Explain { rule } => explain::explain(&rule),
        Command::Migrate { file } => migrate::migrate(file.as_deref()),
        Command::Rules(args) => list::rules(&args),
        Command::Init(args) => init::init(&args),
        Command::Completions { shell } => Ok(shell::completions(shell)),
        Command::Man { command } => shell::man(command.as_deref()),
        Command::DockerPlugin { action } => lint_plugin::run(action),
        Command::Version => Ok(shell::version()),
        Command::Lsp { .. } => Ok(lsp::serve()),
        Command::Graph { path, format } => graph::graph(&path, format),
        Command::Show { image: Some(image), .. } => show_image::show(&image),
        Command::Show { service, path, .. } => show::show(&service.unwrap_or_default(), &path),
        Command::Parse { file, format } => parse::parse(&file, format),
    };
    match done {
        Ok(code) => code,
        // Whoever reads the output has seen enough of it (`plimsoll check | head`).
        Err(Failure::Output(why)) if why.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => failed(&failure),
    }
}

/// Prints what was asked for instead of a command, or what is wrong with the command line.
fn not_parsed(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return failed(&Failure::Usage(usage::mistake(error)));
    }
    // Whoever reads no further has seen enough.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn failed(failure: &Failure) -> ExitCode {
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(Stderr, "error: {failure}");
    ExitCode::from(2)
}
