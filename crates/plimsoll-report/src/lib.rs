//! What a run found, told: as text for people, as JSON for programs, as counts, as a patch.
//!
//! Nothing here decides anything: findings arrive settled and sorted, and leave in the order in which they came.

mod diff;
mod fix_preview;
mod json;
mod painter;
mod places;
mod report;
mod sanitize;
mod shown_line;
mod snippets;
mod statistics;
mod text;

pub use diff::{DiffStyle, write_diff};
pub use json::write_json;
pub use report::{Report, Stricter, Summary};
pub use sanitize::visible;
pub use statistics::write_statistics;
pub use text::{TextOptions, write_findings, write_text};
