//! Command lines of container clients, wherever they are written: the tool, the command, typed flags, and what the
//! client rejects before it contacts an engine.
//!
//! This crate knows the syntax of the clients, but neither Compose nor the disk.

mod broken;
mod filled_in;
mod find;
mod flags;
mod line;
mod mount;
mod mount_refusals;
mod numbers;
mod operand_refusals;
mod refused;
mod script_folder;
mod service_refusals;
mod value_refusals;
mod variables;
mod word;

pub use find::{find, may_make_files, words};
pub use flags::{Flag, Flags, IntendedFlag, Mistake};
pub use line::{Broken, CommandLine, Tool, Verb};
pub use mount::MountSpec;
pub use refused::{Refusal, refusals};
pub use variables::Variables;
pub use word::Word;
