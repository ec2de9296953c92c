//! `plimsoll lsp`: the linter for editors, over standard input and output.

use std::process::ExitCode;

use lsp_server::Connection;
use plimsoll_lsp::Product;
use plimsoll_rules::RULES;

use crate::ambient::ambient;

/// Serves one client, until it leaves. As the protocol asks, the exit code is 0 when it said so before, else 1.
pub(crate) fn serve() -> ExitCode {
    let (connection, threads) = Connection::stdio();
    let product = Product { rules: RULES, version: env!("CARGO_PKG_VERSION"), ambient: ambient() };
    let left = plimsoll_lsp::serve(&connection, product);
    // Its writer ends when nobody can send any more.
    drop(connection);
    if let Ok(true) = left {
        return threads.join().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    ExitCode::FAILURE
}
