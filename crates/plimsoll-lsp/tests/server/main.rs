//! The server as a client sees it: one program for all of these tests.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::missing_panics_doc,
    clippy::needless_pass_by_value,
    reason = "a test may fail"
)]

mod actions;
mod configuration;
mod diagnostics;
mod features;
#[cfg(unix)]
mod links;
mod policies;
mod same_engine;
mod support;
mod values;
