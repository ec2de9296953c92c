//! The workshop's tool: generates and checks what must not be kept by hand.
//!
//! Of the workspace it depends on the reader of pages alone, so that it still builds when a rule does not.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to the person who runs it")]
#![expect(clippy::disallowed_methods, reason = "it works on this repository's files, not on a user's")]

mod agreement;
mod arrows;
mod bench;
mod cargo;
mod check;
mod circles;
mod claims;
mod docs;
mod editors;
mod fact_tables;
mod facts;
mod fuzz;
mod generate;
mod glossary;
mod growth;
mod hadolint;
mod named_code;
mod new_format;
mod new_rule;
mod options;
mod packages;
mod policy_proof;
mod prose;
mod prove;
mod readme;
mod registry;
mod release;
mod rename_rule;
mod repository;
mod same_answer;
mod schema;
mod sentences;
mod shells;
mod snippets;
mod tidy;
mod versions;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use plimsoll_pages::Problems;

/// What can be asked for.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about = "Generates and checks what must not be kept by hand")]
enum Task {
    /// Writes the registry of rules, their index, their number and the configuration schema from the rules' pages
    Rules,
    /// Writes the page and the file of a rule, and lists it
    NewRule(new_rule::Options),
    /// Renames a rule everywhere; the old name still works
    RenameRule(rename_rule::Options),
    /// Writes the skeleton of a kind of file, and lists it
    NewFormat(new_format::Options),
    /// Checks crate arrows, file lengths, opening comments, names and tables of facts outside their crate
    Tidy,
    /// Checks the English of pages, messages and help
    Prose(prose::Options),
    /// Everything that CI runs, or the named steps of it
    Check {
        /// What to run [default: all, in this order]
        steps: Vec<check::Step>,
    },
    /// Runs the release build beside other linters over a folder
    Bench(bench::Options),
    /// Counts the instructions that inputs of one, two and four times a size cost
    Growth(growth::Options),
    /// Builds the fuzz targets and runs each for a while
    Fuzz(fuzz::Options),
    /// Compares the tables of facts with checkouts of their sources, and prints what is stale
    Facts(facts::Options),
    /// Lets real editors talk to the server, as far as they are installed
    Editors(editors::Options),
    /// Builds every package and uses it: wheel, hooks and the rest
    Packages(packages::Options),
    /// What a release needs: versions in step, changelog, manifests for other channels
    Release(release::Options),
    /// Compares ShellCheck's findings in every RUN under a folder with Plimsoll's
    ShellcheckAgreement(agreement::Options),
    /// Compare `plimsoll hadolint` with hadolint: codes, lines, severities and exit codes over the Dockerfiles of a folder
    HadolintAgreement(hadolint::Options),
    /// Compares what dash and `BusyBox` ash refuse to read with what Plimsoll says they do
    Shells(shells::Options),
    /// Checks each file under a folder alone, too, and compares with what the folder's check says
    SameAnswer(same_answer::Options),
    /// Runs what the pages claim where a program can tell, and prints what no longer holds
    Claims(claims::Options),
    /// Runs other people's policies and looks at a report in a browser, as far as a folder has what that needs
    PolicyProof(policy_proof::Options),
    /// Applies every safe fix to a copy of a folder, reads it again and compares what the files mean
    ProveFixes(prove::Options),
}

fn main() -> ExitCode {
    let root = root();
    let result = match Task::parse() {
        Task::Rules => generate::write(&root),
        Task::NewRule(options) => new_rule::run(&root, &options),
        Task::RenameRule(options) => rename_rule::run(&root, &options),
        Task::NewFormat(options) => new_format::run(&root, &options),
        Task::Tidy => tidy::check(&root),
        Task::Prose(options) => prose::run(&root, &options),
        Task::Check { steps } => check::run(&root, &steps),
        Task::Bench(options) => bench::run(&root, &options),
        Task::Growth(options) => growth::run(&root, &options),
        Task::Fuzz(options) => fuzz::run(&root, &options),
        Task::Facts(options) => facts::run(&root, &options),
        Task::Editors(options) => editors::run(&root, &options),
        Task::Packages(options) => packages::run(&root, &options),
        Task::Release(options) => release::run(&root, &options),
        Task::ShellcheckAgreement(options) => agreement::run(&root, &options),
        Task::HadolintAgreement(options) => hadolint::run(&root, &options),
        Task::Shells(options) => shells::run(&root, &options),
        Task::SameAnswer(options) => same_answer::run(&root, &options),
        Task::Claims(options) => claims::run(&root, &options),
        Task::PolicyProof(options) => policy_proof::run(&root, &options),
        Task::ProveFixes(options) => prove::run(&root, &options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                eprintln!("xtask: {problem}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository. Cargo says at run time where the package is; what it said at build time may be
/// the directory of a cached build.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).ancestors().nth(2).map_or_else(PathBuf::new, Path::to_path_buf)
}
