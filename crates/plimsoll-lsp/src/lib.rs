//! The linter for editors: the Language Server Protocol around it.
//!
//! There is no second pipeline. Open buffers are a file system of the linter; what is shown is what a
//! [`Session`](plimsoll_linter::Session) finds, and every question about a file is answered from its project, read anew.

mod actions;
mod buffers;
mod capabilities;
mod client;
mod diagnostics;
mod dispatch;
mod encoding;
mod features;
mod folder;
mod framing;
mod inbox;
mod outbox;
mod protocol;
mod report;
mod server;
mod state;
mod uri;
mod world;

use std::time::Duration;

use plimsoll_linter::{Ambient, Registered};

pub use server::serve;

/// What the program gives: the server itself knows no rule.
#[derive(Clone)]
pub struct Product {
    /// The rules that there are.
    pub rules: &'static [Registered],
    /// What policies can ask for.
    pub requirements: &'static [plimsoll_linter::Requirement],
    /// What evaluates Rego, if anything does.
    pub rego: Option<plimsoll_linter::LoadRego>,
    /// The program's version.
    pub version: &'static str,
    /// What surrounds the server: it reads no environment.
    pub ambient: Ambient,
    /// How long nobody has to type before rules in Rego are asked.
    pub quiet: Duration,
}
