//! `plimsoll lsp`: the linter for editors, over standard input and output.

use std::process::ExitCode;
use std::time::Duration;

use plimsoll_lsp::Product;
use plimsoll_policy::REQUIREMENTS;
use plimsoll_rules::RULES;

use crate::ambient::ambient;

/// A rule in Rego may take a second, and a keystroke must not.
const QUIET: Duration = Duration::from_millis(300);

/// Serves one client, until it leaves. As the protocol asks, the exit code is 0 when it said so before, else 1.
pub(crate) fn serve() -> ExitCode {
    let version = env!("CARGO_PKG_VERSION");
    let product = Product {
        rules: RULES,
        requirements: REQUIREMENTS,
        rego: crate::rego::LOAD,
        version,
        ambient: ambient(),
        quiet: QUIET,
    };
    if plimsoll_lsp::serve(std::io::stdin(), std::io::stdout(), product) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
