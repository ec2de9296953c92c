//! A command line of a container client, wherever it is written: its tool, its command, its flags by type, and what the
//! client refuses before it asks any engine.
//!
//! Knows the grammar of the clients; knows neither Compose nor the disk.

mod find;
mod flags;
mod line;
mod mount;
mod numbers;
mod refused;
mod variables;
mod word;

pub use find::{find, may_make_files, words};
pub use flags::{Flag, Flags, IntendedFlag, Mistake};
pub use line::{Broken, CommandLine, Tool, Verb};
pub use mount::MountSpec;
pub use refused::{Refusal, refusals};
pub use variables::Variables;
pub use word::Word;
