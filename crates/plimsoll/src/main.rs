//! The `plimsoll` program: arguments, wiring, exit code.

mod ambient;
mod args;
mod baseline;
mod check;
mod config;
mod entry;
mod environment;
mod explain;
mod failure;
mod fix;
mod graph;
mod hadolint;
mod help;
mod init;
mod input;
mod lint_plugin;
mod list;
mod lsp;
mod migrate;
mod new_only;
mod outputs;
mod parse;
mod plural;
mod policy;
mod progress;
mod project;
mod rego;
mod report;
mod schema;
mod settings;
mod shell;
mod show;
mod show_image;
mod since;
mod stderr;
mod synonyms;
mod terminal;
mod timings;
mod usage;
mod version;
mod watch;
mod write;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::{CheckArgs, CheckTask, Cli, Color, Command};
use crate::failure::Failure;
use crate::stderr::Stderr;

/// The exit code of a program that writes to a closed pipe, as shells have it: 128 and the number of SIGPIPE.
const CLOSED_PIPE: u8 = 141;

fn main() -> ExitCode {
    let line = match lint_plugin::call(hadolint::call(std::env::args_os().collect())) {
        lint_plugin::Call::Line(line) => line,
        lint_plugin::Call::Question(answer) => return shell::print(answer.as_bytes()),
    };
    let failing = if hadolint::is_called(&line) { ExitCode::FAILURE } else { ExitCode::from(2) };
    let cli = match Cli::try_parse_from(line) {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error, failing),
    };
    match run(cli) {
        Ok(code) => code,
        // Whoever reads the output has seen enough of it (`plimsoll check | head`). No success: nobody knows what there was.
        Err(Failure::Output(why)) if why.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(CLOSED_PIPE),
        Err(failure) => failed(&failure, failing),
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    let color = match (cli.color, &cli.command) {
        (Some(color), _) => Some(color),
        (None, command) if command.is_isolated() => None,
        (None, _) => environment::color()?,
    };
    color.unwrap_or(Color::Auto).choice().write_global();
    match cli.command {
        Command::Check(command) => check::check(&environment::complete(command.into_args())?),
        Command::Fix(args) => {
            let task = CheckTask { fix: !args.fixes.diff, ..CheckTask::default() };
            check::check(&environment::complete(CheckArgs { task, ..*args })?)
        }
        Command::Explain { rule, format } => explain::explain(&rule, format),
        Command::Config(args) => config::config(&args),
        Command::Migrate { file } => migrate::migrate(file.as_deref()),
        Command::Hadolint(args) => hadolint::hadolint(&args),
        Command::Rules(args) => list::rules(&args),
        Command::Init(args) => init::init(&args),
        Command::Policy { action } => policy::policy(&action),
        Command::Report(args) => report::report(&args),
        Command::Completions { shell } => Ok(shell::completions(shell)),
        Command::Man { command } => shell::man(command.as_deref()),
        Command::DockerPlugin { action } => lint_plugin::run(action),
        Command::Version => Ok(shell::version()),
        Command::Lsp { .. } => Ok(lsp::serve()),
        Command::Graph { path, format } => graph::graph(&path, format),
        Command::Show { image: Some(image), .. } => show_image::show(&image),
        Command::Show { service, path, .. } => show::show(service.as_deref(), &path),
        Command::Parse { file, format } => parse::parse(&file, format),
    }
}

/// Prints what was asked for instead of a command, or what is wrong with the command line.
fn not_parsed(error: &clap::Error, failing: ExitCode) -> ExitCode {
    if let Some(extra) = (error.kind() == ErrorKind::DisplayVersion).then(usage::besides_version).flatten() {
        let what =
            format!("`-V` prints the version and cannot be combined with `{extra}`: did you mean `-v`?");
        return failed(&Failure::Usage(what), failing);
    }
    if error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return failed(&Failure::Usage(usage::mistake(error)), failing);
    }
    if error.kind() == ErrorKind::DisplayVersion {
        // A command has the version of the program.
        let said = error.to_string();
        let version = said.split_once(' ').map_or(&*said, |(_, version)| version);
        return shell::print(format!("plimsoll {version}").as_bytes());
    }
    // Whoever reads no further has seen enough.
    let _ = error.print();
    if error.use_stderr() { failing } else { ExitCode::SUCCESS }
}

fn failed(failure: &Failure, code: ExitCode) -> ExitCode {
    // Standard error may be closed; there is nobody left to tell.
    let _ = writeln!(Stderr, "error: {failure}");
    code
}
